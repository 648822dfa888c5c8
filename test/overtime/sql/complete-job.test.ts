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

test('the last stage is saved with the completion, or not at all', async () => {
  await engine.enqueue('one');
  const job = await engine.claimed();
  const stage = {
    name: 'story',
    item: 2,
    status: 'completed',
    output: { words: 900 },
    reason: null,
    startedAt: new Date(engine.now() - 5000),
  };
  const another = { ...job, leaseId: crypto.randomUUID() };
  expect(await refusal(complete(another, { p_stage: stage }))).toBe('OT001');
  expect(await engine.sql`select from overtime.job_stages`).toHaveLength(0);
  await complete(job, { p_stage: stage });
  expect(await engine.row('one')).toMatchObject({ status: 'completed', stage: 'story', has_stages: true });
  expect([
    ...(await engine.sql`
      select name, item, status, progress, output, attempt, started_at, finished_at from overtime.job_stages`),
  ]).toEqual([
    {
      name: 'story',
      item: 2,
      status: 'completed',
      progress: 100,
      output: { words: 900 },
      attempt: 1,
      started_at: new Date(engine.now() - 5000),
      finished_at: new Date(engine.now()),
    },
  ]);
});

test('a last stage that was skipped has its reason, and one that is saved already keeps its output', async () => {
  await engine.enqueue('one');
  const job = await engine.claimed();
  const ended = { item: 0, output: null, reason: null, startedAt: new Date(engine.now()) };
  await engine.call('overtime_save_stage', {
    ...held(job),
    p_lease_seconds: 30,
    p_name: 'story',
    p_output: 1,
  });
  const skipped = { ...ended, name: 'audio', status: 'skipped', reason: 'No speech model is configured.' };
  await complete(job, { p_stage: skipped });
  await engine.enqueue('two');
  await complete(await engine.claimed(), { p_stage: { ...ended, name: 'story', status: 'completed' } });
  const stages = await engine.sql`
    select job_id, name, status, output, reason from overtime.job_stages order by job_id, name`;
  expect([...stages]).toEqual([
    { job_id: 'one', name: 'audio', status: 'skipped', output: null, reason: skipped.reason },
    { job_id: 'one', name: 'story', status: 'completed', output: 1, reason: null },
    { job_id: 'two', name: 'story', status: 'completed', output: null, reason: null },
  ]);
});
