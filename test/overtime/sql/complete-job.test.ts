import { expect, test } from 'vitest';
import { engineRig, held, refusal, usage, type ClaimAnswer } from './engine-rig.ts';

const engine = engineRig();
const complete = (job: { jobId: string; leaseId: string }, more: object = {}) =>
  engine.call<ClaimAnswer | null>('overtime_complete_job', {
    ...held(job),
    p_result: { answer: 42 },
    ...more,
  });

test('a completed job has its result, no lease, and a time to expire', async () => {
  await engine.enqueue('one', { p_retention_hours: 2 });
  const job = await engine.claimed();
  await engine.call('overtime_heartbeat_job', { ...held(job), p_lease_seconds: 30, p_partial: { a: 1 } });
  expect(await complete(job, { p_usage: [usage('call-1')] })).toBeNull();
  expect(await engine.row('one')).toMatchObject({
    status: 'completed',
    result: { answer: 42 },
    progress: 100,
    lease_id: null,
    lease_expires_at: null,
    finished_at: new Date(engine.now()),
    expires_at: new Date(engine.now() + 2 * 3_600_000),
    cost_usd: '0.250000',
  });
  expect(await engine.sql`select from overtime.job_partials`).toHaveLength(0);
});

test('a completion claims the next due job in the same call', async () => {
  await engine.enqueue('one');
  await engine.enqueue('two');
  const next = await complete(await engine.claimed(), { p_next_lease_seconds: 30 });
  expect(next).toMatchObject({ jobId: 'two', attempt: 1 });
  expect(await engine.row('two')).toMatchObject({ status: 'processing', lease_id: next?.leaseId });
});

test('of two workers that both finish a job, one result is accepted', async () => {
  await engine.enqueue('one');
  const first = await engine.claimed();
  await engine.passSeconds(31);
  const second = await engine.claimed();
  await complete(second, { p_result: { by: 'second' } });
  expect(await refusal(complete(first, { p_result: { by: 'first' } }))).toBe('OT001');
  expect(await refusal(complete(second, { p_result: { by: 'second again' } }))).toBe('OT001');
  expect((await engine.row('one'))['result']).toEqual({ by: 'second' });
});

test('a cancelled job accepts no result', async () => {
  await engine.enqueue('one');
  const job = await engine.claimed();
  await engine.call('overtime_cancel_job', { p_job_id: 'one', p_user_id: job.userId });
  expect(await refusal(complete(job))).toBe('OT002');
  expect(await engine.row('one')).toMatchObject({ status: 'cancelled', result: null });
});
