import { beforeEach, expect, test } from 'vitest';
import { runAttempt } from '../../src/overtime/engine/run-attempt.ts';
import { defineTask } from '../../src/overtime/task.ts';
import { readBook } from '../../src/tasks/book/read-book.ts';
import { createFoundation } from '../../src/tasks/create-foundation/contract.ts';
import { writeChapter } from '../../src/tasks/write-chapter/contract.ts';
import { attemptRig } from '../overtime/engine/attempt-rig.ts';
import { people, plan, story, style } from '../tasks/book/sample-book.ts';
import { ada, grace, refusal } from '../overtime/sql/engine-rig.ts';

const rig = attemptRig();
const { database, engine } = rig;
beforeEach(() => database.sql.unsafe('delete from public.books; delete from public.edits'));
const chapterLock = (chapter: number) => ({ p_lock_key: `${ada}:book:book/chapter:${chapter}` });

/** Ends the next job of a task with this result, by the attempt that a worker would run. */
async function finish(contract: typeof createFoundation | typeof writeChapter, result: object) {
  const job = await engine.claim(contract.name, contract.policy, null);
  if (!job) throw new Error('Nothing was due.');
  const task = defineTask(contract as typeof createFoundation, async () => result as never);
  return runAttempt(task, job, rig.environment, rig.limits(), () => false);
}

async function foundation(id = 'book', userId = ada) {
  await database.enqueue(id, {
    p_user_id: userId,
    p_task: 'create-foundation',
    p_input: { idea: 'A lighthouse that lies', genre: 'mystery', length: { chapters: 3 } },
  });
  const chapters = plan.map((chapter, index) => ({ ...chapter, number: index + 1 }));
  return finish(createFoundation, {
    bookId: id,
    genre: 'mystery',
    wordsPerChapter: 150,
    ...story,
    ...people,
    styleGuide: style,
    chapters,
  });
}

async function write(chapter: number, text: string, userId = ada, id = `job-${chapter}-${text}`) {
  await database.enqueue(id, {
    p_user_id: userId,
    p_task: 'write-chapter',
    p_input: { bookId: 'book', chapter },
    ...chapterLock(chapter),
  });
  return finish(writeChapter, { bookId: 'book', chapter, title: 'x', text, wordCount: 2 });
}

const read = (userId: string, before?: number) =>
  readBook((name, parameters) => engine.readRows(userId, name, parameters), {
    bookId: 'book',
    ...(before !== undefined && { before }),
  });

test('a foundation leaves its book with the plan of all chapters, as its owner and the worker read it', async () => {
  expect(await foundation()).toMatchObject({ kind: 'completed' });
  expect(await database.sql`select * from public.books`).toMatchObject([
    {
      id: 'book',
      user_id: ada,
      title: story.title,
      genre: 'mystery',
      idea: 'A lighthouse that lies',
      outline: story.outline,
      characters: people.characters,
      style_guide: style,
      words_per_chapter: 150,
      sample: false,
    },
  ]);
  const book = await read(ada);
  expect(book).toMatchObject({ bookId: 'book', ...story, ...people, styleGuide: style });
  expect(book.chapters).toEqual(
    plan.map((chapter, index) => ({
      ...chapter,
      number: index + 1,
      written: false,
      sample: false,
      text: null,
    })),
  );
});

test('a chapter is saved with its job, and its next version takes its place', async () => {
  await foundation();
  await write(2, 'First words.');
  await write(2, 'Better words.');
  expect(
    await database.sql`select number, text, word_count, job_id from public.chapters order by number`,
  ).toEqual([
    { number: 1, text: null, word_count: null, job_id: null },
    { number: 2, text: 'Better words.', word_count: 2, job_id: 'job-2-Better words.' },
    { number: 3, text: null, word_count: null, job_id: null },
  ]);
});

test('who writes a chapter reads the text of the last one in front of it, and who exports reads all', async () => {
  await foundation();
  await write(1, 'One.');
  await write(2, 'Two.');
  const texts = async (before?: number) => (await read(ada, before)).chapters.map(({ text }) => text);
  expect(await texts(3)).toEqual([null, 'Two.', null]);
  expect(await texts(2)).toEqual(['One.', null, null]);
  expect(await texts(1)).toEqual([null, null, null]);
  expect(await texts()).toEqual(['One.', 'Two.', null]);
  expect((await read(ada, 1)).chapters.map(({ written }) => written)).toEqual([true, true, false]);
});

test("another user's book looks like one that is not there, to a worker and in the tables", async () => {
  await foundation();
  await expect(read(grace)).rejects.toMatchObject({ code: 'book_not_found' });
  for (const table of ['books', 'chapters']) {
    const seenBy = (user: string) =>
      database.as(user, (sql) => sql`select from public.${sql(table)}`.then((rows) => rows.length));
    expect([table, await seenBy(grace)]).toEqual([table, 0]);
    expect(await seenBy(ada)).toBeGreaterThan(0);
  }
});

