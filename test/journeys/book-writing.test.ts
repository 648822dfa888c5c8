import { expect, test } from 'vitest';
import type { JobFile } from '../../src/overtime/job.ts';
import { createFoundation } from '../../src/tasks/create-foundation/contract.ts';
import { bookFormats, exportBook } from '../../src/tasks/export-book/contract.ts';
import { writeChapter } from '../../src/tasks/write-chapter/contract.ts';
import { wordsIn } from '../tasks/book/book-files.ts';
import { sampleSettings } from './sample-settings.ts';
import { newVisitor, type Accepted, type AnySnapshot, type Visitor } from './visitor.ts';

const setSamples = sampleSettings();
const idea = 'A ferry pilot on a methane lake finds a passenger who was never on the list';
const wanted = { idea, genre: 'science fiction', length: { chapters: 3, wordsPerChapter: 300 } };

async function submit(visitor: Visitor, task: string, input: object): Promise<Accepted> {
  const { status, body } = await visitor.call<Accepted>('POST', `/.netlify/functions/${task}-trigger`, input);
  if (status !== 202) throw new Error(JSON.stringify(body));
  return body;
}
async function end(
  visitor: Visitor,
  job: Accepted,
  onRead?: (snapshot: AnySnapshot) => Promise<void> | void,
) {
  const last = (await visitor.watch(job.statusUrl, onRead)).at(-1);
  if (last?.status !== 'completed') throw new Error(JSON.stringify(last));
  return last;
}
async function layFoundation(visitor: Visitor, chapters = 3) {
  const length = { ...wanted.length, chapters };
  const last = await end(visitor, await submit(visitor, 'create-foundation', { ...wanted, length }));
  return { last, book: createFoundation.result.parse(last.result) };
}
const chapterOf = ({ result }: { result: unknown }) => writeChapter.result.parse(result);
const exportOf = ({ result }: { result: unknown }) => exportBook.result.parse(result);

/** Downloads as the user, so that Storage's policies decide. */
async function download({ supabase }: Visitor, { path }: JobFile): Promise<Uint8Array> {
  const { data, error } = await supabase.storage.from('job-files').download(path);
  if (error) throw error;
  return new Uint8Array(await data.arrayBuffer());
}
/** Without marks of emphasis; straight quotation marks become those of the book's language. */
const plainWords = (text: string) =>
  text
    .replaceAll(/[*\\]/g, '')
    .replaceAll(/[“”„«»]/g, '"')
    .replaceAll(/[‘’]/g, "'")
    .replaceAll(/\s+/g, ' ');

test('a foundation, two chapters at a time, and the book in four formats', { timeout: 120_000 }, async () => {
  const visitor = await newVisitor();
  const { last, book } = await layFoundation(visitor);
  expect(last.sample).toBe(true);
  expect(book.bookId).toBe(last.jobId);
  expect(book.chapters.map(({ number }) => number)).toEqual([1, 2, 3]);
  expect(JSON.stringify(book).toLowerCase()).toContain('methane lake');
  const stages = last.stages.map(({ name, status }) => `${name} ${status}`);
  expect([...new Set(stages)]).toEqual(
    ['outline', 'characters', 'style_guide', 'chapter_plan'].map((name) => `${name} completed`),
  );

  // Siblings' locks are not in each other's way: both are at work at once.
  setSamples({ paceSeconds: 4, chaos: [] });
  const { bookId } = book;
  const jobs = await Promise.all(
    [1, 2].map((chapter) => submit(visitor, 'write-chapter', { bookId, chapter })),
  );
  const texts: string[] = [];
  const ended = await Promise.all(
    jobs.map((job) =>
      end(visitor, job, (snapshot) => {
        if (snapshot.status === 'processing') texts.push((snapshot.partial as { text?: string })?.text ?? '');
      }),
    ),
  );
  const [one, two] = ended;
  expect(Date.parse(one?.startedAt ?? '')).toBeLessThan(Date.parse(two?.finishedAt ?? ''));
  expect(Date.parse(two?.startedAt ?? '')).toBeLessThan(Date.parse(one?.finishedAt ?? ''));
  expect(texts.some((text) => text.length > 0)).toBe(true);
  const chapters = ended.map(chapterOf);
  for (const { wordCount, text } of chapters) {
    expect(wordCount).toBeGreaterThan(200);
    expect(text.length).toBeGreaterThan(1000);
  }
  expect(chapters[0]?.text).not.toBe(chapters[1]?.text);

  setSamples({ paceSeconds: 0, chaos: [] });
  for (const format of bookFormats) {
    const made = exportOf(await end(visitor, await submit(visitor, 'export-book', { bookId, format })));
    expect(made).toMatchObject({ format, title: book.title, chapters: [1, 2], missing: [3] });
    const words = plainWords(await wordsIn(await download(visitor, made.file), format));
    expect(words).toContain('made of samples');
    for (const { title, text } of chapters) {
      expect(words).toContain(plainWords(title));
      // Whole paragraphs, the first and the last.
      const paragraphs = text.split('\n\n');
      if (format === 'markdown') {
        for (const paragraph of paragraphs) expect(words).toContain(plainWords(paragraph));
      }
      expect(words).toContain(plainWords(paragraphs.at(-1) ?? '').slice(0, 60));
    }
  }

  const rows = await visitor.supabase
    .from('chapters')
    .select('number, text, job_id')
    .eq('book_id', bookId)
    .order('number');
  expect(rows.data).toEqual([
    { number: 1, text: chapters[0]?.text, job_id: one?.jobId },
    { number: 2, text: chapters[1]?.text, job_id: two?.jobId },
    { number: 3, text: null, job_id: null },
  ]);
  const stranger = await newVisitor();
  expect((await stranger.supabase.from('chapters').select('*').eq('book_id', bookId)).data).toEqual([]);
  for (const [task, input] of [
    ['write-chapter', { bookId, chapter: 3 }],
    ['export-book', { bookId, format: 'pdf' }],
  ] as const) {
    const { status, body } = await stranger.call('POST', `/.netlify/functions/${task}-trigger`, input);
    expect([task, status, body['code']]).toEqual([task, 404, 'book_not_found']);
  }
  const { body: logs } = await visitor.call<{ logs: { message: string }[] }>(
    'GET',
    `/.netlify/functions/jobs?jobId=${one?.jobId}&view=logs`,
  );
  expect(JSON.stringify(logs)).toContain('words.');
});

