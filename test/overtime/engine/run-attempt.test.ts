import { expect, test, vi } from 'vitest';
import { runAttempt } from '../../../src/overtime/engine/run-attempt.ts';
import { OvertimeError, TaskError } from '../../../src/overtime/errors.ts';
import type { CallUsage } from '../../../src/overtime/task.ts';
import { ada, usage } from '../sql/engine-rig.ts';
import { attemptRig, type StoryRun } from './attempt-rig.ts';

const rig = attemptRig();
const never = () => false;
const run = async (story: StoryRun, policy = {}) =>
  runAttempt(rig.task(story, policy), await rig.claimed(), rig.environment, rig.limits(), never);

const plain: StoryRun = async (context) => {
  const outline = await context.stage('outline', async () => ({ chapters: 2 }));
  const story = await context.stage(
    'story',
    async () => `${outline.chapters} chapters on ${context.input.topic}`,
  );
  return { story };
};

/** Work that goes on until it is aborted. */
const endless: StoryRun = (context) =>
  context.stage(
    'story',
    (stage) =>
      new Promise((_, reject) => {
        stage.progress(0.5, 'Half of it');
        context.partial({ story: 'so far' });
        context.signal.addEventListener('abort', () => reject(new Error('stopped')));
      }),
  );

test('an attempt runs its stages and completes the job', async () => {
  await rig.database.enqueue('one');
  const outcome = await run(plain);
  expect(outcome).toEqual({ kind: 'completed', next: null });
  expect(await rig.database.row('one')).toMatchObject({
    status: 'completed',
    result: { story: '2 chapters on one' },
  });
  const stages = await rig.database.sql`select name, status, output from overtime.job_stages order by name`;
  expect([...stages]).toEqual([
    { name: 'outline', status: 'completed', output: { chapters: 2 } },
    { name: 'story', status: 'completed', output: '2 chapters on one' },
  ]);
});

test('the last stage is saved with the completion, in one call', async () => {
  await rig.database.enqueue('one');
  rig.calls.length = 0;
  await run(plain);
  expect(rig.calls).toEqual(['overtime_claim_job', 'overtime_save_stage', 'overtime_complete_job']);
});

test('of the items of a last stage, the last one is saved with the completion', async () => {
  await rig.database.enqueue('one');
  rig.calls.length = 0;
  await run(async (context) => {
    await context.skipStage('outline', 'It is short.');
    const lines = await context.stageItems('story', ['a', 'b', 'c'], 2, async (line) => line);
    return { story: lines.join('') };
  });
  const saves = rig.calls.filter((name) => name === 'overtime_save_stage');
  expect([saves.length, rig.calls.at(-1)]).toEqual([3, 'overtime_complete_job']);
  const stages = await rig.database.sql`select item, output from overtime.job_stages order by name, item`;
  expect([...stages]).toEqual([
    { item: 0, output: null },
    { item: 1, output: 'a' },
    { item: 2, output: 'b' },
    { item: 3, output: 'c' },
  ]);
});

test('a last stage after which the work goes on is saved by the next heartbeat', async () => {
  await rig.database.enqueue('one');
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const attempt = run(async (context) => {
    const made = await plain(context);
    await promise;
    return made;
  });
  await vi.waitFor(async () => expect((await rig.database.row('one'))['stage']).toBe('outline'));
  await rig.pass(1);
  await vi.waitFor(async () => {
    const saved = await rig.database.sql`select from overtime.job_stages where status = 'completed'`;
    expect(saved).toHaveLength(2);
  });
  resolve(undefined);
  expect(await attempt).toMatchObject({ kind: 'completed' });
});

