import { expect, test } from 'vitest';
import { ada, engineRig, grace, held, usage } from './engine-rig.ts';

const engine = engineRig();
const record = (calls: object[], attempt = 1) =>
  engine.call('overtime_record_usage', { p_job_id: 'one', p_attempt: attempt, p_usage: calls });

test('a call that is flushed twice is counted once', async () => {
  await engine.enqueue('one');
  await record([usage('c1')]);
  await record([usage('c1'), usage('c2')]);
  expect(await engine.row('one')).toMatchObject({ input_tokens: '200', cost_usd: '0.500000' });
});

test('the usage of an attempt that lost its lease is still counted', async () => {
  await engine.enqueue('one');
  await engine.claimed();
  await engine.passSeconds(31);
  await engine.call('overtime_complete_job', { ...held(await engine.claimed()), p_result: {} });
  await record([usage('c1', { outcome: 'aborted', estimated: true })]);
  expect(await engine.row('one')).toMatchObject({ status: 'completed', cost_usd: '0.250000' });
});

test('a cost is unknown as soon as one price is', async () => {
  await engine.enqueue('one');
  await record([usage('c1'), usage('c2', { costUsd: null })]);
  await record([usage('c3')]);
  expect(await engine.row('one')).toMatchObject({ cost_usd: null, input_tokens: '300' });
});

test('a call that a sample answers marks the job', async () => {
  await engine.enqueue('one');
  await record([usage('c1')]);
  expect(await engine.row('one')).toMatchObject({ sample: false });
  await record([usage('c2', { provider: 'sample' })]);
  expect(await engine.row('one')).toMatchObject({ sample: true });
});

test('a call that speaks is stored with its characters, and its cost counts with the others', async () => {
  await engine.enqueue('one');
  const speech = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 };
  await record([usage('c1', { ...speech, characters: 900, outcome: 'running', estimated: true })]);
  await record([usage('c1', { ...speech, characters: 1200, costUsd: 0.5 }), usage('c2')]);
  const calls = await engine.sql`select id, characters from overtime.job_usage order by id`;
  expect([...calls]).toEqual([
    { id: 'c1', characters: '1200' },
    { id: 'c2', characters: '0' },
  ]);
  expect(await engine.row('one')).toMatchObject({ input_tokens: '100', cost_usd: '0.750000' });
  await expect(record([usage('c3', { characters: -1 })])).rejects.toThrow('characters');
});

test('what was spent stays known when its job is purged, to its user alone', async () => {
  await engine.enqueue('one');
  await record([usage('c1')]);
  await engine.sql`delete from overtime.jobs`;
  const read = (user: string) =>
    engine.as(user, async (sql) => [...(await sql`select id from overtime.job_usage`)]);
  expect(await read(ada)).toEqual([{ id: 'c1' }]);
  expect(await read(grace)).toEqual([]);
});

test('a running call is counted by its estimate, and by what it was once it has ended', async () => {
  await engine.enqueue('one');
  await record([
    usage('c1', { outcome: 'running', estimated: true, inputTokens: 90, outputTokens: 0, costUsd: 0.1 }),
  ]);
  expect(await engine.row('one')).toMatchObject({ input_tokens: '90', cost_usd: '0.100000' });
  await record([
    usage('c1', { outcome: 'running', estimated: true, inputTokens: 90, outputTokens: 8, costUsd: 0.2 }),
  ]);
  expect(await engine.row('one')).toMatchObject({ output_tokens: '8', cost_usd: '0.200000' });
  await record([usage('c1')]);
  await record([usage('c1', { outcome: 'running', outputTokens: 999 })]);
  expect(await engine.row('one')).toMatchObject({
    input_tokens: '100',
    output_tokens: '20',
    cost_usd: '0.250000',
  });
  expect([...(await engine.sql`select outcome, output_tokens from overtime.job_usage`)]).toEqual([
    { outcome: 'succeeded', output_tokens: '20' },
  ]);
});

test('a call that is left running is counted as aborted when its attempt ends, however it ends', async () => {
  const error = { code: 'x', message: 'x', retryable: true };
  const running = [usage('c1', { outcome: 'running', estimated: true })];
  const ends: Record<string, (job: { jobId: string; leaseId: string }) => Promise<unknown>> = {
    overtime_fail_job: (job) =>
      engine.call('overtime_fail_job', { ...held(job), p_error: error, p_usage: running }),
    overtime_hand_over_job: (job) =>
      engine.call('overtime_hand_over_job', {
        ...held(job),
        p_max_hand_overs: 9,
        p_max_seconds: 9,
        p_usage: running,
      }),
    overtime_complete_job: (job) =>
      engine.call('overtime_complete_job', { ...held(job), p_result: {}, p_usage: running }),
    overtime_cancel_job: async (job) => {
      await engine.call('overtime_heartbeat_job', { ...held(job), p_lease_seconds: 30, p_usage: running });
      await engine.call('overtime_cancel_job', { p_job_id: job.jobId, p_user_id: ada });
    },
  };
  for (const [name, end] of Object.entries(ends)) {
    await engine.sql`truncate overtime.jobs, overtime.job_usage cascade`;
    await engine.enqueue('one');
    await end(await engine.claimed());
    const calls = await engine.sql`select outcome, cost_usd from overtime.job_usage`;
    expect([...calls], name).toEqual([{ outcome: 'aborted', cost_usd: '0.250000' }]);
    // Its worker lives and says how it ended.
    await record([usage('c1', { outcome: 'succeeded', costUsd: 0.3 })]);
    expect(await engine.row('one'), name).toMatchObject({ cost_usd: '0.300000' });
  }
});

test('a call that its worker left running is counted as aborted once the job is rescued', async () => {
  await engine.enqueue('one');
  const job = await engine.claimed();
  await engine.call('overtime_heartbeat_job', {
    ...held(job),
    p_lease_seconds: 30,
    p_usage: [usage('c1', { outcome: 'running', estimated: true })],
  });
  await engine.passSeconds(31);
  await engine.claimed();
  expect([...(await engine.sql`select outcome from overtime.job_usage`)]).toEqual([{ outcome: 'aborted' }]);
  expect(await engine.row('one')).toMatchObject({ cost_usd: '0.250000' });
});
