import type { Clock } from '../clock.ts';
import { OvertimeError } from '../errors.ts';
import { atStart } from './model-label.ts';

export interface StallWatch {
  /** Aborts with `model_timed_out` when nothing was seen for too long, or the whole took too long. */
  readonly signal: AbortSignal;
  /** Tells that the model is alive. */
  seen(): void;
  stop(): void;
}

export interface StallLimits {
  /** Longest silence before the first sign of life: a model may read a long document or think before it writes. */
  readonly firstSeconds: number;
  readonly betweenSeconds: number;
  /** Longest time for the whole call. */
  readonly totalSeconds: number;
}

/** Watches a stream for silence, and for its end in time. */
export function watchForStall(clock: Clock, model: string, limits: StallLimits): StallWatch {
  const stalled = new AbortController();
  const stopped = new AbortController();
  const endsAt = clock.now() + limits.totalSeconds * 1000;
  let lastSeen = clock.now();
  let silenceSeconds = limits.firstSeconds;

  const giveUp = (why: string) =>
    stalled.abort(new OvertimeError('model_timed_out', `${atStart(model)} ${why} seconds.`));

  // One sleeper for the whole stream instead of a timer per chunk: a stream has thousands of them.
  const watch = async () => {
    for (;;) {
      const left = lastSeen + silenceSeconds * 1000 - clock.now();
      if (endsAt <= clock.now()) return giveUp(`took longer than ${limits.totalSeconds}`);
      if (left <= 0) return giveUp(`sent nothing for ${silenceSeconds}`);
      // The limit shrinks with the first sign of life, so no sleep is longer than the shorter limit.
      const sleepMs = Math.min(left, limits.betweenSeconds * 1000, endsAt - clock.now());
      await clock.sleep(sleepMs, stopped.signal);
    }
  };
  watch().catch(() => undefined);

  return {
    signal: stalled.signal,
    seen: () => {
      lastSeen = clock.now();
      silenceSeconds = limits.betweenSeconds;
    },
    stop: () => stopped.abort(),
  };
}