test('a last stage is kept when the attempt fails after it, or its result cannot be saved', async () => {
  await rig.database.enqueue('one');
  const written = vi.fn(async () => 'a story');
  const story: StoryRun = async (context) => {
    await context.stage('outline', async () => null);
    const made = await context.stage('story', written);
    if (context.attempt === 1) throw new OvertimeError('model_unavailable', 'The model is down.');
    return context.attempt === 2 ? ({ tale: made } as never) : { story: made };
  };
  expect((await run(story)).kind).toBe('retrying');
  await rig.pass(60);
  expect((await run(story)).kind).toBe('retrying');
  await rig.pass(60);
  expect((await run(story)).kind).toBe('completed');
  expect(written).toHaveBeenCalledTimes(1);
});

test('logs, usage and progress reach the database with the next heartbeat', async () => {
  await rig.database.enqueue('one');
  const attempt = run((context) => {
    context.log('info', 'began', { pages: 3 });
    context.recordUsage(usage('c1') as CallUsage);
    return endless(context);
  });
  await vi.waitFor(() => expect(rig.clock.sleepers).toBe(2));
  await rig.pass(1);
  await vi.waitFor(async () => {
    expect(await rig.database.row('one')).toMatchObject({
      // The outline has not run: half of three quarters is done.
      progress: 37,
      stage: 'story',
      message: 'Half of it',
      input_tokens: '100',
    });
  });
  expect([...(await rig.database.sql`select partial from overtime.job_partials`)]).toEqual([
    { partial: { story: 'so far' } },
  ]);
  expect([...(await rig.database.sql`select message, details from overtime.job_logs`)]).toEqual([
    { message: 'began', details: { pages: 3 } },
  ]);
  await rig.database.call('overtime_cancel_job', { p_job_id: 'one', p_user_id: ada });
  await rig.pass(30);
  expect(await attempt).toEqual({ kind: 'cancelled' });
});

test('a failure that the task reports keeps its code and words', async () => {
  await rig.database.enqueue('one');
  const outcome = await run(() => {
    throw new TaskError('no_context', 'No context available from data sources');
  });
  expect(outcome.kind).toBe('failed');
  expect(await rig.database.row('one')).toMatchObject({
    status: 'failed',
    error: { code: 'no_context', message: 'No context available from data sources', retryable: false },
  });
});

test('a crash differs from a reported failure, and only operators see its text', async () => {
  await rig.database.enqueue('one', { p_max_attempts: 1 });
  await run(() => {
    throw new TypeError('cannot read secret of undefined');
  });
  const row = await rig.database.row('one');
  expect(row).toMatchObject({ status: 'failed', error: { code: 'internal_error', retryable: true } });
  expect(JSON.stringify(row)).not.toContain('secret');
  const [attempt] = await rig.database.sql`select internal_error, worker from overtime.job_attempts`;
  expect(attempt).toMatchObject({ worker: 'worker-1' });
  expect(attempt?.['internal_error']).toContain('TypeError: cannot read secret of undefined');
});

test('a retryable error waits longer with each attempt, within the cap', async () => {
  await rig.database.enqueue('one', { p_max_attempts: 4 });
  const busy: StoryRun = () => Promise.reject(new OvertimeError('model_unavailable', 'The model is down.'));
  const delays: number[] = [];
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const outcome = await run(busy, { retryBaseSeconds: 8, retryCapSeconds: 20 });
    if (outcome.kind !== 'retrying') throw new Error(outcome.kind);
    const delay = (outcome.retryAt - rig.clock.now()) / 1000;
    delays.push(delay);
    await rig.pass(delay);
  }
  // Half of the full delay is fixed and half random; the test's chance is one half: three quarters.
  expect(delays).toEqual([6, 12, 15]);
});

test('a Retry-After is a lower bound that no cap shortens', async () => {
  await rig.database.enqueue('one');
  const outcome = await run(() =>
    Promise.reject(new OvertimeError('model_rate_limited', 'Busy.', { retryAfterSeconds: 400 })),
  );
  expect(outcome).toMatchObject({ kind: 'retrying', retryAt: rig.clock.now() + 400_000 });
});

