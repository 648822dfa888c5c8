import { expect, test } from 'vitest';
import { engineRig, held, refusal, usage } from './engine-rig.ts';

const engine = engineRig();
const busy = { code: 'model_rate_limited', message: 'The model is busy.', retryable: true };
const bad = { code: 'file_encrypted', message: 'The file has a password.', retryable: false };
const fail = (job: { jobId: string; leaseId: string }, error: object, more: object = {}) =>
  engine.call<string>('overtime_fail_job', { ...held(job), p_error: error, ...more });

test('a retryable error puts the job back, due after the delay', async () => {
  await engine.enqueue('one');
  const job = await engine.claimed();
  expect(await fail(job, busy, { p_retry_seconds: 5 })).toBe('pending');
  expect(await engine.row('one')).toMatchObject({
    status: 'pending',
    attempt: 1,
    error: null,
    message: 'Trying again: The model is busy.',
    run_at: new Date(engine.now() + 5000),
    lease_id: null,
  });
  expect(await engine.claim()).toBeNull();
  await engine.passSeconds(5);
  expect((await engine.claimed()).attempt).toBe(2);
});

test('the last attempt fails the job, with the error that its owner reads', async () => {
  await engine.enqueue('one', { p_max_attempts: 2 });
  await fail(await engine.claimed(), busy);
  expect(await fail(await engine.claimed(), busy)).toBe('failed');
  expect(await engine.row('one')).toMatchObject({ status: 'failed', error: busy, attempt: 2 });
});

test('a fatal error spends no further attempt', async () => {
  await engine.enqueue('one');
  expect(await fail(await engine.claimed(), bad)).toBe('failed');
  expect(await engine.row('one')).toMatchObject({ status: 'failed', error: bad, attempt: 1, message: null });
});

test('every failed attempt is kept for the operators, with what a user must not read', async () => {
  await engine.enqueue('one', { p_max_attempts: 2 });
  await fail(await engine.claimed(), busy, {
    p_internal_error: 'stack 1',
    p_worker: 'w1',
    p_usage: [usage('c1')],
  });
  await fail(await engine.claimed(), bad, {
    p_internal_error: 'stack 2',
    p_worker: 'w2',
    p_usage: [usage('c2')],
  });
  const attempts = await engine.sql`
    select attempt, outcome, error_code, internal_error, worker from overtime.job_attempts order by attempt`;
  expect([...attempts]).toEqual([
    {
      attempt: 1,
      outcome: 'failed',
      error_code: 'model_rate_limited',
      internal_error: 'stack 1',
      worker: 'w1',
    },
    { attempt: 2, outcome: 'failed', error_code: 'file_encrypted', internal_error: 'stack 2', worker: 'w2' },
  ]);
  expect(await engine.row('one')).toMatchObject({ cost_usd: '0.500000' });
});

test('a stage at work goes back to pending with its job, and fails with it', async () => {
  await engine.enqueue('one', { p_max_attempts: 2 });
  const stages = () => engine.sql`select status, reason, finished_at from overtime.job_stages`;
  const begin = async () => {
    const job = await engine.claimed();
    await engine.call('overtime_heartbeat_job', {
      ...held(job),
      p_lease_seconds: 30,
      p_stages: [{ name: 'writing', item: 0, progress: 10 }],
    });
    return job;
  };
  await fail(await begin(), busy);
  expect([...(await stages())]).toEqual([{ status: 'pending', reason: null, finished_at: null }]);
  await fail(await begin(), busy);
  expect([...(await stages())]).toEqual([
    { status: 'failed', reason: 'The model is busy.', finished_at: new Date(engine.now()) },
  ]);
});

test('a lost lease fails nothing', async () => {
  await engine.enqueue('one');
  const lost = await engine.claimed();
  await engine.passSeconds(31);
  await engine.claimed();
  expect(await refusal(fail(lost, bad))).toBe('OT001');
  expect((await engine.row('one')).status).toBe('processing');
});
