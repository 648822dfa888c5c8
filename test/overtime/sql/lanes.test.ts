import { expect, test } from 'vitest';
import { ada, engineRig, held, refusal, usage, type ClaimAnswer } from './engine-rig.ts';

const engine = engineRig();
const preview = { p_lane: 'deploy-preview-42--site.netlify.app' };
const due = (lane: object = {}) => engine.call<unknown[]>('overtime_sweep_jobs', { p_limit: 10, ...lane });
const complete = (job: ClaimAnswer, more: object = {}) =>
  engine.call<ClaimAnswer | null>('overtime_complete_job', { ...held(job), p_result: {}, ...more });

test("a claim takes its own lane's jobs alone, also the claim within a completion", async () => {
  await engine.enqueue('in production');
  await engine.enqueue('in a preview', preview);
  await engine.enqueue('in the preview too', preview);
  const job = await engine.claimed(preview);
  expect(job.jobId).toBe('in a preview');
  expect(await complete(job, { p_next_lease_seconds: 30 })).toMatchObject({ jobId: 'in the preview too' });
  expect(await engine.claim(preview)).toBeNull();
  expect(await engine.claim({ p_lane: 'staging--site.netlify.app' })).toBeNull();
  expect(await engine.claim()).toMatchObject({ jobId: 'in production' });
});

test("a dead worker's job is rescued by its own lane's claims and sweeps alone", async () => {
  await engine.enqueue('one');
  await engine.claimed();
  await engine.passSeconds(31);
  expect(await engine.claim(preview)).toBeNull();
  expect(await due(preview)).toEqual([]);
  expect((await engine.row('one')).status).toBe('processing');
  expect(await due()).toEqual([{ task: 'demo-task', jobId: 'one' }]);
});

test('a job that is due, or was dispatched in vain, is dispatched by its own lane alone', async () => {
  await engine.enqueue('lost');
  await engine.enqueue('later', { p_run_at: new Date(engine.now() + 1000) });
  await engine.passSeconds(11);
  const redispatch = (lane: object) =>
    engine.call<boolean>('overtime_redispatch_job', { p_job_id: 'lost', ...lane });
  expect(await redispatch(preview)).toBe(false);
  expect(await due(preview)).toEqual([]);
  expect((await engine.row('later'))['waits_for']).toBe('time');
  expect(await redispatch({})).toBe(true);
  expect(await due()).toEqual([{ task: 'demo-task', jobId: 'later' }]);
});

test('a lock is that of its lane, also for a retry', async () => {
  const book = { p_lock_key: 'book:1' };
  await engine.enqueue('in production', book);
  await engine.enqueue('in the preview', { ...preview, ...book });
  await engine.claimed();
  const job = await engine.claimed(preview);
  expect(job.jobId).toBe('in the preview');

  await engine.call('overtime_cancel_job', { p_job_id: job.jobId, p_user_id: ada });
  const retried = { p_job_id: job.jobId, p_user_id: ada, p_new_id: 'again' };
  expect(await engine.call('overtime_retry_job', retried)).toMatchObject({ jobId: 'again' });
  await engine.enqueue('behind it', { ...preview, ...book });
  expect((await engine.claimed(preview)).jobId).toBe('again');
  expect(await engine.claim(preview)).toBeNull();
  const keys = await engine.sql`select distinct lock_key from overtime.jobs where lane <> 'production'`;
  expect([...keys]).toEqual([{ lock_key: 'deploy-preview-42--site.netlify.app book:1' }]);
});

test("the clock in the database looks at production's jobs alone", async () => {
  await engine.enqueue('one', preview);
  await engine.passSeconds(11);
  const [row] = await engine.sql`select overtime.work_is_left() as left`;
  expect(row).toEqual({ left: false });
});

test("a result is reused in its own lane alone, and so is an idempotency key's job", async () => {
  const cached = { p_input_hash: 'hash', p_cache_hours: 24, p_cache_shared: true };
  await engine.enqueue('made up', { ...preview, ...cached, p_idempotency_key: 'key' });
  await complete(await engine.claimed(preview), { p_usage: [usage('c1', { provider: 'sample' })] });
  const again = { ...cached, p_idempotency_key: 'key' };
  expect(await engine.enqueue('one', again)).toEqual({ jobId: 'one', status: 'pending', created: true });
  expect(await engine.enqueue('two', { ...preview, ...cached })).toMatchObject({ status: 'completed' });
});

test('a retry is in the lane of its job', async () => {
  await engine.enqueue('one', preview);
  await engine.call('overtime_cancel_job', { p_job_id: 'one', p_user_id: ada });
  const retried = { p_job_id: 'one', p_user_id: ada, p_new_id: 'two' };
  const answer = { jobId: 'two', status: 'pending', task: 'demo-task', lane: preview.p_lane };
  expect(await engine.call('overtime_retry_job', retried)).toEqual({ ...answer, created: true });
  expect(await engine.call('overtime_retry_job', retried)).toEqual({ ...answer, created: false });
  expect(await engine.claim()).toBeNull();
  expect(await engine.claim(preview)).toMatchObject({ jobId: 'two' });
});

test("a preview's jobs take no place and no turn of production's, and the rate counts both", async () => {
  const limits = { p_user_limit: 1, p_rate_limit: 3, p_rate_seconds: 60 };
  await engine.enqueue('in a preview', { ...preview, ...limits });
  await engine.enqueue('one', limits);
  expect(await engine.row('one')).toMatchObject({ waits_for: null, turn: '1' });
  expect(await engine.claim({ p_task_limit: 1, ...preview })).toMatchObject({ jobId: 'in a preview' });
  expect(await engine.claim({ p_task_limit: 1 })).toMatchObject({ jobId: 'one' });
  await engine.enqueue('two', limits);
  expect((await engine.row('two'))['waits_for']).toBe('user');
  expect(await refusal(engine.enqueue('three', limits))).toBe('OT008');
});

test('a schedule is found due, and a webhook delivered, by its own lane alone', async () => {
  await engine.call('overtime_save_schedule', {
    p_id: 'hourly',
    p_user_id: ada,
    p_task: 'demo-task',
    p_input: {},
    p_cron: '0 * * * *',
    p_time_zone: 'UTC',
    p_next_run_at: new Date(engine.now()),
    ...preview,
  });
  await engine.enqueue('one', { p_webhook_url: 'https://example.com/hook' });
  await complete(await engine.claimed());
  const schedules = (lane: object) =>
    engine.call<unknown[]>('overtime_due_schedules', { p_limit: 10, ...lane });
  const deliveries = (lane: object) =>
    engine.call<unknown[]>('overtime_claim_deliveries', { p_limit: 10, p_hold_seconds: 60, ...lane });
  expect(await schedules({})).toEqual([]);
  expect(await schedules(preview)).toHaveLength(1);
  expect(await deliveries(preview)).toEqual([]);
  expect(await deliveries({})).toHaveLength(1);
});
