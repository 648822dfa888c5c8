import type { Clock } from '../clock.ts';

/** Interval between partial results that are shown, in milliseconds. */
const intervalMs = 250;

/** Returns whether to show what has been written so far: the first time, then at most every 250 ms. */
export function everySoOften(clock: Clock): () => boolean {
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    if (clock.now() - last < intervalMs) return false;
    last = clock.now();
    return true;
  };
}
