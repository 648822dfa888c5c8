import { expect, test } from 'vitest';
import { engineRig, held, refusal, usage } from './engine-rig.ts';

const engine = engineRig();
const save = (job: { jobId: string; leaseId: string }, name: string, more: object = {}) =>
  engine.call('overtime_save_stage', { ...held(job), p_lease_seconds: 30, p_name: name, ...more });

test('a stage is saved with its output, the job with its progress, and the lease is extended', async () => {
  await engine.enqueue('one');
  const job = await engine.claimed();
  await engine.passSeconds(10);
  await save(job, 'reading', { p_output: { pages: 3 }, p_progress: 30, p_usage: [usage('call-1')] });
  expect(await engine.row('one')).toMatchObject({
    progress: 30,
    stage: 'reading',
    lease_expires_at: new Date(engine.now() + 30_000),
    input_tokens: '100',
  });
  expect([
    ...(await engine.sql`select name, item, status, progress, output from overtime.job_stages`),
  ]).toEqual([{ name: 'reading', item: 0, status: 'completed', progress: 100, output: { pages: 3 } }]);
});

test('a stage that is saved already keeps its output', async () => {
  await engine.enqueue('one');
  const job = await engine.claimed();
  await save(job, 'reading', { p_output: { pages: 3 } });
  await save(job, 'reading', { p_output: { pages: 4 } });
  expect([...(await engine.sql`select output from overtime.job_stages`)]).toEqual([{ output: { pages: 3 } }]);
});

test('a skipped stage has its reason', async () => {
  await engine.enqueue('one');
  const job = await engine.claimed();
  await save(job, 'audio', { p_status: 'skipped', p_reason: 'No speech model is configured.' });
  expect([...(await engine.sql`select status, reason, output from overtime.job_stages`)]).toEqual([
    { status: 'skipped', reason: 'No speech model is configured.', output: null },
  ]);
});

test('a lost lease saves no stage', async () => {
  await engine.enqueue('one');
  const lost = await engine.claimed();
  await engine.passSeconds(31);
  await engine.claimed();
  expect(await refusal(save(lost, 'reading', { p_output: { from: 'the dead' } }))).toBe('OT001');
  expect(await engine.sql`select from overtime.job_stages`).toHaveLength(0);
});

test("no stage ends before it has begun, where the worker's clock is ahead", async () => {
  await engine.enqueue('one');
  const job = await engine.claimed();
  await save(job, 'reading', { p_started_at: new Date(engine.now() + 70_000) });
  await save(job, 'writing', { p_started_at: new Date(engine.now() - 5000) });
  const stages =
    await engine.sql`select name, started_at, finished_at from overtime.job_stages order by name`;
  expect([...stages]).toEqual([
    { name: 'reading', started_at: new Date(engine.now()), finished_at: new Date(engine.now()) },
    { name: 'writing', started_at: new Date(engine.now() - 5000), finished_at: new Date(engine.now()) },
  ]);
});
