import { expect, test } from 'vitest';
import { ada, engineRig, grace, held, refusal, type ClaimAnswer } from './engine-rig.ts';
import { storm } from './storm.ts';

const engine = engineRig();
const book = { p_lock_key: 'book' };
const waits = async (id: string) => (await engine.row(id))['waits_for'];

test('of the jobs with a lock one runs at a time, whosever they are and of whatever task', async () => {
  await engine.enqueue('one', book);
  await engine.enqueue('hers', { ...book, p_user_id: grace });
  await engine.enqueue('other', { ...book, p_task: 'other-task' });
  await engine.claimed();
  expect(await engine.claim()).toBeNull();
  expect(await engine.claim({ p_task: 'other-task' })).toBeNull();
  expect([await waits('hers'), await waits('other')]).toEqual(['lock', 'lock']);
});

test('a job whose lock is held lets the next one pass', async () => {
  await engine.enqueue('one', book);
  await engine.enqueue('two', book);
  await engine.enqueue('free');
  expect((await engine.claimed()).jobId).toBe('one');
  expect((await engine.claimed()).jobId).toBe('free');
});

test('a lock goes to the highest priority that waits for it, then to the first', async () => {
  await engine.enqueue('one', book);
  await engine.enqueue('second', book);
  await engine.enqueue('third', book);
  await engine.enqueue('urgent', { ...book, p_priority: 1 });
  const order: string[] = [];
  // The urgent one first; the others are set aside by a claim that finds nothing.
  let job: ClaimAnswer | null = await engine.claimed();
  expect(await engine.claim()).toBeNull();
  while (job) {
    order.push(job.jobId);
    job = await engine.call<ClaimAnswer | null>('overtime_complete_job', {
      ...held(job),
      p_result: {},
      p_next_lease_seconds: 30,
    });
  }
  expect(order).toEqual(['urgent', 'one', 'second', 'third']);
});

const error = { code: 'x', message: 'x', retryable: true };
const waysToLetGo: Record<string, (job: ClaimAnswer) => Promise<unknown>> = {
  'is completed': (job) => engine.call('overtime_complete_job', { ...held(job), p_result: {} }),
  'has failed': (job) =>
    engine.call('overtime_fail_job', { ...held(job), p_error: { ...error, retryable: false } }),
  'is to be tried again later': (job) =>
    engine.call('overtime_fail_job', { ...held(job), p_error: error, p_retry_seconds: 10 }),
  'is cancelled': (job) => engine.call('overtime_cancel_job', { p_job_id: job.jobId, p_user_id: ada }),
  'has lost its last worker': async () => {
    await engine.sql`update overtime.jobs set max_attempts = 1 where id = 'one'`;
    await engine.passSeconds(31);
    await engine.call('overtime_sweep_jobs', { p_limit: 10 });
  },
};
test.each(Object.entries(waysToLetGo))('a job that %s passes its lock on', async (_, letGo) => {
  await engine.enqueue('one', book);
  await engine.enqueue('two', { ...book, p_task: 'other-task' });
  const job = await engine.claimed();
  expect(await engine.claim({ p_task: 'other-task' })).toBeNull();
  expect(await waits('two')).toBe('lock');
  await letGo(job);
  expect(await waits('two')).toBeNull();
  expect((await engine.claimed({ p_task: 'other-task' })).jobId).toBe('two');
});

test("a claim that ends a dead worker's last attempt passes its lock on, and takes what is ready by that", async () => {
  await engine.enqueue('one', { ...book, p_max_attempts: 1 });
  await engine.enqueue('two', book);
  await engine.claimed();
  expect(await engine.claim()).toBeNull();
  expect(await waits('two')).toBe('lock');
  await engine.passSeconds(31);
  expect((await engine.claimed()).jobId).toBe('two');
});

