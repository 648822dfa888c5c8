import type { Clock } from '../clock.ts';

/** How often what has been written so far is shown, in milliseconds. */
const intervalMs = 250;

/** Says whether it is time to show what has been written so far: at first, then at most every 250 ms. */
export function everySoOften(clock: Clock): () => boolean {
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    if (clock.now() - last < intervalMs) return false;
    last = clock.now();
    return true;
  };
}
