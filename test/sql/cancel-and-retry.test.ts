import { expect, test } from 'vitest';
import { ada, engineRig, grace, held, refusal } from './engine-rig.ts';

const engine = engineRig();
const cancel = (id: string, user = ada) => engine.call('cancel_job', { p_job_id: id, p_user_id: user });
const retry = (id: string, user = ada) =>
  engine.call('retry_job', { p_job_id: id, p_user_id: user, p_new_id: `${id}-again` });

test('a pending job is cancelled and never claimed', async () => {
  await engine.enqueue('one');
  await cancel('one');
  expect(await engine.row('one')).toMatchObject({ status: 'cancelled', finished_at: new Date(engine.now()) });
  expect(await engine.claim()).toBeNull();
});

test('a running job is cancelled at once, with the stage at work', async () => {
  await engine.enqueue('one');
  const job = await engine.claimed();
  await engine.call('heartbeat_job', {
    ...held(job),
    p_lease_seconds: 30,
    p_stages: [{ name: 'writing', item: 0, progress: 10 }],
  });
  await cancel('one');
  expect(await engine.row('one')).toMatchObject({ status: 'cancelled', lease_id: null });
  expect([...(await engine.sql`select status, reason from public.job_stages`)]).toEqual([
    { status: 'skipped', reason: 'The job was cancelled.' },
  ]);
  expect([...(await engine.sql`select outcome from private.job_attempts`)]).toEqual([
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
  await engine.call('complete_job', { ...held(await engine.claimed()), p_result: {} });
  expect(await refusal(cancel('one'))).toBe('OT005');
});

test('a retry is a new job with the same input and the saved stages; the old row stays as it is', async () => {
  await engine.enqueue('one', { p_idempotency_key: 'k', p_input_hash: 'h' });
  const job = await engine.claimed();
  await engine.call('save_stage', {
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
  await engine.call('complete_job', { ...held(await engine.claimed()), p_result: {} });
  expect(await refusal(retry('one'))).toBe('OT005');
});
