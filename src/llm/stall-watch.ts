import type { Clock } from '../clock.ts';
import { OvertimeError } from '../errors.ts';
import { atStart } from './model-label.ts';

export interface StallWatch {
  /** Aborts with `model_timed_out` when nothing was seen for too long. */
  readonly signal: AbortSignal;
  /** Tells that the model is alive. */
  seen(): void;
  stop(): void;
}

/**
 * Watches a stream for silence. Before the first sign of life it waits `firstSeconds`, because a model
 * may read a long document or think before it writes; afterwards `betweenSeconds`.
 */
export function watchForStall(
  clock: Clock,
  model: string,
  limits: { firstSeconds: number; betweenSeconds: number },
): StallWatch {
  const stalled = new AbortController();
  const stopped = new AbortController();
  let lastSeen = clock.now();
  let limitMs = limits.firstSeconds * 1000;

  // One sleeper for the whole stream instead of a timer per chunk: a stream has thousands of them.
  const watch = async () => {
    for (;;) {
      const left = lastSeen + limitMs - clock.now();
      if (left <= 0) {
        const seconds = limitMs / 1000;
        stalled.abort(
          new OvertimeError('model_timed_out', `${atStart(model)} sent nothing for ${seconds} seconds.`),
        );
        return;
      }
      // The limit shrinks with the first sign of life, so no sleep is longer than the shorter limit.
      await clock.sleep(Math.min(left, limits.betweenSeconds * 1000), stopped.signal);
    }
  };
  watch().catch(() => undefined);

  return {
    signal: stalled.signal,
    seen: () => {
      lastSeen = clock.now();
      limitMs = limits.betweenSeconds * 1000;
    },
    stop: () => stopped.abort(),
  };
}
