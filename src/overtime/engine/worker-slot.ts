import type { Contract } from '../contract.ts';
import type { Task } from '../task.ts';
import { runAttempt, type AttemptOutcome, type TimeLimits } from './run-attempt.ts';
import type { WorkerEnvironment } from './worker-environment.ts';
import type { ClaimedJob } from './call-shapes.ts';

/**
 * Longest time for one invocation, in seconds, unless `OVERTIME_SLOT_SECONDS` is set. Netlify kills a background
 * function after 15 minutes (https://docs.netlify.com/build/functions/background-functions/); two are kept in
 * reserve.
 */
const defaultSlotSeconds = 13 * 60;

/** Longest wait for a retry inside the slot, in milliseconds; a later retry is dispatched again. */
const longestWaitMs = 60_000;

export interface SlotReport {
  /** Attempts that were run. */
  readonly attempts: number;
  /** True when the slot stopped for lack of time and more may be due. */
  readonly unfinished: boolean;
  /** True when one of its jobs has a webhook. */
  readonly webhooks: boolean;
}

/**
 * A worker slot: claims a task's next ready job, runs it, and claims again, until no job is ready or half its time is
 * over, so that every claimed job has at least half an invocation. After a failed attempt it waits for the retry if
 * that is due soon.
 *
 * @throws `dispatch_rejected` when the dispatch was received before; then nothing has run.
 */
export async function workUntilIdle<C extends Contract>(
  task: Task<C>,
  environment: WorkerEnvironment,
  dispatchId: string | null,
  onEnd: (job: ClaimedJob, outcome: AttemptOutcome) => void,
): Promise<SlotReport> {
  const { engine, clock } = environment;
  const { name, policy } = task.contract;
  const limits = timeLimits(environment);
  const halfTime = (clock.now() + limits.endsAt) / 2;
  const mayClaim = () => clock.now() < halfTime;

  let attempts = 0;
  let webhooks = false;
  let retryAt: number | null = null;
  let job = await engine.claim(name, policy, dispatchId);
  for (;;) {
    if (job) {
      attempts += 1;
      webhooks ||= job.hasWebhook;
      const outcome = await runAttempt(task, job, environment, limits, mayClaim);
      onEnd(job, outcome);
      if (outcome.kind === 'retrying') {
        retryAt = retryAt === null ? outcome.retryAt : Math.min(retryAt, outcome.retryAt);
      }
      if (outcome.kind === 'completed' && outcome.next) {
        job = outcome.next;
        continue;
      }
      if (!mayClaim() || outcome.kind === 'handed over') return { attempts, unfinished: true, webhooks };
      job = outcome.kind === 'completed' ? null : await engine.claim(name, policy, null);
    } else if (retryAt !== null && retryAt - clock.now() <= longestWaitMs && mayClaim()) {
      await clock.sleep(Math.max(0, retryAt - clock.now()));
      retryAt = null;
      job = await engine.claim(name, policy, null);
    } else {
      return { attempts, unfinished: false, webhooks };
    }
  }
}

/** Stages start in the first five sixths of a slot, so that the last one has time to be saved. */
function timeLimits({ clock, env }: WorkerEnvironment): TimeLimits {
  const slotMs = Number(env['OVERTIME_SLOT_SECONDS'] || defaultSlotSeconds) * 1000;
  return { lastStageAt: clock.now() + (slotMs * 5) / 6, endsAt: clock.now() + slotMs };
}
