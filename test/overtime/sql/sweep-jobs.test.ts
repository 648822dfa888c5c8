import { expect, test } from 'vitest';
import { limitsInSql } from '../../support/default-limits.ts';
import { ada, engineRig, grace, held, type ClaimAnswer } from './engine-rig.ts';

const engine = engineRig();
const sweep = (limit = 100) =>
  engine.call<{ task: string; jobId: string }[]>('overtime_sweep_jobs', {
    p_limit: limit,
  });
const complete = (job: ClaimAnswer) => engine.call('overtime_complete_job', { ...held(job), p_result: {} });

test('a ready job that is not claimed in time is returned once for dispatch, and again when that dispatch is lost', async () => {
  await engine.enqueue('one');
  await engine.passSeconds(10);
  expect(await sweep()).toEqual([]);
  await engine.passSeconds(1);
  expect(await sweep()).toEqual([{ task: 'demo-task', jobId: 'one' }]);
  expect(await sweep()).toEqual([]);
  await engine.passSeconds(11);
  expect(await sweep()).toEqual([{ task: 'demo-task', jobId: 'one' }]);
});

test('what runs, waits or has ended is not named', async () => {
  await engine.enqueue('running', { p_user_limit: 1, p_lock_key: 'book' });
  await engine.claimed({ p_lease_seconds: 3600 });
  await engine.enqueue('limited', { p_user_limit: 1 });
  await engine.enqueue('locked', { p_user_id: grace, p_lock_key: 'book' });
  expect(await engine.claim()).toBeNull();
  await engine.enqueue('later', { p_run_at: new Date(engine.now() + 3_600_000) });
  await engine.enqueue('ended');
  await engine.call('overtime_cancel_job', { p_job_id: 'ended', p_user_id: ada });
  await engine.passSeconds(60);
  expect(await sweep()).toEqual([]);
});

test('of more jobs than its limit it names the first ones, and the others the next time', async () => {
  for (const id of ['one', 'two', 'three']) await engine.enqueue(id);
  await engine.enqueue('urgent', { p_priority: 1 });
  await engine.passSeconds(11);
  const named = async () => (await sweep(2)).map(({ jobId }) => jobId).toSorted();
  expect(await named()).toEqual(['one', 'urgent']);
  expect(await named()).toEqual(['three', 'two']);
});

// Each of the three ways back alone: nothing else is called between the death and the result.

test('after a dead worker, a claim alone rescues the job', async () => {
  await engine.enqueue('one');
  await engine.claimed();
  await engine.passSeconds(31);
  const job = await engine.claimed();
  expect(job).toMatchObject({ jobId: 'one', attempt: 2 });
  await complete(job);
  expect((await engine.row('one')).status).toBe('completed');
});

test('after a dead worker, a sweep alone rescues the job and returns it for dispatch', async () => {
  await engine.enqueue('one');
  await engine.claimed();
  await engine.passSeconds(31);
  expect(await sweep()).toEqual([{ task: 'demo-task', jobId: 'one' }]);
  expect(await engine.row('one')).toMatchObject({ status: 'pending', waits_for: null, lease_id: null });
  const [attempt] = await engine.sql`select outcome, error_code from overtime.job_attempts`;
  expect(attempt).toEqual({ outcome: 'rescued', error_code: 'worker_lost' });
});

test('after a dead worker, a watcher dispatches the job, and the claim rescues it', async () => {
  await engine.enqueue('one');
  await engine.claimed();
  await engine.passSeconds(31);
  expect(await engine.call('overtime_redispatch_job', { p_job_id: 'one' })).toBe(true);
  expect(await engine.claimed()).toMatchObject({ jobId: 'one', attempt: 2 });
});

