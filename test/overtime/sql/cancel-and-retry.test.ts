import { expect, test } from 'vitest';
import { ada, engineRig, grace, held, refusal } from './engine-rig.ts';

const engine = engineRig();
const cancel = (id: string, user = ada) =>
  engine.call('overtime_cancel_job', { p_job_id: id, p_user_id: user });
const retry = (id: string, user = ada, more: object = {}) =>
  engine.call<{ jobId: string; status: string; created: boolean }>('overtime_retry_job', {
    p_job_id: id,
    p_user_id: user,
    p_new_id: `${id}-again`,
    ...more,
  });

test('a pending job is cancelled and never claimed', async () => {
  await engine.enqueue('one');
  await cancel('one');
  expect(await engine.row('one')).toMatchObject({ status: 'cancelled', finished_at: new Date(engine.now()) });
  expect(await engine.claim()).toBeNull();
});

test('a running job is cancelled at once, with the stage at work', async () => {
  await engine.enqueue('one');
  const job = await engine.claimed();
  await engine.call('overtime_heartbeat_job', {
    ...held(job),
    p_lease_seconds: 30,
    p_stages: [{ name: 'writing', item: 0, progress: 10 }],
  });
  await cancel('one');
  expect(await engine.row('one')).toMatchObject({ status: 'cancelled', lease_id: null });
  expect([...(await engine.sql`select status, reason from overtime.job_stages`)]).toEqual([
    { status: 'skipped', reason: 'The job was cancelled.' },
  ]);
  expect([...(await engine.sql`select outcome from overtime.job_attempts`)]).toEqual([
    { outcome: 'cancelled' },
  ]);
});

test('cancelling twice is no error and changes nothing', async () => {
  await engine.enqueue('one');
  await cancel('one');
  const before = await engine.row('one');
  await engine.passSeconds(5);
  await cancel('one');
  expect(await engine.row('one')).toEqual(before);
});

test("a finished job, an unknown one and another user's cannot be cancelled", async () => {
  await engine.enqueue('one');
  expect(await refusal(cancel('one', grace))).toBe('OT004');
  expect(await refusal(cancel('none'))).toBe('OT004');
  await engine.call('overtime_complete_job', { ...held(await engine.claimed()), p_result: {} });
  expect(await refusal(cancel('one'))).toBe('OT005');
});

test('a retry is a new job with the same input and the saved stages; the old row stays as it is', async () => {
  await engine.enqueue('one', { p_idempotency_key: 'k', p_input_hash: 'h' });
  const job = await engine.claimed();
  await engine.call('overtime_save_stage', {
    ...held(job),
    p_lease_seconds: 30,
    p_name: 'reading',
    p_output: { pages: 3 },
  });
  await cancel('one');
  const before = await engine.row('one');
  expect(await retry('one')).toEqual({
    jobId: 'one-again',
    status: 'pending',
    created: true,
    task: 'demo-task',
    lane: 'production',
  });
  expect(await engine.row('one')).toEqual(before);
  expect(await engine.claimed()).toMatchObject({
    jobId: 'one-again',
    attempt: 1,
    input: { topic: 'one' },
    stages: [{ name: 'reading', output: { pages: 3 } }],
  });
});

test("a job at work, a completed one and another user's cannot be retried", async () => {
  await engine.enqueue('one');
  expect(await refusal(retry('one'))).toBe('OT006');
  expect(await refusal(retry('one', grace))).toBe('OT004');
  await engine.call('overtime_complete_job', { ...held(await engine.claimed()), p_result: {} });
  expect(await refusal(retry('one'))).toBe('OT005');
});

test('a failed job has one retry while that runs, however often it is asked for, and another one after', async () => {
  await engine.enqueue('one');
  await cancel('one');
  // One more of the task would be refused.
  const rate = { p_rate_limit: 2, p_rate_seconds: 60 };
  expect(await retry('one', ada, rate)).toMatchObject({ jobId: 'one-again', created: true });
  const second = { ...rate, p_new_id: 'one-more' };
  expect(await retry('one', ada, second)).toEqual({
    jobId: 'one-again',
    status: 'pending',
    created: false,
    task: 'demo-task',
    lane: 'production',
  });
  const job = await engine.claimed();
  expect(await retry('one', ada, second)).toMatchObject({
    jobId: 'one-again',
    status: 'processing',
    created: false,
  });
  await engine.call('overtime_fail_job', {
    ...held(job),
    p_error: { code: 'x', message: 'x', retryable: false },
  });
  expect(await refusal(retry('one', ada, second))).toBe('OT008');
  await engine.passSeconds(61);
  expect(await retry('one', ada, second)).toMatchObject({ jobId: 'one-more', created: true });
  expect(
    [...(await engine.sql`select id from overtime.jobs order by seq`)].map(({ id }) => id as string),
  ).toEqual(['one', 'one-again', 'one-more']);
});

test('a retry that is sent again with its idempotency key is the same job, also when that has ended', async () => {
  // The first request had the same key, which stood for the job that is retried.
  await engine.enqueue('one', { p_idempotency_key: 'k', p_input_hash: 'h' });
  await cancel('one');
  const key = { p_idempotency_key: 'k' };
  expect(await retry('one', ada, key)).toMatchObject({ jobId: 'one-again', created: true });
  await cancel('one-again');
  expect(await retry('one', ada, { ...key, p_new_id: 'two' })).toEqual({
    jobId: 'one-again',
    status: 'cancelled',
    created: false,
    task: 'demo-task',
    lane: 'production',
  });
  expect(await retry('one', ada, { p_idempotency_key: 'l', p_new_id: 'two' })).toMatchObject({
    jobId: 'two',
    created: true,
  });
});

test.for([
  { what: 'without a key', more: () => ({}) },
  { what: 'with one key', more: () => ({ p_idempotency_key: 'k' }) },
  { what: 'with a key each', more: (n: number) => ({ p_idempotency_key: `k${n}` }) },
])('ten retries of a job at the same moment, $what, are one', async ({ more }) => {
  await engine.enqueue('one', { p_user_limit: 5 });
  await cancel('one');
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, n) =>
      engine.callOn<{ jobId: string; created: boolean }>(engine.connect(), 'overtime_retry_job', {
        p_job_id: 'one',
        p_user_id: ada,
        p_new_id: `again-${n}`,
        ...more(n),
      }),
    ),
  );
  expect(new Set(answers.map(({ jobId }) => jobId)).size).toBe(1);
  expect(answers.filter(({ created }) => created)).toHaveLength(1);
  expect((await engine.sql`select id from overtime.jobs where id <> 'one'`).length).toBe(1);
});
