import { expect, test } from 'vitest';
import { engineRig, held, type ClaimAnswer } from './engine-rig.ts';
import { storm } from './storm.ts';

const engine = engineRig();
const limit = { p_task_limit: 2 };

test('of a task with a limit, so many run and no more; other tasks are not counted', async () => {
  for (const id of ['one', 'two', 'three']) await engine.enqueue(id);
  await engine.enqueue('other', { p_task: 'other-task' });
  await engine.claimed({ ...limit, p_task: 'other-task' });
  await engine.claimed(limit);
  await engine.claimed(limit);
  expect(await engine.claim(limit)).toBeNull();
  expect(await engine.row('three')).toMatchObject({ status: 'pending', waits_for: null });
});

test('a job that ends frees its place, also in the call that completes it', async () => {
  for (const id of ['one', 'two', 'three', 'four']) await engine.enqueue(id);
  const first = await engine.claimed(limit);
  const second = await engine.claimed(limit);
  const next = await engine.call<ClaimAnswer | null>('overtime_complete_job', {
    ...held(first),
    p_result: {},
    p_next_lease_seconds: 30,
    ...limit,
  });
  expect(next?.jobId).toBe('three');
  expect(await engine.claim(limit)).toBeNull();
  await engine.call('overtime_complete_job', { ...held(second), p_result: {} });
  expect((await engine.claimed(limit)).jobId).toBe('four');
});

test('the place of a silent worker is free when its lease has ended', async () => {
  await engine.enqueue('one');
  await engine.enqueue('two');
  await engine.claimed({ p_task_limit: 1 });
  expect(await engine.claim({ p_task_limit: 1 })).toBeNull();
  await engine.passSeconds(31);
  expect((await engine.claimed({ p_task_limit: 1 })).jobId).toBe('one');
});

test(
  'the limit is exact while many connections claim and complete',
  { timeout: 60_000 },
  async ({ signal }) => {
    const report = await storm(engine, { taskLimit: 6 }, signal);
    expect(report.refusals).toEqual({});
    expect(report.ended).toEqual({ completed: report.jobs });
    expect(report.mostOfTask).toBeLessThanOrEqual(6);
    expect(report.mostOfTask).toBeGreaterThan(1);
  },
);
