import type { Clock } from '../clock.ts';

export interface ManualClock extends Clock {
  /** Moves time on and wakes, in order, whoever has slept long enough. */
  advance(ms: number): Promise<void>;
  /** Resolves once so many are asleep. */
  untilAsleep(sleepers: number): Promise<void>;
  /** How many are asleep. */
  readonly sleepers: number;
}

/** A clock that a test moves; chance is fixed at one half. */
export function manualClock(start = Date.parse('2026-11-22T12:00:00Z')): ManualClock {
  let now = start;
  const asleep = new Set<{ at: number; wake: () => void }>();
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

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
    async untilAsleep(sleepers) {
      while (asleep.size < sleepers) await settle();
    },
    async advance(ms) {
      const until = now + ms;
      for (;;) {
        // Whoever was woken gets to run, and perhaps to sleep again, before time goes on.
        await settle();
        const due = [...asleep].filter((sleeper) => sleeper.at <= until).toSorted((a, b) => a.at - b.at)[0];
        if (!due) break;
        asleep.delete(due);
        now = Math.max(now, due.at);
        due.wake();
      }
      now = until;
      await settle();
    },
  };
}
