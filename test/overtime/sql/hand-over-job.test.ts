import { expect, test } from 'vitest';
import { ada, engineRig, held, refusal, usage } from './engine-rig.ts';

const engine = engineRig();
const bounds = { p_max_hand_overs: 3, p_max_seconds: 3600, p_max_idle_hand_overs: 3 };
const handOver = (job: { jobId: string; leaseId: string }, more: object = {}) =>
  engine.call<string>('overtime_hand_over_job', { ...held(job), ...bounds, ...more });

test('a handed-over job is ready at once and has spent no attempt', async () => {
  await engine.enqueue('one', { p_max_attempts: 1 });
  for (let invocation = 1; invocation <= 3; invocation += 1) {
    const job = await engine.claimed();
    expect(job).toMatchObject({ jobId: 'one', attempt: 1 });
    expect(await handOver(job)).toBe('pending');
    expect(await engine.row('one')).toMatchObject({
      status: 'pending',
      waits_for: null,
      attempt: 0,
      hand_over_count: invocation,
      lease_id: null,
    });
  }
});

test('the next invocation has the stages that were saved, and the one at work begins again', async () => {
  await engine.enqueue('one');
  const job = await engine.claimed();
  await engine.call('overtime_save_stage', {
    ...held(job),
    p_lease_seconds: 30,
    p_name: 'reading',
    p_output: { pages: 3 },
  });
  await engine.call('overtime_heartbeat_job', {
    ...held(job),
    p_lease_seconds: 30,
    p_progress: 60,
    p_stages: [{ name: 'writing', item: 0, progress: 20 }],
  });
  await handOver(job);
  const [writing] = await engine.sql`select status from overtime.job_stages where name = 'writing'`;
  expect(writing).toEqual({ status: 'pending' });
  const next = await engine.claimed();
  expect(next.stages).toEqual([{ name: 'reading', item: 0, status: 'completed', output: { pages: 3 } }]);
  expect(next).toMatchObject({ progress: 60 });
});

test('it goes on before what waits', async () => {
  await engine.enqueue('one');
  await engine.enqueue('two');
  await handOver(await engine.claimed());
  expect((await engine.claimed()).jobId).toBe('one');
});

test('what it spent and wrote is kept, and how the invocation ended', async () => {
  await engine.enqueue('one');
  const job = await engine.claimed();
  await handOver(job, {
    p_worker: 'slot-1',
    p_usage: [usage('call')],
    p_logs: [{ level: 'info', message: 'So far.', at: '2026-11-22T12:00:00Z' }],
  });
  expect((await engine.row('one'))['cost_usd']).toBe('0.250000');
  expect(await engine.sql`select from overtime.job_logs`).toHaveLength(1);
  const attempts = await engine.sql`select attempt, lease_id, outcome, worker from overtime.job_attempts`;
  expect([...attempts]).toEqual([
    { attempt: 1, lease_id: job.leaseId, outcome: 'handed over', worker: 'slot-1' },
  ]);
});

test('one hand-over more than allowed fails the job', async () => {
  await engine.enqueue('one');
  for (let count = 0; count < 3; count += 1) await handOver(await engine.claimed());
  expect(await handOver(await engine.claimed())).toBe('failed');
  expect(await engine.row('one')).toMatchObject({
    status: 'failed',
    error: { code: 'ran_too_long', retryable: false },
  });
});

test('a job that has run for as long as allowed since its first claim fails', async () => {
  await engine.enqueue('one');
  await engine.passSeconds(1000);
  await handOver(await engine.claimed());
  await engine.passSeconds(3599);
  const job = await engine.claimed();
  await engine.passSeconds(1);
  expect(await handOver(job)).toBe('failed');
  expect((await engine.row('one'))['error']).toMatchObject({ code: 'ran_too_long' });
});

test('a lost lease hands nothing over, and neither does a cancelled job', async () => {
  await engine.enqueue('one');
  const lost = await engine.claimed();
  await engine.passSeconds(31);
  const job = await engine.claimed();
  const before = await engine.row('one');
  expect(await refusal(handOver(lost))).toBe('OT001');
  expect(await engine.row('one')).toEqual(before);
  await engine.call('overtime_cancel_job', { p_job_id: 'one', p_user_id: ada });
  expect(await refusal(handOver(job))).toBe('OT002');
});

test('after a hand-over the old invocation writes nothing any more', async () => {
  await engine.enqueue('one');
  const job = await engine.claimed();
  await handOver(job);
  expect(await refusal(engine.call('overtime_complete_job', { ...held(job), p_result: {} }))).toBe('OT001');
});

test('a job that saves no stage in three invocations in a row has run too long, and has spent no attempt', async () => {
  await engine.enqueue('one', { p_max_attempts: 1 });
  const many = { p_max_hand_overs: 20, p_max_idle_hand_overs: 2 };
  const invocation = async (saves: boolean) => {
    const job = await engine.claimed();
    await engine.passSeconds(1);
    if (saves) {
      const name = `part ${engine.now()}`;
      await engine.call('overtime_save_stage', {
        ...held(job),
        p_lease_seconds: 30,
        p_name: name,
        p_output: {},
      });
    }
    const status = await handOver(job, many);
    await engine.passSeconds(1);
    return status;
  };
  // A saved stage resets the count, also as the last call.
  for (const saves of [false, false, true, false, false, true, true, false, false]) {
    expect(await invocation(saves)).toBe('pending');
  }
  expect(await invocation(false)).toBe('failed');
  expect(await engine.row('one')).toMatchObject({
    hand_over_count: 9,
    error: { code: 'ran_too_long', retryable: false },
  });
});
