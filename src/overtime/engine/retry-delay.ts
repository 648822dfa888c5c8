import type { Clock } from '../clock.ts';
import type { Policy } from '../contract.ts';

/**
 * Seconds until the next attempt: doubled with each attempt up to the policy's cap; half of it is random
 * ("equal jitter"), so that jobs that failed together do not retry together. If the other side named a time
 * (Retry-After), it is a lower bound, and no cap shortens it.
 *
 * @param attempt the attempt that failed, counted from 1.
 */
export function retryDelaySeconds(
  policy: Pick<Policy, 'retryBaseSeconds' | 'retryCapSeconds'>,
  attempt: number,
  clock: Pick<Clock, 'random'>,
  retryAfterSeconds = 0,
): number {
  const full = Math.min(policy.retryCapSeconds, policy.retryBaseSeconds * 2 ** (attempt - 1));
  return Math.max(retryAfterSeconds, full / 2 + (full / 2) * clock.random());
}
