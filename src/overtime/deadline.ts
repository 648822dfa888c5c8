import { type Clock, systemClock } from './clock.ts';

/** Settles with the work, or rejects with the signal's reason as soon as it aborts: for work that ignores signals. */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** Settles with the work, or rejects when it takes longer. The work is not stopped; its outcome is ignored. */
export async function withinTime<T>(
  milliseconds: number,
  work: Promise<T>,
  clock: Clock = systemClock,
): Promise<T> {
  const ended = new AbortController();
  const late = clock.sleep(milliseconds, ended.signal).then(() => {
    throw new Error(`It took longer than ${milliseconds / 1000} s.`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    ended.abort();
  }
}
