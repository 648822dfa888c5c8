import { expect, test } from 'vitest';
import { ada, engineRig, held, type ClaimAnswer } from './engine-rig.ts';
import { storm } from './storm.ts';
import { limitsInSql } from '../../support/default-limits.ts';

const engine = engineRig();
const lock = (key: string, more: object = {}) => ({ p_lock_key: key, ...more });
const waits = async (id: string) => (await engine.row(id))['waits_for'];
const complete = (job: ClaimAnswer) => engine.call('overtime_complete_job', { ...held(job), p_result: {} });
/** The ids of what can be claimed now, in order, and the jobs by their ids. */
async function claimAll(jobs = new Map<string, ClaimAnswer>()): Promise<Map<string, ClaimAnswer>> {
  for (let job = await engine.claim(); job; job = await engine.claim()) jobs.set(job.jobId, job);
  return jobs;
}
const job = (jobs: ReadonlyMap<string, ClaimAnswer>, id: string): ClaimAnswer => {
  const found = jobs.get(id);
  if (!found) throw new Error(`${id} was not claimed.`);
  return found;
};

test('jobs whose keys are side by side run side by side', async () => {
  await engine.enqueue('one', lock('book/1'));
  await engine.enqueue('two', lock('book/2'));
  await engine.enqueue('deep', lock('book/3/a'));
  expect([...(await claimAll()).keys()]).toEqual(['one', 'two', 'deep']);
});

test('a job waits for all that run below its key, and runs when the last of them has ended', async () => {
  await engine.enqueue('one', lock('book/1'));
  await engine.enqueue('deep', lock('book/2/a'));
  const jobs = await claimAll();
  await engine.enqueue('export', lock('book', { p_task: 'other-task' }));
  expect(await engine.claim({ p_task: 'other-task' })).toBeNull();
  expect(await waits('export')).toBe('lock');
  await complete(job(jobs, 'deep'));
  expect(await waits('export')).toBe('lock');
  await complete(job(jobs, 'one'));
  expect(await waits('export')).toBeNull();
  expect((await engine.claimed({ p_task: 'other-task' })).jobId).toBe('export');
});

test('what is below a key waits while its job runs, and all of it is made ready at once, one per key', async () => {
  await engine.enqueue('export', lock('book'));
  const jobs = await claimAll();
  await engine.enqueue('one', lock('book/1'));
  await engine.enqueue('one again', lock('book/1'));
  await engine.enqueue('two', lock('book/2'));
  await engine.enqueue('deep', lock('book/2/a'));
  expect((await claimAll()).size).toBe(0);
  await complete(job(jobs, 'export'));
  const ids = ['one', 'one again', 'two', 'deep'];
  expect(await Promise.all(ids.map(waits))).toEqual([null, 'lock', null, 'lock']);
  expect([...(await claimAll()).keys()].toSorted()).toEqual(['one', 'two']);
});

test('a key that only begins with the same letters is another one', async () => {
  await engine.enqueue('export', lock('book'));
  const neighbours = ['book-2/1', 'book2', 'books/1', 'boo', 'bo/ok', 'book:', 'book.1', 'BOOK/1', 'büch/1'];
  for (const key of neighbours) await engine.enqueue(key, lock(key));
  expect((await claimAll()).size).toBe(1 + neighbours.length);
});

test('what is below a key does not pass a job that waits for it, though its own lock is free', async () => {
  await engine.enqueue('one', lock('book/1'));
  const jobs = await claimAll();
  await engine.enqueue('export', lock('book', { p_task: 'other-task' }));
  expect(await engine.claim({ p_task: 'other-task' })).toBeNull();
  await engine.enqueue('two', lock('book/2'));
  expect(await engine.claim()).toBeNull();
  await complete(job(jobs, 'one'));
  // Nobody has claimed the export yet: it holds the lock all the same.
  await engine.enqueue('three', lock('book/3'));
  expect(await engine.claim()).toBeNull();
  await complete(await engine.claimed({ p_task: 'other-task' }));
  expect([...(await claimAll()).keys()].toSorted()).toEqual(['three', 'two']);
});

test('chapters without end starve no export', async () => {
  let next = 0;
  const arrive = () => engine.enqueue(`chapter-${(next += 1)}`, lock(`book/${next % 7}`));
  for (let n = 0; n < 3; n += 1) await arrive();
  const running = [...(await claimAll()).values()];
  await engine.enqueue('export', lock('book'));
  let begun = 0;
  for (let round = 0; round < 20 && !running.some(({ jobId }) => jobId === 'export'); round += 1) {
    await arrive();
    const ended = running.shift();
    if (ended) await complete(ended);
    const claimed = [...(await claimAll()).values()];
    begun += claimed.filter(({ jobId }) => jobId !== 'export').length;
    running.push(...claimed);
  }
  expect(running.map(({ jobId }) => jobId)).toEqual(['export']);
  expect(begun).toBe(0);
});

