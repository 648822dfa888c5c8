import type { Contract } from '../contract.ts';
import { untilAborted } from '../deadline.ts';
import { HandOver, JobCancelledError, LeaseLostError, OvertimeError } from '../errors.ts';
import type { Task, TaskContext } from '../task.ts';
import { createAttemptWriter } from './attempt-writer.ts';
import { describeError } from './describe-error.ts';
import type { ClaimedJob } from './call-shapes.ts';
import { retryDelaySeconds } from './retry-delay.ts';
import { taskContext } from './task-context.ts';
import type { WorkerEnvironment } from './worker-environment.ts';
import { assertFits } from './write-bounds.ts';

/** The time limits of an invocation, in milliseconds since the epoch. */
export interface TimeLimits {
  /** From then on no stage is started. */
  readonly lastStageAt: number;
  /** Then running work is aborted. */
  readonly endsAt: number;
}

/** How an attempt ended; `next` is the job claimed in the same call as the completion. */
export type AttemptOutcome =
  | { readonly kind: 'completed'; readonly next: ClaimedJob | null }
  | { readonly kind: 'retrying'; readonly error: unknown; readonly retryAt: number }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'handed over' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'lost' };

/**
 * Runs one attempt of a claimed job, from its input to its end in the database. Throws only when the outcome could
 * not be written; when the lease ends, another worker gets the job.
 *
 * @param claimNext whether to claim the next due job together with the completion.
 */
export async function runAttempt<C extends Contract>(
  task: Task<C>,
  job: ClaimedJob,
  environment: WorkerEnvironment,
  limits: TimeLimits,
  claimNext: () => boolean,
): Promise<AttemptOutcome> {
  const { contract } = task;
  const { policy } = contract;
  const { engine, clock } = environment;
  const writer = createAttemptWriter(
    engine,
    contract,
    job,
    clock,
    (job.hasChannel && environment.broadcast) || null,
  );
  const work = new AbortController();
  const stop = new AbortController();

  const beating = writer.beatUntil(stop.signal).catch((error: unknown) => work.abort(error));
  void writer.tellUntil(stop.signal);
  const timing = abortInTime();
  let outOfTime: HandOver | undefined;

  try {
    let result: unknown;
    try {
      result = await untilAborted(run(), work.signal);
    } finally {
      stop.abort();
      await Promise.all([beating, timing]);
    }
    const next = await writer.complete(result, claimNext() ? policy : null);
    return { kind: 'completed', next };
  } catch (thrown) {
    // The reason of the abort is the cause, not the error that the work made of it.
    const error: unknown = work.signal.aborted ? work.signal.reason : (outOfTime ?? thrown);
    try {
      return await endBadly(error);
    } catch (unwritten) {
      return await leave(unwritten);
    }
  }

  async function abortInTime(): Promise<void> {
    const attemptEndsAt = clock.now() + (policy.attemptSeconds ?? Infinity) * 1000;
    const reason =
      attemptEndsAt < limits.endsAt
        ? new OvertimeError(
            'attempt_timed_out',
            'The work took longer than one attempt may take. Try again with a smaller input.',
          )
        : new HandOver('The invocation is at its end.');
    try {
      await clock.sleep(Math.min(attemptEndsAt, limits.endsAt) - clock.now(), stop.signal);
    } catch {
      return;
    }
    work.abort(reason);
  }

  /** Leaves a stage to a fresh invocation. Remembered, because a task may catch the errors of its stages. */
  function checkTime(): void {
    if (clock.now() < limits.lastStageAt) return;
    outOfTime ??= new HandOver('The invocation is near its end.');
    throw outOfTime;
  }

  async function run(): Promise<unknown> {
    const input = contract.input.safeParse(job.input);
    if (!input.success) {
      throw new OvertimeError(
        'invalid_input',
        `The stored input is of version ${job.contractVersion} of this task, and cannot be read by version ${contract.version}. Submit it again.`,
        { cause: input.error },
      );
    }
    const context = taskContext<C>(
      contract,
      job,
      input.data as TaskContext<C>['input'],
      environment,
      writer,
      work.signal,
      checkTime,
    );
    const made = await task.run(context);
    if (outOfTime) throw outOfTime;
    const result = contract.result.safeParse(made);
    if (!result.success) {
      throw new Error(`The result of ${contract.name} does not fit its contract.`, { cause: result.error });
    }
    assertFits(result.data, `The result of ${contract.name}`);
    work.signal.throwIfAborted();
    return result.data;
  }

  async function endBadly(error: unknown): Promise<AttemptOutcome> {
    if (error instanceof LeaseLostError || error instanceof JobCancelledError) return leave(error);
    await writer.flushLast();
    if (error instanceof HandOver) {
      const status = await writer.withFlush((flush) =>
        engine.handOver(job, policy, flush, environment.worker),
      );
      return status === 'pending'
        ? { kind: 'handed over' }
        : {
            kind: 'failed',
            error: new OvertimeError(
              'ran_too_long',
              'The work took longer than this task allows. Try again with a smaller input.',
            ),
          };
    }
    const described = describeError(error);
    const retrySeconds = retryDelaySeconds(policy, job.attempt, clock, described.retryAfterSeconds);
    const status = await writer.withFlush((flush) =>
      engine.fail(job, {
        ...flush,
        error: described.error,
        internalError: described.internalError,
        worker: environment.worker,
        retrySeconds,
      }),
    );
    // By this clock, so that a database whose clock is ahead finds the job due.
    return status === 'pending'
      ? { kind: 'retrying', error, retryAt: clock.now() + retrySeconds * 1000 }
      : { kind: 'failed', error };
  }

  async function leave(error: unknown): Promise<AttemptOutcome> {
    if (!(error instanceof LeaseLostError || error instanceof JobCancelledError)) throw error;
    await writer.recordSpent();
    return { kind: error instanceof JobCancelledError ? 'cancelled' : 'lost' };
  }
}
