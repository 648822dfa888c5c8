import type { Contract } from '../contract.ts';
import type { Task } from '../task.ts';
import { runAttempt, type AttemptOutcome, type TimeLimits } from './run-attempt.ts';
import type { Workplace } from './workplace.ts';
import type { ClaimedJob } from './engine.ts';

/**
 * Longest time for one invocation, in seconds, if `OVERTIME_SLOT_SECONDS` does not say otherwise.
 * Netlify kills a background function at 15 minutes
 * (https://docs.netlify.com/build/functions/background-functions/); two are kept in reserve.
 */
const defaultSlotSeconds = 13 * 60;

/** Longest wait for a retry inside the slot, in milliseconds; a later one is left to be dispatched again. */
const longestWaitMs = 60_000;

export interface SlotReport {
  /** Attempts that were run. */
  readonly attempts: number;
  /** True when the slot stopped for lack of time and more may be due. */
  readonly unfinished: boolean;
  /** True when one of its jobs wants its end announced. */
  readonly webhooks: boolean;
}

/**
 * A worker slot: claims a task's next ready job, runs it, claims again, until none is ready or its time
 * is half spent, so that whatever it claims has half an invocation at the least. After a failed
 * attempt it waits for the retry when that is near.
 *
 * @throws `dispatch_rejected` when the dispatch was received before; then nothing has run.
 */
export async function workUntilIdle<C extends Contract>(
  task: Task<C>,
  place: Workplace,
  dispatchId: string | null,
  onEnd: (job: ClaimedJob, outcome: AttemptOutcome) => void,
): Promise<SlotReport> {
  const { engine, clock } = place;
  const { name, policy } = task.contract;
  const limits = timeLimits(place);
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
      const outcome = await runAttempt(task, job, place, limits, mayClaim);
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

/** Stages begin in the first five sixths of a slot, so that the last one begun has time to be saved. */
function timeLimits({ clock, env }: Workplace): TimeLimits {
  const slotMs = Number(env['OVERTIME_SLOT_SECONDS'] || defaultSlotSeconds) * 1000;
  return { lastStageAt: clock.now() + (slotMs * 5) / 6, endsAt: clock.now() + slotMs };
}
