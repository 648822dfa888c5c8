import { expect, test } from 'vitest';
import { engineRig, held, refusal, usage } from './engine-rig.ts';

const engine = engineRig();
const beat = (job: { jobId: string; leaseId: string }, more: object = {}) =>
  engine.call('overtime_heartbeat_job', { ...held(job), p_lease_seconds: 30, ...more });

test('a heartbeat extends the lease', async () => {
  await engine.enqueue('one');
  const job = await engine.claimed();
  await engine.passSeconds(20);
  await beat(job);
  await engine.passSeconds(20);
  expect(await engine.claim()).toBeNull();
  expect(await engine.row('one')).toMatchObject({ status: 'processing', attempt: 1 });
});

test('a heartbeat flushes progress, stage, message, partial output, logs and usage in one call', async () => {
  await engine.enqueue('one');
  const job = await engine.claimed();
  await beat(job, {
    p_progress: 40,
    p_stage: 'writing',
    p_message: 'Half of it',
    p_stages: [{ name: 'writing', item: 0, progress: 50 }],
    p_partial: { text: 'so far' },
    p_logs: [{ level: 'info', message: 'began', details: { pages: 3 }, at: '2026-11-22T12:00:01Z' }],
    p_usage: [usage('call-1'), usage('call-2', { costUsd: 0.5, inputTokens: 1 })],
  });
  expect(await engine.row('one')).toMatchObject({
    progress: 40,
    stage: 'writing',
    message: 'Half of it',
    input_tokens: '101',
    output_tokens: '40',
    llm_ms: '1800',
    cost_usd: '0.750000',
  });
  expect([...(await engine.sql`select name, status, progress from overtime.job_stages`)]).toEqual([
    { name: 'writing', status: 'processing', progress: 50 },
  ]);
  expect([...(await engine.sql`select partial from overtime.job_partials`)]).toEqual([
    { partial: { text: 'so far' } },
  ]);
  expect([...(await engine.sql`select level, message, attempt, details from overtime.job_logs`)]).toEqual([
    { level: 'info', message: 'began', attempt: 1, details: { pages: 3 } },
  ]);
  expect(await engine.sql`select id from overtime.job_usage`).toHaveLength(2);
});

test('what a heartbeat leaves out stays as it was, and progress never goes backwards', async () => {
  await engine.enqueue('one');
  const job = await engine.claimed();
  await beat(job, { p_progress: 40, p_stage: 'writing', p_message: 'Half of it', p_partial: { a: 1 } });
  await beat(job, { p_progress: 10 });
  expect(await engine.row('one')).toMatchObject({ progress: 40, stage: 'writing', message: 'Half of it' });
  expect([...(await engine.sql`select partial from overtime.job_partials`)]).toEqual([{ partial: { a: 1 } }]);
});

test('a heartbeat of a cancelled job says so and writes nothing', async () => {
  await engine.enqueue('one');
  const job = await engine.claimed();
  await engine.call('overtime_cancel_job', { p_job_id: 'one', p_user_id: job.userId });
  expect(
    await refusal(beat(job, { p_progress: 90, p_logs: [{ level: 'info', message: 'x', at: '2026-11-22' }] })),
  ).toBe('OT002');
  expect(await engine.row('one')).toMatchObject({ status: 'cancelled', progress: 0 });
  expect(await engine.sql`select from overtime.job_logs`).toHaveLength(0);
});

test('a heartbeat with a lost lease changes nothing', async () => {
  await engine.enqueue('one');
  const lost = await engine.claimed();
  await engine.passSeconds(31);
  await engine.claimed();
  const before = await engine.row('one');
  expect(await refusal(beat(lost, { p_progress: 90, p_partial: { from: 'the dead' } }))).toBe('OT001');
  expect(await engine.row('one')).toEqual(before);
  expect(await engine.sql`select from overtime.job_partials`).toHaveLength(0);
});

test('heartbeats are HOT updates: no index grows', async () => {
  await engine.enqueue('one');
  const job = await engine.claimed();
  await engine.sql`select pg_stat_force_next_flush()`;
  const read = async () => {
    await engine.sql`select pg_stat_force_next_flush()`;
    const [stat] = await engine.sql<{ all: number; hot: number }[]>`
      select n_tup_upd::int as all, n_tup_hot_upd::int as hot
      from pg_stat_user_tables where relname = 'jobs'`;
    return stat ?? { all: 0, hot: 0 };
  };
  const before = await read();
  for (let index = 0; index < 50; index += 1) await beat(job, { p_progress: index });
  const after = await read();
  expect(after.all - before.all).toBe(50);
  // A page that another process has pinned, such as autovacuum's, is not pruned at that moment, and one update moves.
  expect(after.hot - before.hot).toBeGreaterThanOrEqual(48);
});
