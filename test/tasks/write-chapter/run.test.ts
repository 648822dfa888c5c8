import { expect, test } from 'vitest';
import { writeChapter } from '../../../src/tasks/write-chapter/contract.ts';
import { writeChapterTask } from '../../../src/tasks/write-chapter/run.ts';
import { prose, storedBook } from '../book/sample-book.ts';
import { sampleEnv, mockedProvider, taskRig } from '../task-rig.ts';

const modelWrites = mockedProvider();
const input = (chapter: number, more: object = {}) => ({ bookId: 'book-1', chapter, ...more });
const readRows = (book: unknown) => async () => book;

test('a chapter is written after its plan, in the style of the book, from where the one before ends', async () => {
  const text = prose('She lit the second match.');
  const bodies = modelWrites(text);
  const reads: unknown[] = [];
  const { ctx, partials } = taskRig(writeChapter, input(2, { prompt: 'More rain.' }), {
    readRows: async (name, parameters) => {
      reads.push([name, parameters]);
      return storedBook({ 1: prose('He lay face down.') });
    },
  });
  const chapter = await writeChapterTask.run(ctx);

  expect(writeChapter.result.parse(chapter)).toEqual(chapter);
  expect(chapter).toEqual({ bookId: 'book-1', chapter: 2, title: 'Two Lamps', text, wordCount: 166 });
  expect(reads).toEqual([['read_book', { p_book_id: 'book-1', p_before: 2 }]]);
  const [body = ''] = bodies;
  for (const part of [
    'Write chapter 2 of 3, about 150 words.',
    'She sees the second light.',
    'More rain.',
    'Nobody explains a feeling.',
    '- Mara Voss: keeper of the light.',
    'He lay face down.',
    'Go on from where the chapter before ends.',
    '3. Out: She puts out her lamp.',
  ]) {
    expect(body).toContain(part);
  }
  expect(partials.at(-1)).toEqual({ title: 'Two Lamps', text });
  expect(ctx.logs).toMatchObject([{ level: 'info', message: 'Chapter 2 has 166 words.' }]);
});

test('the first chapter has nothing in front of it, and the last one ends the book', async () => {
  const bodies = modelWrites(prose('It begins.'));
  await writeChapterTask.run(taskRig(writeChapter, input(1), { readRows: readRows(storedBook()) }).ctx);
  expect(bodies[0]).not.toContain('end of the story so far');
  await writeChapterTask.run(
    taskRig(writeChapter, input(3), { readRows: readRows(storedBook({ 1: 'Once.' })) }).ctx,
  );
  expect(bodies[1]).toContain('bring the book to its end');
  expect(bodies[1]).toContain('The last chapter that is written is number 1');
});

test('what is missing in front of a chapter, and what it replaces, is in the log', async () => {
  modelWrites(prose('Again.'));
  const book = storedBook({ 3: 'An older text.' }, []);
  const { ctx } = taskRig(writeChapter, input(3), { readRows: readRows(book) });
  await writeChapterTask.run(ctx);
  expect(ctx.logs.map(({ level, message }) => [level, message])).toEqual([
    ['info', 'Chapter 3 is written already: this text takes its place.'],
    ['warn', 'Earlier chapters are not written yet (1, 2): their plan is what this one follows.'],
    ['info', expect.stringContaining('162 words')],
  ]);
});

test('a few lines are sent back with the length that is wanted, and are no chapter when they come again', async () => {
  const bodies = modelWrites('She left.', prose('She stayed.'));
  const book = { readRows: readRows(storedBook()) };
  expect(await writeChapterTask.run(taskRig(writeChapter, input(1), book).ctx)).toMatchObject({
    text: prose('She stayed.'),
  });
  expect(bodies[1]).toContain('The chapter has 2 words: write about 150.');
  modelWrites('She left.');
  await expect(writeChapterTask.run(taskRig(writeChapter, input(1), book).ctx)).rejects.toMatchObject({
    code: 'model_output_invalid',
  });
});

test('a stream that breaks off is no chapter, and worth another attempt', async () => {
  modelWrites({ cut: prose('She') });
  const { ctx, saved } = taskRig(writeChapter, input(1), { readRows: readRows(storedBook()) });
  await expect(writeChapterTask.run(ctx)).rejects.toMatchObject({ retryable: true });
  expect(saved.size).toBe(0);
});

test('a book that has gone since, or a chapter that is not in its plan, ends the job without a call', async () => {
  const bodies = modelWrites(prose('x'));
  const gone = taskRig(writeChapter, input(1), { readRows: readRows(null) });
  await expect(writeChapterTask.run(gone.ctx)).rejects.toMatchObject({
    code: 'book_not_found',
    retryable: false,
  });
  const past = taskRig(writeChapter, input(4), { readRows: readRows(storedBook()) });
  await expect(writeChapterTask.run(past.ctx)).rejects.toMatchObject({
    code: 'chapter_not_planned',
    retryable: false,
    message: expect.stringContaining('has 3 chapters'),
  });
  expect(bodies).toEqual([]);
});

test('without a key chapters have the length that is wanted, each with its own plan in it', async () => {
  const texts: string[] = [];
  for (const chapter of [1, 2, 3]) {
    const book = { ...storedBook(), wordsPerChapter: 400 };
    const { ctx } = taskRig(writeChapter, input(chapter), { readRows: readRows(book), env: sampleEnv });
    const { text, wordCount } = await writeChapterTask.run(ctx);
    expect(wordCount).toBeGreaterThan(300);
    expect(wordCount).toBeLessThan(560);
    expect(text).toContain('Mara');
    expect(text).toContain(book.chapters[chapter - 1]?.summary ?? '');
    texts.push(text);
  }
  expect(new Set(texts).size).toBe(3);
});
