import { expect, test, vi } from 'vitest';
import { workUntilIdle } from '../../../src/overtime/engine/worker-slot.ts';
import { OvertimeError } from '../../../src/overtime/errors.ts';
import { attemptRig, type StoryRun } from './attempt-rig.ts';

const rig = attemptRig();
const tell: StoryRun = async (context) => ({ story: context.input.topic });
const nobody = () => undefined;

test('a worker slot works until nothing is due, highest priority first', async () => {
  await rig.database.enqueue('late');
  await rig.database.enqueue('urgent', { p_priority: 1 });
  await rig.database.enqueue('tomorrow', { p_run_at: new Date(rig.database.now() + 86_400_000) });
  const ended: string[] = [];
  const report = await workUntilIdle(rig.task(tell), rig.environment, null, (job) => ended.push(job.jobId));
  expect(report).toEqual({ attempts: 2, unfinished: false, webhooks: false });
  expect(ended).toEqual(['urgent', 'late']);
});

test('a replayed dispatch runs nothing', async () => {
  const dispatchId = crypto.randomUUID();
  await workUntilIdle(rig.task(tell), rig.environment, dispatchId, nobody);
  await rig.database.enqueue('one');
  await expect(workUntilIdle(rig.task(tell), rig.environment, dispatchId, nobody)).rejects.toMatchObject({
    code: 'dispatch_rejected',
  });
  expect((await rig.database.row('one')).status).toBe('pending');
});

test('after a failed attempt the slot waits for the retry and runs it', async () => {
  await rig.database.enqueue('one');
  let tries = 0;
  const slot = workUntilIdle(
    rig.task(async (context) => {
      tries += 1;
      if (tries === 1) throw new OvertimeError('model_unavailable', 'The model is down.');
      return { story: context.input.topic };
    }),
    rig.environment,
    null,
    nobody,
  );
  await vi.waitFor(async () => expect((await rig.database.row('one')).attempt).toBe(1));
  await vi.waitFor(async () => expect((await rig.database.row('one')).status).toBe('pending'));
  await vi.waitFor(() => expect(rig.clock.sleepers).toBe(1));
  await rig.pass(2);
  expect(await slot).toEqual({ attempts: 2, unfinished: false, webhooks: false });
  expect((await rig.database.row('one')).status).toBe('completed');
});

test('a retry that is far off is left to be dispatched again', async () => {
  await rig.database.enqueue('one');
  const report = await workUntilIdle(
    rig.task(() =>
      Promise.reject(new OvertimeError('model_rate_limited', 'Busy.', { retryAfterSeconds: 3600 })),
    ),
    rig.environment,
    null,
    nobody,
  );
  expect(report).toEqual({ attempts: 1, unfinished: false, webhooks: false });
  expect((await rig.database.row('one')).status).toBe('pending');
});

test('a slot that has spent half its time claims nothing more, and says so', async () => {
  await rig.database.enqueue('one');
  await rig.database.enqueue('two');
  const report = await workUntilIdle(
    rig.task(async () => {
      await rig.clock.advance((13 * 60_000) / 2);
      return { story: 'long' };
    }),
    rig.environment,
    null,
    nobody,
  );
  expect(report).toEqual({ attempts: 1, unfinished: true, webhooks: false });
  expect((await rig.database.row('two')).status).toBe('pending');
});