test("a job that claims to have written in another user's book fails, and leaves it as it was", async () => {
  await foundation();
  expect(await write(1, 'Mine now.', grace)).toMatchObject({ kind: 'failed', error: { code: 'not_saved' } });
  expect((await read(ada)).chapters[0]).toMatchObject({ written: false });
});

test('a chapter whose book was deleted meanwhile fails its job', async () => {
  await foundation();
  await database.sql`delete from public.books`;
  expect(await write(1, 'Too late.')).toMatchObject({ kind: 'failed', error: { code: 'not_saved' } });
});

test('nobody writes books and chapters, and no user calls what workers read with', async () => {
  await foundation();
  for (const statement of [
    `update public.books set title = 'x'`,
    `insert into public.books default values`,
    `update public.chapters set text = 'x'`,
    `delete from public.chapters`,
    `select public.read_book('${ada}', 'book')`,
  ]) {
    expect([statement, await refusal(database.as(ada, (sql) => sql.unsafe(statement)))]).toEqual([
      statement,
      '42501',
    ]);
  }
});

test.each(['production', 'preview.example'])(
  'an owner deletes a book with its chapters, but not while a job of the lane %s works on it, and nobody else does',
  async (lane) => {
    await foundation();
    const remove = (user: string) =>
      database.as(user, (sql) => sql`delete from public.books where id = 'book'`.then(({ count }) => count));
    const site = rig.engineIn(lane);
    const { name: task, version: contractVersion, policy } = writeChapter;
    await site.enqueue({
      id: 'writing',
      userId: ada,
      tenantId: null,
      task,
      title: null,
      contractVersion,
      input: { bookId: 'book', chapter: 1 },
      policy,
      priority: 5,
      lockKey: `${ada}:book:book/chapter:1`,
      idempotencyKey: null,
      inputHash: 'one',
      fileBytes: null,
      fileSha256: null,
      runAt: null,
      webhookUrl: null,
      scheduleId: null,
    });
    const job = await site.claim(task, policy, null);
    expect([await remove(grace), await remove(ada)]).toEqual([0, 0]);
    await database.call('overtime_cancel_job', { p_job_id: job?.jobId, p_user_id: ada });
    expect([await remove(grace), await remove(ada)]).toEqual([0, 1]);
    expect(await database.sql`select from public.chapters`).toHaveLength(0);
  },
);

test('books and chapters stay when their jobs are purged', async () => {
  await foundation();
  await write(1, 'It stays.');
  await database.passSeconds(721 * 3600);
  await database.call('overtime_purge_jobs', { p_limit: 10 });
  expect(await database.sql`select from overtime.jobs`).toHaveLength(0);
  expect((await read(ada)).chapters[0]).toMatchObject({ text: 'It stays.' });
});

const edit = (part: string, content: object, at: Date) => database.sql`
  insert into public.edits (user_id, subject, part, content, created_at)
  values (${ada}, 'book:book', ${part}, ${database.sql.json(content as never)}, ${at})`;
const later = (seconds: number) => new Date(database.now() + seconds * 1000);

test('what the user edits after a job wrote it counts, until a job writes it anew', async () => {
  await foundation();
  await write(1, 'By the job.');
  await edit('chapter:1', { text: 'By the author.' }, later(1));
  await edit('outline', ['One', 'Two', 'Three'], later(1));
  expect(await read(ada)).toMatchObject({ outline: ['One', 'Two', 'Three'] });
  expect((await read(ada)).chapters[0]).toMatchObject({ text: 'By the author.', written: true });
  await database.passSeconds(10);
  await write(1, 'By the job again.');
  expect((await read(ada)).chapters[0]).toMatchObject({ text: 'By the job again.' });
});

test('a chapter is written anew although its user may not add an edit any more', async () => {
  await foundation();
  await write(1, 'By the job.');
  await database.sql`alter table public.edits disable trigger bound_edits`;
  await database.sql`
    insert into public.edits (user_id, subject, part)
    select ${ada}, 'rubric:one', n::text from generate_series(1, 10000) as n`;
  await database.sql`alter table public.edits enable trigger bound_edits`;
  expect(await write(1, 'By the job again.')).toMatchObject({ kind: 'completed' });
  expect((await read(ada)).chapters[0]).toMatchObject({ text: 'By the job again.' });
});

test('the text that a job replaces stays among the versions of its chapter, and can be brought back', async () => {
  await foundation();
  await write(1, 'Old words.');
  await database.passSeconds(10);
  await write(1, 'New words.');
  const [version] = await database.sql`select content from public.edits where part = 'chapter:1'`;
  expect(version).toEqual({ content: { text: 'Old words.', wordCount: 2 } });
  await edit('chapter:1', version?.['content'] as object, later(1));
  expect((await read(ada)).chapters[0]).toMatchObject({ text: 'Old words.' });
});

