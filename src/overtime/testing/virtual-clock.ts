import type { Clock } from '../clock.ts';

/** How often the event loop goes round with nothing new before the time advances. */
const idleRounds = 50;

/** A clock whose time advances by itself: as soon as all are asleep, the first one is woken. Randomness is one half. */
export function virtualClock(start = Date.parse('2026-11-22T12:00:00Z')): Clock {
  let now = start;
  let rounds = 0;
  let isTurning = false;
  const asleep = new Set<{ at: number; wake: () => void }>();

  const turn = () => {
    rounds += 1;
    if (rounds >= idleRounds) {
      rounds = 0;
      const first = [...asleep].toSorted((a, b) => a.at - b.at)[0];
      if (first) {
        asleep.delete(first);
        now = Math.max(now, first.at);
        first.wake();
      }
    }
    isTurning = asleep.size > 0;
    if (isTurning) setImmediate(turn);
  };

  return {
    now: () => now,
    random: () => 0.5,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const sleeper = { at: now + ms, wake: resolve };
        asleep.add(sleeper);
        rounds = 0;
        signal?.addEventListener(
          'abort',
          () => {
            asleep.delete(sleeper);
            reject(signal.reason as Error);
          },
          { once: true },
        );
        if (!isTurning) setImmediate(turn);
        isTurning = true;
      }),
  };
}
