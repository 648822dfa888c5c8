import type { Clock } from '../../../src/overtime/clock.ts';

/** A clock on which a sleep takes no time but is remembered, and moves the time by what it was asked for. */
export function recordedClock(): Clock & { readonly sleeps: number[] } {
  const sleeps: number[] = [];
  let now = 0;
  return {
    sleeps,
    now: () => now,
    random: () => 1,
    sleep: async (ms, signal) => {
      if (signal?.aborted) throw signal.reason;
      sleeps.push(ms);
      now += ms;
    },
  };
}
