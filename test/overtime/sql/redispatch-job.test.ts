import { expect, test } from 'vitest';
import { engineRig, held } from './engine-rig.ts';

const engine = engineRig();
const redispatch = (id: string) => engine.call<boolean>('overtime_redispatch_job', { p_job_id: id });

test('a job that was dispatched and not claimed in time is dispatched again, by one reader', async () => {
  await engine.enqueue('one');
  await engine.passSeconds(9);
  expect(await redispatch('one')).toBe(false);
  await engine.passSeconds(2);
  expect(await redispatch('one')).toBe(true);
  expect(await redispatch('one')).toBe(false);
  await engine.passSeconds(11);
  expect(await redispatch('one')).toBe(true);
});

test('a job whose lease has expired is dispatched again, and the claim rescues it', async () => {
  await engine.enqueue('one');
  await engine.claimed();
  await engine.passSeconds(29);
  expect(await redispatch('one')).toBe(false);
  await engine.passSeconds(2);
  expect(await redispatch('one')).toBe(true);
  expect(await engine.claimed()).toMatchObject({ jobId: 'one', attempt: 2 });
});

test('a retry that its own worker slot waits for is left to it, until it is late', async () => {
  await engine.enqueue('one');
  await engine.call('overtime_fail_job', {
    ...held(await engine.claimed()),
    p_error: { code: 'x', message: 'x', retryable: true },
    p_retry_seconds: 60,
  });
  await engine.passSeconds(65);
  expect(await redispatch('one')).toBe(false);
  await engine.passSeconds(6);
  expect(await redispatch('one')).toBe(true);
});

test('a finished job is never dispatched again', async () => {
  await engine.enqueue('one');
  await engine.call('overtime_complete_job', { ...held(await engine.claimed()), p_result: {} });
  await engine.passSeconds(3600);
  expect(await redispatch('one')).toBe(false);
});

test('a job for a later time is dispatched as soon as that has come, by a reader or by the sweep', async () => {
  const later = { p_run_at: new Date(engine.now() + 60_000) };
  await engine.enqueue('one', later);
  await engine.enqueue('two', later);
  await engine.passSeconds(59);
  expect(await redispatch('one')).toBe(false);
  await engine.passSeconds(1);
  expect(await redispatch('one')).toBe(true);
  expect(await engine.call('overtime_sweep_jobs', { p_limit: 10 })).toEqual([
    { task: 'demo-task', jobId: 'two' },
  ]);
});
