import type { Clock } from '../clock.ts';
import { manualClock } from './manual-clock.ts';

/** How often the event loop goes round with nothing new before the time advances. */
const idleRounds = 50;

/** A clock whose time advances by itself: as soon as all are asleep, the first one is woken. Randomness is one half. */
export function virtualClock(start?: number): Clock {
  const clock = manualClock(start);
  let rounds = 0;
  let isTurning = false;

  const turn = () => {
    rounds += 1;
    if (rounds >= idleRounds) {
      rounds = 0;
      clock.wakeFirst();
    }
    isTurning = clock.sleepers > 0;
    if (isTurning) setImmediate(turn);
  };

  return {
    now: clock.now,
    random: clock.random,
    sleep: (ms, signal) => {
      rounds = 0;
      const slept = clock.sleep(ms, signal);
      if (!isTurning && clock.sleepers > 0) {
        isTurning = true;
        setImmediate(turn);
      }
      return slept;
    },
  };
}
