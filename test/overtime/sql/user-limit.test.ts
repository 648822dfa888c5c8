import { expect, test } from 'vitest';
import { ada, engineRig, grace, held, refusal, type ClaimAnswer } from './engine-rig.ts';
import { storm } from './storm.ts';

const engine = engineRig();
const limited = { p_user_limit: 1 };
const waits = async (id: string) => (await engine.row(id))['waits_for'];
const fail = (job: ClaimAnswer, retryable: boolean, seconds: number) =>
  engine.call('overtime_fail_job', {
    ...held(job),
    p_error: { code: 'x', message: 'x', retryable },
    p_retry_seconds: seconds,
  });

test("a user's jobs beyond the limit wait, and do not delay other users' jobs", async () => {
  for (const id of ['one', 'two', 'three']) await engine.enqueue(id, { p_user_limit: 2 });
  await engine.enqueue('hers', { p_user_id: grace, p_user_limit: 2 });
  expect([await waits('two'), await waits('three'), await waits('hers')]).toEqual([null, 'user', null]);
  const claimed = [await engine.claimed(), await engine.claimed(), await engine.claimed()];
  expect(claimed.map((job) => job.jobId).toSorted()).toEqual(['hers', 'one', 'two']);
  expect(await engine.claim()).toBeNull();
});

test('the limit counts per task', async () => {
  await engine.enqueue('one', limited);
  await engine.enqueue('other', { ...limited, p_task: 'other-task' });
  expect([await waits('one'), await waits('other')]).toEqual([null, null]);
});

test('a place that becomes free goes to the highest priority, then to the first', async () => {
  await engine.enqueue('one', limited);
  await engine.enqueue('second', limited);
  await engine.enqueue('third', limited);
  await engine.enqueue('urgent', { ...limited, p_priority: 1 });
  const order: string[] = [];
  let job: ClaimAnswer | null = await engine.claimed();
  while (job) {
    order.push(job.jobId);
    job = await engine.call<ClaimAnswer | null>('overtime_complete_job', {
      ...held(job),
      p_result: {},
      p_next_lease_seconds: 30,
    });
  }
  expect(order).toEqual(['one', 'urgent', 'second', 'third']);
});

const waysToLeave: Record<string, (job: ClaimAnswer) => Promise<unknown>> = {
  'is completed': (job) => engine.call('overtime_complete_job', { ...held(job), p_result: {} }),
  'has failed': (job) => fail(job, false, 0),
  'is to be tried again later': (job) => fail(job, true, 10),
  'is cancelled': (job) => engine.call('overtime_cancel_job', { p_job_id: job.jobId, p_user_id: ada }),
  'has lost its last worker': async () => {
    await engine.sql`update overtime.jobs set max_attempts = 1 where id = 'one'`;
    await engine.passSeconds(31);
    await engine.call('overtime_sweep_jobs', { p_limit: 10 });
  },
};
test.each(Object.entries(waysToLeave))('a job that %s leaves its place to the next', async (_, leave) => {
  await engine.enqueue('one', limited);
  await engine.enqueue('two', limited);
  const job = await engine.claimed();
  expect(await waits('two')).toBe('user');
  await leave(job);
  expect(await waits('two')).toBeNull();
  expect((await engine.claimed()).jobId).toBe('two');
});

test("a claim that ends a dead worker's last attempt passes its place on, and takes what is ready by that", async () => {
  await engine.enqueue('one', { ...limited, p_max_attempts: 1 });
  await engine.enqueue('two', limited);
  await engine.claimed();
  await engine.passSeconds(31);
  expect((await engine.claimed()).jobId).toBe('two');
  expect((await engine.row('one')).status).toBe('failed');
});

const waysToStay: Record<string, (job: ClaimAnswer) => Promise<unknown>> = {
  'is tried again at once': (job) => fail(job, true, 0),
  'is handed over': (job) =>
    engine.call('overtime_hand_over_job', { ...held(job), p_max_hand_overs: 5, p_max_seconds: 3600 }),
  'lost a worker, and has attempts left': async () => {
    await engine.passSeconds(31);
    await engine.call('overtime_sweep_jobs', { p_limit: 10 });
  },
};
test.each(Object.entries(waysToStay))('a job that %s keeps its place', async (_, stay) => {
  await engine.enqueue('one', limited);
  await engine.enqueue('two', limited);
  await stay(await engine.claimed());
  expect(await waits('two')).toBe('user');
  expect((await engine.claimed()).jobId).toBe('one');
});

test('a job whose time comes while its user has no place waits for one', async () => {
  await engine.enqueue('one', limited);
  await engine.claimed({ p_lease_seconds: 3600 });
  await engine.enqueue('later', { ...limited, p_run_at: new Date(engine.now() + 60_000) });
  await engine.passSeconds(60);
  expect(await engine.claim()).toBeNull();
  expect(await waits('later')).toBe('user');
});

test('a job that waits for its lock keeps its place, so that its turn for the lock breaks no limit', async () => {
  await engine.enqueue('holder', { p_user_id: grace, p_lock_key: 'book' });
  const holder = await engine.claimed();
  await engine.enqueue('one', { ...limited, p_lock_key: 'book' });
  expect(await engine.claim()).toBeNull();
  expect(await waits('one')).toBe('lock');
  await engine.enqueue('two', limited);
  expect(await engine.claim()).toBeNull();
  await engine.call('overtime_complete_job', { ...held(holder), p_result: {} });
  expect((await engine.claimed()).jobId).toBe('one');
  expect(await engine.claim()).toBeNull();
  expect(await waits('two')).toBe('user');
});

test('a waiting job that is cancelled does not free a place', async () => {
  for (const id of ['one', 'two', 'three']) await engine.enqueue(id, limited);
  const job = await engine.claimed();
  await engine.call('overtime_cancel_job', { p_job_id: 'two', p_user_id: ada });
  expect(await waits('three')).toBe('user');
  await engine.call('overtime_complete_job', { ...held(job), p_result: {} });
  expect((await engine.claimed()).jobId).toBe('three');
});

test('a limit of none is refused', async () => {
  expect(await refusal(engine.enqueue('one', { p_user_limit: 0 }))).toBe('23514');
});

test(
  'the limit is exact while many connections enqueue, claim and complete',
  { timeout: 60_000 },
  async ({ signal }) => {
    const report = await storm(engine, { more: () => ({ p_user_limit: 4 }) }, signal);
    expect(report.refusals).toEqual({});
    expect(report.ended).toEqual({ completed: report.jobs });
    expect(report.mostOfUser).toBeLessThanOrEqual(4);
    expect(report.mostOfUser).toBeGreaterThan(1);
  },
);