test('a higher priority goes before what waits longer, a lower one does not', async () => {
  await engine.enqueue('one', lock('book/1'));
  await claimAll();
  await engine.enqueue('export', lock('book'));
  await engine.enqueue('urgent', lock('book/2', { p_priority: 1 }));
  await engine.enqueue('idle', lock('book/3', { p_priority: 9 }));
  expect([...(await claimAll()).keys()]).toEqual(['urgent']);
  expect([await waits('export'), await waits('idle')]).toEqual(['lock', 'lock']);
});

test('when a job that waits is cancelled, what waited behind it alone becomes ready', async () => {
  await engine.enqueue('one', lock('book/1'));
  await claimAll();
  await engine.enqueue('export', lock('book'));
  await engine.enqueue('two', lock('book/2'));
  await engine.enqueue('one again', lock('book/1'));
  expect((await claimAll()).size).toBe(0);
  await engine.call('overtime_cancel_job', { p_job_id: 'export', p_user_id: ada });
  expect([await waits('two'), await waits('one again')]).toEqual([null, 'lock']);
});

test('a job that is handed over, rescued or tried again at once keeps its lock meanwhile', async () => {
  const error = { code: 'x', message: 'x', retryable: true };
  const interruptions: ((job: ClaimAnswer) => Promise<unknown>)[] = [
    (now) =>
      engine.call('overtime_hand_over_job', { ...held(now), p_max_hand_overs: 5, p_max_seconds: 3600 }),
    (now) => engine.call('overtime_fail_job', { ...held(now), p_error: error }),
    async () => {
      await engine.passSeconds(31);
      await engine.call('overtime_sweep_jobs', { p_limit: 10 });
    },
  ];
  await engine.enqueue('export', lock('book', { p_task: 'other-task', p_max_attempts: 9 }));
  await engine.enqueue('urgent', lock('book/1', { p_priority: 1 }));
  for (const interrupt of interruptions) {
    await interrupt(await engine.claimed({ p_task: 'other-task' }));
    expect(await engine.row('export')).toMatchObject({ status: 'pending', holds_lock: true });
    expect(await engine.claim()).toBeNull();
  }
});

test('a sweep gives a lock to all who can have it, at whatever depth', async () => {
  for (const id of ['a', 'a/1', 'b/1', 'b/2', 'b/2/x']) await engine.enqueue(id, lock(id));
  // As a restored backup or an operator may leave it.
  await engine.sql`update overtime.jobs set waits_for = 'lock'`;
  await engine.call('overtime_sweep_jobs', { p_limit: 10 });
  expect([...(await claimAll()).keys()].toSorted()).toEqual(['a', 'b/1', 'b/2']);
});

test('fifty claims at the same moment find the fifty chapters of one book', { timeout: 30_000 }, async () => {
  const connections = Array.from({ length: 50 }, () => engine.connect());
  await Promise.all(connections.map((connection) => connection`select 1`));
  // The connections have the real clock, on which the jobs are long due.
  await engine.sql`
    select public.overtime_enqueue_job(
      p_id => 'job-' || n, p_user_id => ${ada}, p_task => 'demo-task', p_input => '{}',
      ${engine.sql.unsafe(limitsInSql())}, p_run_at => '2020-01-01', p_lock_key => 'book/' || n
    ) from generate_series(1, 50) as n`;
  const claims = await Promise.all(
    connections.map((connection) =>
      engine.callOn<ClaimAnswer | null>(connection, 'overtime_claim_job', {
        p_task: 'demo-task',
        p_lease_seconds: 30,
      }),
    ),
  );
  await Promise.all(connections.map((connection) => connection.end()));
  expect(new Set(claims.map((claim) => claim?.jobId)).size).toBe(50);
  expect(claims).not.toContain(null);
});

test(
  'above and below are kept apart while many connections claim and complete, and nothing deadlocks',
  { timeout: 60_000 },
  async ({ signal }) => {
    const keys = ['book', 'book/1', 'book/2', 'book/2/a', 'book/2/b', 'other', 'other/1', 'other/2'];
    const report = await storm(
      engine,
      {
        more: (index) => ({ p_lock_key: keys[index % keys.length] ?? null }),
      },
      signal,
    );
    expect(report.refusals).toEqual({});
    expect(report.ended).toEqual({ completed: report.jobs });
    expect(report.mostOfLock).toBe(1);
  },
);