test('all chapters are written though nobody watches after the second', { timeout: 120_000 }, async () => {
  const visitor = await newVisitor();
  const { bookId, chapters } = (await layFoundation(visitor, 12)).book;
  expect(chapters).toHaveLength(12);
  setSamples({ paceSeconds: 1.5, chaos: [] });
  const trigger = '/.netlify/functions/write-chapter-trigger';
  const key = { 'idempotency-key': bookId };
  const all = chapters.map(({ number }) => ({ bookId, chapter: number }));
  const { status, body } = await visitor.call<{ jobs: Accepted[] }>('POST', trigger, all, key);
  expect([status, body.jobs.length]).toEqual([202, 12]);

  // Read from the table alone: a status call would dispatch what nobody works on.
  const written = async () => {
    const rows = visitor.supabase.from('chapters').select('number, job_id').not('text', 'is', null);
    return (await rows.eq('book_id', bookId).order('number')).data ?? [];
  };
  await expect.poll(async () => (await written()).length, { timeout: 60_000 }).toBeGreaterThanOrEqual(2);
  expect((await written()).length).toBeLessThan(12);
  // The tab is closed; its request comes once more, since its answer was lost.
  expect((await visitor.call('POST', trigger, all, key)).body).toMatchObject({
    jobs: body.jobs.map(({ jobId }) => ({ jobId })),
  });
  await expect.poll(async () => (await written()).length, { timeout: 60_000 }).toBe(12);
  expect(await written()).toEqual(
    body.jobs.map(({ jobId }, index) => ({ number: index + 1, job_id: jobId })),
  );

  const stranger = await newVisitor();
  expect((await stranger.call('GET', body.jobs[0]?.statusUrl ?? '')).status).toBe(404);
  expect(await stranger.call('POST', trigger, all.slice(0, 3))).toMatchObject({
    status: 404,
    body: { code: 'book_not_found', issues: [{ path: '0' }] },
  });
});

test('an export waits for the chapter that is being written, and has it', { timeout: 120_000 }, async () => {
  const visitor = await newVisitor();
  const { bookId } = (await layFoundation(visitor)).book;
  setSamples({ paceSeconds: 6, chaos: [] });
  const writing = await submit(visitor, 'write-chapter', { bookId, chapter: 1 });
  let exporting: Accepted | undefined;
  const waited = new Set<string | null>();
  const written = chapterOf(
    await end(visitor, writing, async ({ status }) => {
      if (status === 'processing') {
        exporting ??= await submit(visitor, 'export-book', { bookId, format: 'markdown' });
        const { body } = await visitor.call<AnySnapshot>('GET', exporting.statusUrl);
        if (body.status === 'pending') waited.add(body.waitsFor);
      }
    }),
  );
  if (exporting === undefined) throw new Error('The chapter was never seen at work.');
  expect(waited).toContain('lock');
  const made = await end(visitor, exporting);
  const chapter = await visitor.call<AnySnapshot>('GET', writing.statusUrl);
  // It began when the chapter had ended, and not before.
  expect(Date.parse(made.startedAt ?? '')).toBeGreaterThanOrEqual(
    Date.parse('finishedAt' in chapter.body ? chapter.body.finishedAt : ''),
  );
  expect(made.performance.queueTimeMs).toBeGreaterThan(0);
  expect(exportOf(made)).toMatchObject({ chapters: [1], missing: [2, 3] });
  const words = plainWords(await wordsIn(await download(visitor, exportOf(made).file), 'markdown'));
  for (const paragraph of written.text.split('\n\n')) expect(words).toContain(plainWords(paragraph));
});