test('after a dead worker without attempts left, a sweep alone ends the job', async () => {
  await engine.enqueue('one', { p_max_attempts: 1, p_webhook_url: 'https://example.com/hook' });
  await engine.claimed();
  await engine.passSeconds(31);
  expect(await sweep()).toEqual([]);
  expect(await engine.row('one')).toMatchObject({ status: 'failed', error: { code: 'worker_lost' } });
  expect(await engine.sql`select from overtime.webhook_deliveries`).toHaveLength(1);
});

test('a sweep passes on a place and a lock that were left', async () => {
  await engine.enqueue('one', { p_user_limit: 1 });
  await engine.enqueue('two', { p_user_limit: 1 });
  await engine.enqueue('three', { p_user_id: grace, p_lock_key: 'book' });
  // As a deployment leaves it that raises a limit, or an operator who deletes rows.
  await engine.sql`update overtime.jobs set waits_for = 'lock' where id = 'three'`;
  await engine.sql`delete from overtime.jobs where id = 'one'`;
  await engine.passSeconds(11);
  const named = (await sweep()).map(({ jobId }) => jobId).toSorted();
  expect(named).toEqual(['three', 'two']);
});

test("one user's many waiting jobs hide neither another user's place nor another lock from a sweep", async () => {
  await engine.sql`
    select public.overtime_enqueue_job(
      p_id => 'ada-' || n, p_user_id => ${ada}, p_task => 'demo-task', p_input => '{}', p_user_limit => 1::smallint,
      ${engine.sql.unsafe(limitsInSql())}
    ) from generate_series(1, 50) as n`;
  await engine.enqueue('waits', { p_user_id: grace, p_user_limit: 1 });
  await engine.sql`update overtime.jobs set waits_for = 'user' where id = 'waits'`;
  await engine.enqueue('locked', { p_user_id: grace, p_task: 'other-task', p_lock_key: 'z' });
  await engine.sql`update overtime.jobs set waits_for = 'lock' where id = 'locked'`;
  await engine.sql`update overtime.jobs set waits_for = 'lock', lock_key = 'a' where waits_for = 'user' and id <> 'waits'`;
  await engine.sql`update overtime.jobs set holds_lock = true, lock_key = 'a' where waits_for is null`;
  await sweep(1);
  expect((await engine.row('waits'))['waits_for']).toBeNull();
  expect(await engine.row('locked')).toMatchObject({ waits_for: null, holds_lock: true });
});

test('of two sweeps at once, one names each job, and each job is rescued once', async () => {
  await engine.sql`
    select public.overtime_enqueue_job(
      p_id => 'job-' || n, p_user_id => ${ada}, p_task => 'demo-task', p_input => '{}',
      ${engine.sql.unsafe(limitsInSql({ p_max_attempts: '9' }))}
    ) from generate_series(1, 60) as n`;
  for (let claim = 0; claim < 30; claim += 1) await engine.claimed({ p_lease_seconds: 0 });
  // The sweeps are on connections of their own, which have the real clock.
  await engine.sql`
    update overtime.jobs
    set dispatched_at = '2020-01-01',
      lease_expires_at = lease_expires_at - interval '10 years',
      rescue_at = rescue_at - interval '10 years'`;
  const named = await Promise.all(
    Array.from({ length: 4 }, () =>
      engine.callOn<{ jobId: string }[]>(engine.connect(), 'overtime_sweep_jobs', {
        p_limit: 100,
      }),
    ),
  );
  const ids = named.flat().map(({ jobId }) => jobId);
  expect(new Set(ids).size).toBe(ids.length);
  // What one sweep rescued while another had looked already is named by the next.
  await engine.sql`update overtime.jobs set dispatched_at = '2020-01-01' where not id = any (${ids})`;
  const rest = await engine.callOn<{ jobId: string }[]>(engine.connect(), 'overtime_sweep_jobs', {
    p_limit: 100,
  });
  expect(ids.length + rest.length).toBe(60);
  expect(await engine.sql`select from overtime.job_attempts`).toHaveLength(30);
  expect(await engine.sql`select from overtime.jobs where status <> 'pending'`).toHaveLength(0);
});