test('a ready job that is cancelled passes on the lock that was its next', async () => {
  for (const id of ['one', 'two', 'three']) await engine.enqueue(id, book);
  const job = await engine.claimed();
  expect(await engine.claim()).toBeNull();
  await engine.call('overtime_complete_job', { ...held(job), p_result: {} });
  expect([await waits('two'), await waits('three')]).toEqual([null, 'lock']);
  await engine.call('overtime_cancel_job', { p_job_id: 'two', p_user_id: ada });
  expect((await engine.claimed()).jobId).toBe('three');
});

test('a job that is handed over keeps what waits behind it waiting, and goes on', async () => {
  await engine.enqueue('one', book);
  await engine.enqueue('two', book);
  const job = await engine.claimed();
  expect(await engine.claim()).toBeNull();
  await engine.call('overtime_hand_over_job', { ...held(job), p_max_hand_overs: 5, p_max_seconds: 3600 });
  expect((await engine.claimed()).jobId).toBe('one');
  expect(await engine.claim()).toBeNull();
});

test('not even an update of the row runs two jobs under one lock', async () => {
  await engine.enqueue('one', book);
  await engine.enqueue('two', book);
  await engine.claimed();
  const force = (holdsLock: boolean) => engine.sql`
    update overtime.jobs
    set status = 'processing', lease_id = gen_random_uuid(), lease_expires_at = now(), started_at = now(),
      claimed_at = now(), rescue_at = now(), holds_lock = ${holdsLock}
    where id = 'two'`;
  expect(await refusal(force(true))).toBe('23505');
  expect(await refusal(force(false))).toBe('23514');
});

test(
  'one runs per lock while many connections claim and complete',
  { timeout: 60_000 },
  async ({ signal }) => {
    const report = await storm(
      engine,
      {
        more: (index) => ({ p_lock_key: index % 2 === 0 ? `lock-${index % 6}` : null }),
      },
      signal,
    );
    expect(report.refusals).toEqual({});
    expect(report.ended).toEqual({ completed: report.jobs });
    expect(report.mostOfLock).toBe(1);
  },
);

/** Keeps a job's row locked, as a claim does for a moment with one that it has looked at. */
async function lockRow(id: string): Promise<{ release: () => Promise<void> }> {
  const connection = engine.connect();
  const locked = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const transaction = connection.begin(async (sql) => {
    await sql`select from overtime.jobs where id = ${id} for update`;
    locked.resolve();
    await released.promise;
  });
  await locked.promise;
  return {
    async release() {
      released.resolve();
      await transaction;
    },
  };
}

/** A job that runs, and one that waits for its lock. */
async function holderAndWaiter() {
  await engine.enqueue('holder', { p_lock_key: 'book' });
  await engine.enqueue('waiter', { p_lock_key: 'book' });
  const holder = await engine.claimed();
  expect(await engine.claim()).toBeNull();
  expect(await engine.row('waiter')).toMatchObject({ waits_for: 'lock', holds_lock: false });
  return holder;
}

test('a lock is given on to a job whose row somebody has locked for a moment', async () => {
  const holder = await holderAndWaiter();
  const row = await lockRow('waiter');
  const completing = engine.call('overtime_complete_job', { ...held(holder), p_result: {} });
  const watcher = engine.connect();
  for (;;) {
    const waiting = await watcher`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    if (waiting.length > 0) break;
  }
  await row.release();
  await completing;
  expect(await engine.row('waiter')).toMatchObject({ waits_for: null, holds_lock: true });
});

test('a lock that could not be given on is given by the next claim that meets who waits for it', async () => {
  const holder = await holderAndWaiter();
  const row = await lockRow('waiter');
  await engine.call('overtime_complete_job', { ...held(holder), p_result: {} });
  await row.release();
  expect(await engine.row('waiter')).toMatchObject({ waits_for: 'lock', holds_lock: false });
  await engine.enqueue('newcomer', { p_lock_key: 'book' });
  expect((await engine.claimed()).jobId).toBe('waiter');
  expect(await engine.row('newcomer')).toMatchObject({ waits_for: 'lock' });
});