test('an edited title and plan count for the worker and on the page, and stay when a job writes the chapter', async () => {
  await foundation();
  await edit('plan:2', { title: 'My title', summary: 'My plan.' }, later(1));
  await database.passSeconds(10);
  await write(2, 'By the job.');
  const mine = { number: 2, title: 'My title', summary: 'My plan.' };
  expect((await read(ada, 3)).chapters[1]).toMatchObject({ ...mine, text: 'By the job.' });
  expect(await pageOf(ada)).toMatchObject([{ chapters: [{}, mine, {}] }]);
});

const pageOf = (user: string) =>
  database.as(user, (sql) => sql`select outline, characters, chapters from public.edited_books`);

test('the page of a book has what its user edited, with its words, and no other user sees any of it', async () => {
  await foundation();
  await write(1, 'By the job.');
  await edit('chapter:1', { text: 'By its author alone.', wordCount: 4 }, later(1));
  await edit('outline', ['One', 'Two', 'Three'], later(1));
  await edit('characters', people.characters.slice(0, 2), later(1));
  const chapter = (number: number) => ({ number, word_count: null, job_word_count: null, is_edited: false });
  expect(await pageOf(ada)).toMatchObject([
    {
      outline: ['One', 'Two', 'Three'],
      characters: people.characters.slice(0, 2),
      chapters: [{ number: 1, word_count: 4, job_word_count: 2, is_edited: true }, chapter(2), chapter(3)],
    },
  ]);
  const texts = (user: string) =>
    database.as(user, (sql) => sql`select text from public.edited_chapters where number = 1`);
  expect(await texts(ada)).toEqual([{ text: 'By its author alone.' }]);
  expect([await pageOf(grace), await texts(grace)]).toEqual([[], []]);
});

test('an edit that has no text leaves the text as it was, and one without its words counts none', async () => {
  await foundation();
  await write(1, 'By the job.');
  await edit('chapter:1', { text: '' }, later(1));
  expect((await read(ada)).chapters[0]).toMatchObject({ text: 'By the job.' });
  await edit('chapter:1', { text: 'Mine.', wordCount: 'many' }, later(2));
  expect(await pageOf(ada)).toMatchObject([{ chapters: [{ word_count: 0, is_edited: true }, {}, {}] }]);
});

test('a deleted book takes its edits with it, and no other edits', async () => {
  await foundation();
  await edit('outline', ['One', 'Two', 'Three'], later(1));
  await database.sql`insert into public.edits (user_id, subject) values (${grace}, 'book:book'), (${ada}, 'book:other')`;
  await database.as(ada, (sql) => sql`delete from public.books`);
  expect(await database.sql`select subject from public.edits order by subject`).toEqual([
    { subject: 'book:book' },
    { subject: 'book:other' },
  ]);
});

test.each([
  ['outline', { not: 'a list' }],
  ['outline', ['One', { two: 2 }, 'Three']],
  ['characters', ['no', 'objects']],
  ['characters', [{ name: 'No more than a name' }]],
  ['plan:2', { title: 'No plan' }],
  ['plan:2', { title: ' ', summary: 'No title.' }],
  ['about', { title: null, premise: 'No title.' }],
  ['style', { voice: 3 }],
  ['style', 'in a loud voice'],
])(
  'an edit of %s that has not the shape of what it replaces counts for nothing: %j',
  async (part, content) => {
    await foundation();
    const asPlanned = await read(ada);
    await edit(part, content as object, later(1));
    expect(await read(ada)).toEqual(asPlanned);
  },
);

test('a version that fits counts although a newer one does not', async () => {
  await foundation();
  await edit('about', { title: 'Mine', premise: 'A lamp goes out.' }, later(1));
  await edit('about', { title: 'No premise' }, later(2));
  expect(await read(ada)).toMatchObject({ title: 'Mine', premise: 'A lamp goes out.' });
});

test('title, premise and style guide count as they were edited, on the page and for the worker', async () => {
  await foundation();
  const mine = {
    voice: 'Close to Wilhelmina',
    tense: 'present',
    tone: 'dry',
    rules: ['No dreams', 'No rain'],
  };
  await edit('about', { title: 'Mine', premise: 'A lamp goes out.' }, later(1));
  await edit('style', mine, later(1));
  expect(await read(ada)).toMatchObject({ title: 'Mine', premise: 'A lamp goes out.', styleGuide: mine });
  const page = await database.as(
    ada,
    (sql) => sql`select title, premise, style_guide from public.edited_books`,
  );
  expect([...page]).toEqual([{ title: 'Mine', premise: 'A lamp goes out.', style_guide: mine }]);
});

test('an edit that has the right shape and breaks a bound is named to the worker', async () => {
  await foundation();
  await edit('style', { voice: 'v', tense: 'future', tone: 't', rules: ['One', 'Two'] }, later(1));
  await expect(read(ada)).rejects.toMatchObject({ code: 'book_edit_invalid' });
});
