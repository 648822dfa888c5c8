import { expect, test } from 'vitest';
import { engineRig, held, refusal, type ClaimAnswer } from './engine-rig.ts';

const engine = engineRig();

test('a claim takes a due job under a new lease and counts the attempt', async () => {
  await engine.enqueue('one');
  const job = await engine.claimed();
  expect(job).toMatchObject({ jobId: 'one', attempt: 1, input: { topic: 'one' }, stages: [] });
  expect(await engine.row('one')).toMatchObject({
    status: 'processing',
    lease_id: job.leaseId,
    lease_expires_at: new Date(engine.now() + 30_000),
    started_at: new Date(engine.now()),
    claimed_at: new Date(engine.now()),
  });
  expect(await engine.claim()).toBeNull();
});

test('priority goes first, then first in first out', async () => {
  await engine.enqueue('late');
  await engine.enqueue('later');
  await engine.enqueue('urgent', { p_priority: 1 });
  await engine.enqueue('idle', { p_priority: 10 });
  const order: string[] = [];
  for (let job = await engine.claim(); job; job = await engine.claim()) order.push(job.jobId);
  expect(order).toEqual(['urgent', 'late', 'later', 'idle']);
});

test('a job of another task, or one that is not due yet, is left alone', async () => {
  await engine.enqueue('other', { p_task: 'other-task' });
  await engine.enqueue('tomorrow', { p_run_at: new Date(engine.now() + 60_000) });
  expect(await engine.claim()).toBeNull();
  await engine.passSeconds(60);
  expect((await engine.claimed()).jobId).toBe('tomorrow');
});

test('twenty simultaneous claims of ten jobs give ten workers one job each', async () => {
  for (let index = 0; index < 10; index += 1) await engine.enqueue(`job-${index}`);
  // The other connections run on the real clock, which is past or before the test's: make the jobs due.
  await engine.sql`update overtime.jobs set run_at = '2020-01-01'`;
  const connections = Array.from({ length: 20 }, () => engine.connect());
  const answers = await Promise.all(
    connections.map((connection) =>
      engine.callOn<ClaimAnswer | null>(connection, 'overtime_claim_job', {
        p_task: 'demo-task',
        p_lease_seconds: 30,
      }),
    ),
  );
  const claimed = answers.flatMap((job) => (job ? [job.jobId] : []));
  expect(claimed).toHaveLength(10);
  expect(new Set(claimed).size).toBe(10);
});

test('a dispatch is accepted once', async () => {
  const dispatch = { p_dispatch_id: '11111111-1111-4111-8111-111111111111' };
  await engine.enqueue('one');
  await engine.enqueue('two');
  expect((await engine.claimed(dispatch)).jobId).toBe('one');
  expect(await refusal(engine.claim(dispatch))).toBe('OT003');
  expect((await engine.row('two')).status).toBe('pending');
});

test('dispatch ids are forgotten after an hour, a few at each claim', async () => {
  const id = (index: number) => `11111111-1111-4111-8111-${String(index).padStart(12, '0')}`;
  for (let index = 0; index < 12; index += 1) await engine.claim({ p_dispatch_id: id(index) });
  await engine.passSeconds(3601);
  await engine.claim({ p_dispatch_id: id(99) });
  const rows = await engine.sql`select id from overtime.dispatches`;
  expect(rows).toHaveLength(3);
});

test('a claim takes an expired lease back, and the lost worker may write nothing', async () => {
  await engine.enqueue('one');
  const lost = await engine.claimed();
  await engine.passSeconds(31);
  const taken = await engine.claimed();
  expect(taken).toMatchObject({ jobId: 'one', attempt: 2 });
  expect(taken.leaseId).not.toBe(lost.leaseId);
  expect(
    await refusal(engine.call('overtime_complete_job', { ...held(lost), p_result: { from: 'the dead' } })),
  ).toBe('OT001');
  expect((await engine.row('one')).status).toBe('processing');
  const attempts = await engine.sql`select attempt, outcome, error_code from overtime.job_attempts`;
  expect([...attempts]).toEqual([{ attempt: 1, outcome: 'rescued', error_code: 'worker_lost' }]);
  const logs = await engine.sql`select level from overtime.job_logs where job_id = 'one'`;
  expect([...logs]).toEqual([{ level: 'warn' }]);
});

test('a lease that has not expired is not taken', async () => {
  await engine.enqueue('one');
  await engine.claimed();
  await engine.passSeconds(29);
  expect(await engine.claim()).toBeNull();
});

test('a lease that heartbeats extend is not taken at its first end, and is taken soon after its last', async () => {
  await engine.enqueue('one');
  const job = await engine.claimed();
  await engine.passSeconds(20);
  await engine.call('overtime_heartbeat_job', { ...held(job), p_lease_seconds: 30 });
  await engine.passSeconds(11);
  expect(await engine.claim()).toBeNull();
  expect(await engine.row('one')).toMatchObject({
    status: 'processing',
    rescue_at: new Date(engine.now() + 19_000),
  });
  await engine.passSeconds(20);
  expect(await engine.claimed()).toMatchObject({ jobId: 'one', attempt: 2 });
});

test('a lease that a heartbeat shortens is taken at its new end', async () => {
  await engine.enqueue('one');
  const job = await engine.claimed({ p_lease_seconds: 600 });
  await engine.call('overtime_heartbeat_job', { ...held(job), p_lease_seconds: 10 });
  await engine.passSeconds(11);
  expect(await engine.claimed()).toMatchObject({ jobId: 'one', attempt: 2 });
});

test('a job whose attempts are spent when its worker dies has failed', async () => {
  await engine.enqueue('one', { p_max_attempts: 1 });
  await engine.claimed();
  await engine.passSeconds(31);
  expect(await engine.claim()).toBeNull();
  expect(await engine.row('one')).toMatchObject({
    status: 'failed',
    error: { code: 'worker_lost', retryable: true },
    finished_at: new Date(engine.now()),
    expires_at: new Date(engine.now() + 720 * 3_600_000),
  });
});

test('a later attempt is handed the stages that were saved', async () => {
  await engine.enqueue('one');
  const first = await engine.claimed();
  await engine.call('overtime_save_stage', {
    ...held(first),
    p_lease_seconds: 30,
    p_name: 'reading',
    p_output: { pages: 3 },
  });
  await engine.passSeconds(31);
  const second = await engine.claimed();
  expect(second.stages).toEqual([{ name: 'reading', item: 0, status: 'completed', output: { pages: 3 } }]);
});
