import type { Contract } from '../contract.ts';
import type { Task } from '../task.ts';
import { runAttempt, type AttemptOutcome, type Workplace } from './run-attempt.ts';
import type { ClaimedJob } from './engine.ts';

/**
 * Longest time for one invocation, in milliseconds. Netlify kills a background function at 15 minutes
 * (https://docs.netlify.com/build/functions/background-functions/); two are kept in reserve.
 */
export const slotMs = 13 * 60 * 1000;

/** Longest wait for a retry inside the slot, in milliseconds; a later one is left to be dispatched again. */
const longestWaitMs = 60_000;

export interface SlotReport {
  /** Attempts that were run. */
  readonly attempts: number;
  /** True when the slot stopped for lack of time and more may be due. */
  readonly unfinished: boolean;
}

/**
 * A worker slot: claims a task's next due job, runs it, claims again, until nothing is due or its
 * time is half spent, so that whatever it claims has half an invocation at the least. After a failed
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
  const endsAt = clock.now() + slotMs;
  const mayClaim = () => endsAt - clock.now() > slotMs / 2;

  let attempts = 0;
  let retryAt: number | null = null;
  let job = await engine.claim(name, policy.leaseSeconds, dispatchId);
  for (;;) {
    if (job) {
      attempts += 1;
      const outcome = await runAttempt(task, job, place, endsAt, mayClaim);
      onEnd(job, outcome);
      if (outcome.kind === 'retrying') {
        retryAt = retryAt === null ? outcome.retryAt : Math.min(retryAt, outcome.retryAt);
      }
      if (outcome.kind === 'completed' && outcome.next) {
        job = outcome.next;
        continue;
      }
      if (!mayClaim()) return { attempts, unfinished: true };
      job = outcome.kind === 'completed' ? null : await engine.claim(name, policy.leaseSeconds, null);
    } else if (retryAt !== null && retryAt - clock.now() <= longestWaitMs && mayClaim()) {
      await clock.sleep(Math.max(0, retryAt - clock.now()));
      retryAt = null;
      job = await engine.claim(name, policy.leaseSeconds, null);
    } else {
      return { attempts, unfinished: false };
    }
  }
}
