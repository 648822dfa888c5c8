import { beforeEach, expect, test } from 'vitest';
import type { ResultOf } from '../../src/overtime/contract.ts';
import type { scoreBook } from '../../src/tasks/score-book/contract.ts';
import { ada, engineRig, grace, held, refusal } from '../overtime/sql/engine-rig.ts';

const engine = engineRig();
beforeEach(() => engine.sql`delete from public.book_scores`);

const book = { title: 'The Hating Game', author: 'Sally Thorne' };
const result: ResultOf<typeof scoreBook> = {
  bookTitle: book.title,
  author: book.author,
  isbn: null,
  genre: 'Romance',
  subgenre: null,
  genreFrom: 'sources',
  series: null,
  scores: { readability: 85, grammar: 88, prose: 82, polish: 84, pacing: 80 },
  overallScore: 84,
  summary: 'Readers praise the dialogue.',
  confidence: 'high',
  flags: [],
  reviewCount: 1250,
  scoringStatus: 'ok',
  sources: ['hardcover', 'google_books'],
  bookKey: 'hating game|sally thorne|',
};
const asked = {
  p_task: 'score-book',
  p_input_hash: 'the hating game',
  p_cache_hours: 720,
  p_cache_shared: true,
};

async function complete(id: string, more: Partial<typeof result> = {}): Promise<void> {
  await engine.enqueue(id, asked);
  const job = await engine.claimed({ p_task: 'score-book' });
  await engine.call('overtime_complete_job', { ...held(job), p_result: { ...result, ...more } });
}
const scoresOf = async (user: string) => [
  ...(await engine.sql`select * from public.book_scores where user_id = ${user}`),
];

test('a completed job leaves the scores of its book', async () => {
  await complete('one', { series: { name: 'Lantern Coast', position: 2 }, isbn: '9780062802187' });
  expect(await scoresOf(ada)).toEqual([
    {
      user_id: ada,
      book_key: 'hating game|sally thorne|',
      job_id: 'one',
      title: 'The Hating Game',
      author: 'Sally Thorne',
      isbn: '9780062802187',
      genre: 'Romance',
      subgenre: null,
      series: { name: 'Lantern Coast', position: 2 },
      scores: result.scores,
      overall_score: 84,
      confidence: 'high',
      flags: [],
      review_count: 1250,
      scoring_status: 'ok',
      sample: false,
      scored_at: new Date(engine.now()),
    },
  ]);
});

test('scored again, a book has its latest scores, and is there once', async () => {
  await complete('one', { flags: ['google_books_unavailable'], scoringStatus: 'limited' });
  await engine.passSeconds(60);
  await complete('two', { overallScore: 90 });
  expect(await scoresOf(ada)).toMatchObject([
    { job_id: 'two', overall_score: 90, scoring_status: 'ok', series: null },
  ]);
});

test('a result from the cache gives its user the scores too', async () => {
  await complete('one');
  expect((await engine.enqueue('two', { ...asked, p_user_id: grace })).status).toBe('completed');
  expect(await scoresOf(grace)).toMatchObject([{ job_id: 'two', overall_score: 84 }]);
});

test.each(['hardcover_unavailable', 'google_books_unavailable'] as const)(
  'what was made with the flag %s serves nobody else',
  async (flag) => {
    await complete('one', { flags: [flag, 'few_ratings'] });
    expect((await engine.enqueue('two', asked)).status).toBe('pending');
  },
);

test('a source that is not configured or does not know the book leaves the result fit to serve', async () => {
  await complete('one', { flags: ['hardcover_not_configured', 'google_books_no_match'] });
  expect((await engine.enqueue('two', asked)).status).toBe('completed');
});

test('its owner reads and deletes a score; nobody else sees it, and nobody writes one', async () => {
  await complete('one');
  const seenBy = (user: string) => engine.as(user, (sql) => sql`select job_id from public.book_scores`);
  expect([(await seenBy(ada)).length, (await seenBy(grace)).length]).toEqual([1, 0]);
  const change = engine.as(ada, (sql) => sql`update public.book_scores set overall_score = 100`);
  expect(await refusal(change)).toBe('42501');
  const remove = (user: string) =>
    engine.as(user, (sql) => sql`delete from public.book_scores returning job_id`);
  expect((await remove(grace)).length).toBe(0);
  expect((await remove(ada)).length).toBe(1);
});