test('a later attempt does not run a saved stage again', async () => {
  await rig.database.enqueue('one');
  const outlined = vi.fn(async () => ({ chapters: 2 }));
  let tries = 0;
  const story: StoryRun = async (context) => {
    const { chapters } = await context.stage('outline', outlined);
    tries += 1;
    if (tries === 1) throw new OvertimeError('model_stream_broken', 'The stream broke.');
    return { story: `${chapters} chapters` };
  };
  expect((await run(story)).kind).toBe('retrying');
  await rig.pass(2);
  expect((await run(story)).kind).toBe('completed');
  expect(outlined).toHaveBeenCalledTimes(1);
  expect((await rig.database.row('one'))['result']).toEqual({ story: '2 chapters' });
});

test('an attempt that lost its lease stops its work and leaves the job to the other', async () => {
  await rig.database.enqueue('one');
  const attempt = run(endless);
  await vi.waitFor(() => expect(rig.clock.sleepers).toBe(2));
  await rig.database.passSeconds(31);
  const other = await rig.claimed();
  await rig.clock.advance(1000);
  expect(await attempt).toEqual({ kind: 'lost' });
  expect(await rig.database.row('one')).toMatchObject({
    status: 'processing',
    lease_id: other.leaseId,
    attempt: 2,
    progress: 0,
  });
});

test('a silent model keeps its job: the lease is extended at a third of its length', async () => {
  await rig.database.enqueue('one');
  const attempt = run((context) => context.stage('story', () => new Promise(() => undefined)));
  await vi.waitFor(() => expect(rig.clock.sleepers).toBe(2));
  const leaseEnd = async () => Number((await rig.database.row('one'))['lease_expires_at']);
  let before = await leaseEnd();
  for (let index = 0; index < 4; index += 1) {
    await rig.database.passSeconds(11);
    await rig.clock.advance(11_000);
    await vi.waitFor(async () => expect(await leaseEnd()).toBeGreaterThan(before));
    before = await leaseEnd();
  }
  expect(await rig.database.claim()).toBeNull();
  await rig.database.call('overtime_cancel_job', { p_job_id: 'one', p_user_id: ada });
  await rig.clock.advance(11_000);
  expect(await attempt).toEqual({ kind: 'cancelled' });
});

test('an attempt whose time is up is ended and tried again, even if its work does not listen', async () => {
  await rig.database.enqueue('one');
  const attempt = run((context) => context.stage('story', () => new Promise(() => undefined)), {
    attemptSeconds: 5,
  });
  await vi.waitFor(() => expect(rig.clock.sleepers).toBe(2));
  await rig.clock.advance(5000);
  expect(await attempt).toMatchObject({ kind: 'retrying', error: { code: 'attempt_timed_out' } });
});

test('what a cancelled attempt spent is still counted', async () => {
  await rig.database.enqueue('one');
  const attempt = run((context) => {
    context.signal.addEventListener('abort', () =>
      context.recordUsage(usage('c1', { outcome: 'aborted', estimated: true }) as CallUsage),
    );
    return endless(context);
  });
  await vi.waitFor(() => expect(rig.clock.sleepers).toBe(2));
  await rig.database.call('overtime_cancel_job', { p_job_id: 'one', p_user_id: ada });
  await rig.clock.advance(1000);
  expect(await attempt).toEqual({ kind: 'cancelled' });
  expect(await rig.database.row('one')).toMatchObject({ status: 'cancelled', cost_usd: '0.250000' });
});

test('a stored input that the contract no longer takes fails the job for good', async () => {
  await rig.database.enqueue('one', { p_input: { subject: 'old name' } });
  expect((await run(plain)).kind).toBe('failed');
  expect(await rig.database.row('one')).toMatchObject({ status: 'failed', error: { code: 'invalid_input' } });
});

test('a result that does not fit the contract is never stored', async () => {
  await rig.database.enqueue('one', { p_max_attempts: 1 });
  await run(async () => ({ tale: 'x' }) as never);
  expect(await rig.database.row('one')).toMatchObject({
    status: 'failed',
    result: null,
    error: { code: 'internal_error' },
  });
});
