import { expect, test } from 'vitest';
import type { ClaimedJob, EndedStage, Flush } from '../../../src/overtime/engine/call-shapes.ts';
import { runAttempt } from '../../../src/overtime/engine/run-attempt.ts';
import { workUntilIdle } from '../../../src/overtime/engine/worker-slot.ts';
import { LeaseLostError, OvertimeError } from '../../../src/overtime/errors.ts';
import type { CallUsage } from '../../../src/overtime/task.ts';
import { usage } from '../sql/engine-rig.ts';
import { attemptRig, type StoryRun } from './attempt-rig.ts';

const rig = attemptRig();
const nobody = () => undefined;
const webhook = { p_webhook_url: 'https://example.com/hook' };

/** A slot on a connection of its own, so that it is at work at the same time as the others. */
async function ownEnvironment() {
  const connection = rig.database.connect();
  await connection`select set_config('overtime.now', ${new Date(rig.database.now()).toISOString()}, false)`;
  return { ...rig.environment, engine: rig.engineOn(connection) };
}

/** A task that counts how often each stage is run, and whose first stage waits for a sign. */
function countedTask(sign: Promise<void> = Promise.resolve()) {
  const runs = { outline: 0, story: 0 };
  const task = rig.task(async (context) => {
    await context.stage('outline', async () => {
      runs.outline += 1;
      await sign;
      return {};
    });
    return context.stage('story', async () => {
      runs.story += 1;
      return { story: `run ${runs.story}` };
    });
  });
  return { task, runs };
}

async function webhooksOf(jobId: string): Promise<number> {
  const rows = await rig.database.sql`select from overtime.webhook_deliveries where job_id = ${jobId}`;
  return rows.length;
}

/** All rows of the engine except the accepted dispatches. */
async function everything(): Promise<unknown> {
  const [row] = await rig.database.sql`
    select
      (select jsonb_agg(to_jsonb(t)) from overtime.jobs as t) as jobs,
      (select jsonb_agg(to_jsonb(t)) from overtime.job_stages as t) as stages,
      (select jsonb_agg(to_jsonb(t)) from overtime.job_logs as t) as logs,
      (select jsonb_agg(to_jsonb(t)) from overtime.job_usage as t) as usage,
      (select jsonb_agg(to_jsonb(t)) from overtime.job_partials as t) as partials,
      (select jsonb_agg(to_jsonb(t)) from overtime.job_attempts as t) as attempts,
      (select jsonb_agg(to_jsonb(t)) from overtime.webhook_deliveries as t) as webhooks`;
  return row;
}

test('of twenty simultaneous dispatches for one job, one runs it', async () => {
  await rig.database.enqueue('one', webhook);
  const environments = await Promise.all(Array.from({ length: 20 }, ownEnvironment));
  const othersAreDone = Promise.withResolvers<void>();
  const { task, runs } = countedTask(othersAreDone.promise);
  let idle = 0;
  const reports = await Promise.all(
    environments.map(async (environment) => {
      const report = await workUntilIdle(task, environment, crypto.randomUUID(), nobody);
      idle += 1;
      // The one at work holds the job until all the others have looked for one.
      if (idle === 19) othersAreDone.resolve();
      return report.attempts;
    }),
  );
  expect(reports.filter((attempts) => attempts === 0)).toHaveLength(19);
  expect(reports).toContain(1);
  expect(runs).toEqual({ outline: 1, story: 1 });
  expect(await rig.database.row('one')).toMatchObject({
    status: 'completed',
    attempt: 1,
    result: { story: 'run 1' },
  });
  expect(await webhooksOf('one')).toBe(1);
});

test('a dispatch that arrives twenty times at once is accepted once', async () => {
  // As many jobs as dispatches: only the id keeps the others from work.
  for (let index = 1; index <= 20; index += 1) await rig.database.enqueue(`job-${index}`);
  const environments = await Promise.all(Array.from({ length: 20 }, ownEnvironment));
  const othersAreRefused = Promise.withResolvers<void>();
  const { task } = countedTask(othersAreRefused.promise);
  const dispatchId = crypto.randomUUID();
  let refused = 0;
  const answers = await Promise.all(
    environments.map(async (environment) => {
      try {
        return (await workUntilIdle(task, environment, dispatchId, nobody)).attempts;
      } catch (error) {
        refused += 1;
        if (refused === 19) othersAreRefused.resolve();
        return (error as OvertimeError).code;
      }
    }),
  );
  expect(answers.filter((answer) => answer === 'dispatch_rejected')).toHaveLength(19);
  expect(answers).toContain(20);
});

