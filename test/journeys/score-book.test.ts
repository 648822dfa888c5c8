import { expect, test } from 'vitest';
import type { ResultOf } from '../../src/overtime/contract.ts';
import type { scoreBook } from '../../src/tasks/score-book/contract.ts';
import { sampleSettings } from './sample-settings.ts';
import { newVisitor, type Accepted, type AnySnapshot, type Visitor } from './visitor.ts';

const setSamples = sampleSettings();
type Result = ResultOf<typeof scoreBook>;
const url = '/.netlify/functions/score-book-trigger';

async function score(visitor: Visitor, book: object): Promise<{ last: AnySnapshot; result: Result }> {
  const { status, body } = await visitor.call<Accepted>('POST', url, book);
  expect([status, body]).toMatchObject([202, { status: 'pending' }]);
  const last = (await visitor.watch(body.statusUrl)).at(-1);
  if (last?.status !== 'completed') throw new Error(JSON.stringify(last));
  return { last, result: last.result as unknown as Result };
}

test('a book is scored from what two catalogues say, and its scores are kept for its user', async () => {
  const visitor = await newVisitor();
  const { last, result } = await score(visitor, {
    title: 'The Hound of the Baskervilles',
    author: 'Arthur Conan Doyle',
    isbn: '978-0-14-043786-7',
  });
  expect(result).toMatchObject({
    bookTitle: 'The Hound of the Baskervilles',
    author: 'Arthur Conan Doyle',
    isbn: '9780140437867',
    genre: 'Mystery',
    genreFrom: 'sources',
    series: { name: 'Sherlock Holmes', position: 5 },
    confidence: 'high',
    flags: ['sample_data'],
    reviewCount: 2210,
    scoringStatus: 'ok',
    sources: ['hardcover', 'google_books'],
  });
  const five = Object.values(result.scores);
  expect(Object.keys(result.scores).toSorted()).toEqual([
    'grammar',
    'pacing',
    'polish',
    'prose',
    'readability',
  ]);
  for (const one of five) expect(one).toBeGreaterThanOrEqual(30);
  expect(result.overallScore).toBe(Math.round(five.reduce((a, b) => a + b) / 5));
  expect(last.sample).toBe(true);
  expect(last.stages.map(({ name, status }) => [name, status])).toEqual([
    ['context_gathering', 'completed'],
    ['scoring', 'completed'],
  ]);

  const { data } = await visitor.supabase.from('book_scores').select();
  expect(data).toMatchObject([
    {
      user_id: visitor.userId,
      job_id: last.jobId,
      title: 'The Hound of the Baskervilles',
      overall_score: result.overallScore,
      scores: result.scores,
      sample: true,
    },
  ]);
  const other = await newVisitor();
  expect((await other.supabase.from('book_scores').select()).data).toEqual([]);
});

test('the next request for the same book, by any user and in any spelling, is answered at once', async () => {
  const book = { title: 'Frankenstein', author: 'Mary Shelley' };
  const { last, result } = await score(await newVisitor(), book);
  const other = await newVisitor();
  const again = await other.call<AnySnapshot & Accepted>('POST', url, {
    title: '  FRANKENSTEIN! ',
    author: 'mary shelley',
  });
  expect(again.status).toBe(200);
  expect(again.body).toMatchObject({ status: 'completed', sample: true, result });
  expect(again.body.jobId).not.toBe(last.jobId);
  expect((await other.supabase.from('book_scores').select()).data).toMatchObject([
    { job_id: again.body.jobId, title: 'Frankenstein', overall_score: result.overallScore },
  ]);
  // Each job is named as its user wrote it.
  expect(again.body).toMatchObject({ title: 'Score: FRANKENSTEIN!' });
  expect(last).toMatchObject({ title: 'Score: Frankenstein' });
  const asked = await other.call('GET', `/api/jobs?jobId=${again.body.jobId}&view=input`);
  expect(asked.body['input']).toEqual({ title: 'FRANKENSTEIN!', author: 'mary shelley' });
  // Another genre is another question.
  const { status } = await other.call<Accepted>('POST', url, { ...book, genre: 'Romance' });
  expect(status).toBe(202);
});

test.for([
  {
    book: { title: 'A Small Harbour', author: 'Vale' },
    flag: 'hardcover_no_match',
    source: 'google_books',
  },
  {
    book: { title: 'Alice’s Adventures in Wonderland', author: 'Carroll' },
    flag: 'google_books_no_match',
    source: 'hardcover',
  },
])('$book.title is scored from one catalogue, and its flags say so', async ({ book, flag, source }) => {
  const { result } = await score(await newVisitor(), book);
  expect(result.flags).toContain(flag);
  expect(result).toMatchObject({ sources: [source], scoringStatus: 'limited' });
});

test('a book that no source knows fails with the reason, at the first attempt', async () => {
  const visitor = await newVisitor();
  const { body } = await visitor.call<Accepted>('POST', url, { title: 'No Such Book', author: 'Nobody' });
  expect((await visitor.watch(body.statusUrl)).at(-1)).toMatchObject({
    status: 'failed',
    error: 'No source has data on this book. Check its title and author, or add the ISBN.',
    errorCode: 'no_context',
    errorRetryable: false,
    attempt: 1,
  });
  expect((await visitor.supabase.from('book_scores').select()).data).toEqual([]);
});

test('what is known of the book streams before its scores', async () => {
  setSamples({ paceSeconds: 4, chaos: [] });
  const visitor = await newVisitor();
  const { body } = await visitor.call<Accepted>('POST', url, {
    title: 'Pride & Prejudice',
    author: 'Austen',
  });
  const seen = await visitor.watch(body.statusUrl);
  const partials = seen.flatMap((each) =>
    each.status === 'processing' && each.partial !== null ? [each.partial as Partial<Result>] : [],
  );
  expect(partials[0]).toMatchObject({ genre: 'Classics', reviewCount: 6100 });
  const progress = seen.map((each) => each.progress);
  expect(progress.toSorted((a, b) => a - b)).toEqual(progress);
  expect(progress.some((value) => value >= 30 && value < 100)).toBe(true);
});

test('the statuses of the system that this one replaces have their place in ours', async () => {
  const visitor = await newVisitor();
  const unknown = await visitor.call(
    'GET',
    '/api/score-book-status?jobId=550e8400-e29b-41d4-a716-446655440000',
  );
  expect([unknown.status, unknown.body['code']]).toEqual([404, 'not_found']);
  setSamples({ paceSeconds: 20, chaos: [] });
  const { body } = await visitor.call<Accepted>('POST', url, {
    title: 'The Hating Game',
    author: 'Sally Thorne',
    isbn: '978-0062802187',
  });
  const running = await visitor.call<AnySnapshot>('GET', body.statusUrl);
  expect([200, 202]).toContain(running.status);
  const cancelled = await visitor.call('DELETE', `/api/jobs?jobId=${body.jobId}`);
  expect(cancelled.body).toEqual({ jobId: body.jobId, status: 'cancelled' });
  const { body: history } = await visitor.call<{ jobs: AnySnapshot[] }>('GET', '/api/jobs?task=score-book');
  expect(history.jobs).toMatchObject([{ jobId: body.jobId, status: 'cancelled' }]);
});
