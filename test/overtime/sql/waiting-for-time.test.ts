import { expect, test } from 'vitest';
import { ada, engineRig, grace, held } from './engine-rig.ts';
import { limitsInSql } from '../../support/default-limits.ts';

const engine = engineRig();
const inSeconds = (seconds: number) => ({ p_run_at: new Date(engine.now() + seconds * 1000) });
const waits = async (id: string) => (await engine.row(id))['waits_for'];

test('a job of a later time is not ready before, whatever its priority', async () => {
  await engine.enqueue('later', { ...inSeconds(60), p_priority: 1 });
  await engine.enqueue('now', { p_priority: 10 });
  expect((await engine.claimed()).jobId).toBe('now');
  expect(await engine.claim()).toBeNull();
  expect(await waits('later')).toBe('time');
});

test('at its time the next claim takes it', async () => {
  await engine.enqueue('later', inSeconds(60));
  await engine.passSeconds(59);
  expect(await engine.claim()).toBeNull();
  await engine.passSeconds(1);
  expect((await engine.claimed()).jobId).toBe('later');
});

test('a claim together with a completion makes it ready too', async () => {
  await engine.enqueue('one');
  const job = await engine.claimed({ p_lease_seconds: 600 });
  await engine.enqueue('later', inSeconds(60));
  await engine.passSeconds(60);
  const next = await engine.call('overtime_complete_job', {
    ...held(job),
    p_result: {},
    p_next_lease_seconds: 30,
  });
  expect(next).toMatchObject({ jobId: 'later' });
});

test('a sweep makes it ready and returns it for dispatch', async () => {
  await engine.enqueue('later', inSeconds(60));
  const sweep = () => engine.call('overtime_sweep_jobs', { p_limit: 10 });
  expect(await sweep()).toEqual([]);
  await engine.passSeconds(71);
  expect(await sweep()).toEqual([{ task: 'demo-task', jobId: 'later' }]);
  expect(await waits('later')).toBeNull();
});

test('a time that has passed is no time to wait for', async () => {
  await engine.enqueue('late', inSeconds(-60));
  expect(await waits('late')).toBeNull();
});

test('due jobs beyond the limit of one call are made ready by the next calls', async () => {
  await engine.sql`
    select public.overtime_enqueue_job(
      p_id => 'job-' || n, p_user_id => ${ada}, p_task => 'demo-task', p_input => '{}',
      ${engine.sql.unsafe(limitsInSql())}, p_run_at => overtime.clock() + interval '1 minute'
    ) from generate_series(1, 250) as n`;
  await engine.passSeconds(60);
  const seen = new Set<string>();
  for (let job = await engine.claim(); job; job = await engine.claim()) seen.add(job.jobId);
  expect(seen.size).toBe(250);
});

test('a job that waits for its time takes no place and no lock', async () => {
  await engine.enqueue('later', { ...inSeconds(60), p_user_limit: 1, p_lock_key: 'book' });
  await engine.enqueue('now', { p_user_limit: 1, p_lock_key: 'book' });
  expect((await engine.claimed()).jobId).toBe('now');
});

test('a cancelled one is not woken', async () => {
  await engine.enqueue('later', inSeconds(60));
  await engine.call('overtime_cancel_job', { p_job_id: 'later', p_user_id: ada });
  await engine.passSeconds(61);
  expect(await engine.claim()).toBeNull();
});

test("a delayed job gets its turn when its time comes, so that it holds up neither its user's others nor other users", async () => {
  for (let n = 1; n <= 3; n += 1) await engine.enqueue(`later-${n}`, inSeconds(60));
  await engine.enqueue('now');
  await engine.enqueue('hers', { p_user_id: grace });
  expect((await engine.row('now'))['turn']).toBe('1');
  await engine.passSeconds(60);
  const order = [await engine.claimed(), await engine.claimed()].map((job) => job.jobId);
  expect(order).toEqual(['now', 'hers']);
});