test('a platform retry after success changes nothing, with the same dispatch or a new one', async () => {
  await rig.database.enqueue('one', webhook);
  const { task, runs } = countedTask();
  const dispatchId = crypto.randomUUID();
  await workUntilIdle(task, rig.environment, dispatchId, nobody);
  const before = await everything();
  await rig.pass(60);
  await expect(workUntilIdle(task, rig.environment, dispatchId, nobody)).rejects.toMatchObject({
    code: 'dispatch_rejected',
  });
  expect(await workUntilIdle(task, rig.environment, crypto.randomUUID(), nobody)).toMatchObject({
    attempts: 0,
  });
  expect(await everything()).toEqual(before);
  expect(runs).toEqual({ outline: 1, story: 1 });
  expect(await webhooksOf('one')).toBe(1);
});

/** Every write that a worker has, with something in it that would show. */
function writesOf(zombie: ClaimedJob): Record<string, () => Promise<unknown>> {
  const flush: Flush = {
    logs: [{ level: 'info', message: 'from the dead', details: null, at: '2026-11-22T12:00:00Z' }],
    usage: [usage('from-the-dead') as CallUsage],
  };
  const stage = { name: 'story', item: 0, progress: 99 };
  const ended: EndedStage = {
    name: 'story',
    item: 0,
    status: 'completed',
    output: 'from the dead',
    reason: null,
    startedAt: '2026-11-22T12:00:00Z',
  };
  const completion = { ...flush, result: { story: 'from the dead' }, stage: ended };
  const error = { code: 'x', message: 'from the dead', retryable: true };
  return {
    heartbeat: () =>
      rig.engine.heartbeat(zombie, 30, {
        ...flush,
        progress: 99,
        stage: 'story',
        message: 'from the dead',
        stages: [stage],
        partial: {},
        changes: null,
      }),
    saveStage: () => rig.engine.saveStage(zombie, 30, { ...flush, ...ended, progress: 99 }),
    complete: () => rig.engine.complete(zombie, completion, null),
    completeAndClaim: () => rig.engine.complete(zombie, completion, { leaseSeconds: 30, concurrency: null }),
    fail: () =>
      rig.engine.fail(zombie, { ...flush, error, retrySeconds: 0, internalError: '', worker: 'the dead' }),
    handOver: () => rig.engine.handOver(zombie, { maxHandOvers: 20, maxHours: 6 }, flush, 'the dead'),
  };
}

async function expectNothingOf(zombie: ClaimedJob): Promise<void> {
  const before = await everything();
  for (const [name, write] of Object.entries(writesOf(zombie))) {
    await expect(write(), name).rejects.toThrow(LeaseLostError);
    expect(await everything(), name).toEqual(before);
  }
}

test('a zombie may write nothing while another worker has its job', async () => {
  await rig.database.enqueue('one', webhook);
  const zombie = await rig.claimed();
  await rig.pass(31);
  expect(await rig.claimed()).toMatchObject({ jobId: 'one', attempt: 2 });
  // There for a completion that would claim the next.
  await rig.database.enqueue('two');
  await expectNothingOf(zombie);
});

test('a zombie may write nothing when its job waits for another attempt, or has ended', async () => {
  await rig.database.enqueue('one', webhook);
  const zombie = await rig.claimed();
  await rig.pass(31);
  const other = await rig.claimed();
  await rig.engine.handOver(other, { maxHandOvers: 20, maxHours: 6 }, { logs: [], usage: [] }, 'worker-2');
  await expectNothingOf(zombie);
  const third = await rig.claimed();
  await rig.engine.complete(
    third,
    { result: { story: 'of the living' }, stage: null, logs: [], usage: [] },
    null,
  );
  await expectNothingOf(zombie);
  await expectNothingOf(other);
  expect(await webhooksOf('one')).toBe(1);
});

test('a worker that was frozen beyond its lease learns that it lost it, and its usage is counted', async () => {
  await rig.database.enqueue('one', webhook);
  const wake = Promise.withResolvers<void>();
  const sleeper: StoryRun = (context) =>
    context.stage('story', async () => {
      context.recordUsage(usage('slept') as CallUsage);
      await wake.promise;
      return { story: 'of the sleeper' };
    });
  const asleep = runAttempt(
    rig.task(sleeper),
    await rig.claimed(),
    rig.environment,
    rig.limits(),
    () => false,
  );
  // The database's time goes on, the sleeper's stands still.
  await rig.database.passSeconds(31);
  const { task, runs } = countedTask();
  await workUntilIdle(task, rig.environment, null, nobody);
  wake.resolve();
  expect(await asleep).toEqual({ kind: 'lost' });
  expect(runs).toEqual({ outline: 1, story: 1 });
  expect(await rig.database.row('one')).toMatchObject({
    status: 'completed',
    result: { story: 'run 1' },
    attempt: 2,
    cost_usd: '0.250000',
  });
  expect(await webhooksOf('one')).toBe(1);
});
