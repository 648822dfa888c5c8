import type { Clock } from '../clock.ts';

export interface ManualClock extends Clock {
  /** Advances the time and resolves, in order, the sleeps that are due. */
  advance(ms: number): Promise<void>;
  /** Advances the time to the first of the pending sleeps that is due by `until`, and resolves it; false without one. */
  wakeFirst(until?: number): boolean;
  /** Resolves as soon as so many sleeps are pending. */
  untilAsleep(sleepers: number): Promise<void>;
  /** How many sleeps are pending. */
  readonly sleepers: number;
}

/** A clock that a test advances; randomness is fixed at one half. */
export function manualClock(start = Date.parse('2026-11-22T12:00:00Z')): ManualClock {
  let now = start;
  const asleep = new Set<{ at: number; wake: () => void }>();
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  const wakeFirst = (until = Infinity) => {
    const due = [...asleep].filter((sleeper) => sleeper.at <= until).toSorted((a, b) => a.at - b.at)[0];
    if (!due) return false;
    asleep.delete(due);
    now = Math.max(now, due.at);
    due.wake();
    return true;
  };

  return {
    now: () => now,
    random: () => 0.5,
    get sleepers() {
      return asleep.size;
    },
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason as Error);
          return;
        }
        const sleeper = { at: now + ms, wake: resolve };
        asleep.add(sleeper);
        signal?.addEventListener(
          'abort',
          () => {
            asleep.delete(sleeper);
            reject(signal.reason as Error);
          },
          { once: true },
        );
      }),
    wakeFirst,
    async untilAsleep(sleepers) {
      while (asleep.size < sleepers) await settle();
    },
    async advance(ms) {
      const until = now + ms;
      // Code that was resumed runs, and may sleep again, before the time advances further.
      do await settle();
      while (wakeFirst(until));
      now = until;
      await settle();
    },
  };
}
