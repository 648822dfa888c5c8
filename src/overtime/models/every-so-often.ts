import type { Clock } from '../clock.ts';

/** Interval between partial results that are shown, in milliseconds. */
const intervalMs = 250;

export interface Showing {
  /** Shows the text, at most every 250 ms: what comes meanwhile is shown at the end of that time, the last of it. */
  readonly text: (soFar: string) => Promise<void> | void;
  /** Nothing is shown any more: the whole is there, or the call has failed. */
  readonly end: () => void;
}

/** Shows what has been written so far of one answer. */
export function everySoOften(
  clock: Clock,
  show: (soFar: string, isOver: () => boolean) => Promise<void> | void,
): Showing {
  let last = Number.NEGATIVE_INFINITY;
  let latest: string | null = null;
  let ended = false;
  const showNow = (soFar: string) => {
    last = clock.now();
    return show(soFar, () => ended);
  };
  const showLater = async (ms: number) => {
    await clock.sleep(ms);
    const soFar = latest ?? '';
    latest = null;
    if (!ended) await showNow(soFar);
  };
  return {
    text: (soFar) => {
      const leftMs = last + intervalMs - clock.now();
      if (latest === null && leftMs <= 0) return showNow(soFar);
      // A model that pauses after a burst leaves nothing unseen. What fails here fails with the whole answer, too.
      if (latest === null) showLater(leftMs).catch(() => undefined);
      latest = soFar;
    },
    end: () => {
      ended = true;
    },
  };
}
