import type { Clock } from '../clock.ts';
import { ApiError } from './api-error.ts';
import { pollDelayMs } from './poll-delay.ts';

const attempts = 3;

/**
 * Makes a call, and makes it again, at most twice, where its failure may pass. It must be safe to repeat.
 *
 * @param call gets the number of the attempt, from 1.
 */
export async function repeatPassing<T>(
  clock: Clock,
  call: (attempt: number) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call(attempt);
    } catch (error) {
      if (!(error instanceof ApiError && error.isPassing && attempt < attempts)) throw error;
      const { retryAfterSeconds } = error;
      await clock.sleep(
        pollDelayMs({ failures: attempt, retryAfterSeconds, random: clock.random() }),
        signal,
      );
    }
  }
}
