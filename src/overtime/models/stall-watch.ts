import type { Clock } from '../clock.ts';
import { counted } from '../counted.ts';
import { OvertimeError } from '../errors.ts';
import { atStart } from './model-label.ts';

export interface StallWatch {
  /**
   * Aborts with `model_timed_out` when no data came for too long, too little was written, or the call took too long, and
   * with `model_output_invalid` when too much was written.
   */
  readonly signal: AbortSignal;
  /** Reports that the model is alive. */
  seen(): void;
  /** Reports how many more characters it has written, of its answer or of its reasoning. */
  wrote(kind: 'answer' | 'reasoning', characters: number): void;
  stop(): void;
}

export interface StallLimits {
  /** Longest silence before the first data: a model may read a long document or reason before it writes. */
  readonly firstSeconds: number;
  readonly betweenSeconds: number;
  /** Longest time for the whole call. */
  readonly totalSeconds: number;
  /** Longest time until it writes the first character, even if other events arrive. Default: any. */
  readonly firstCharacterSeconds?: number;
  /** Longest answer, and longest reasoning, in characters. Default: any. */
  readonly longest?: Readonly<Record<'answer' | 'reasoning', number>>;
}

/**
 * The slowest accepted pace after the first character. A small model on a slow machine writes one token, or four
 * characters, a second; this is half of it.
 */
const leastPace = { characters: 240, seconds: 120 };

/** Watches a stream for silence, pace, length and total time. */
export function watchForStall(clock: Clock, model: string, limits: StallLimits): StallWatch {
  const stalled = new AbortController();
  const stopped = new AbortController();
  const startedAt = clock.now();
  const endsAt = startedAt + limits.totalSeconds * 1000;
  const { firstCharacterSeconds = Infinity } = limits;
  let lastSeen = startedAt;
  let silenceSeconds = limits.firstSeconds;
  const written = { answer: 0, reasoning: 0 };
  /** For the pace: set by the first character. */
  let window: { readonly endsAt: number; readonly characters: number } | undefined;

  const giveUp = (why: string) =>
    stalled.abort(
      new OvertimeError(
        'model_timed_out',
        `${atStart(model)} ${why} seconds: try again, or set a faster model.`,
      ),
    );
  const total = () => written.answer + written.reasoning;
  const openWindow = () => ({ endsAt: clock.now() + leastPace.seconds * 1000, characters: total() });

  // One timer loop for the whole stream instead of a timer per chunk: a stream has thousands of them.
  const watch = async () => {
    for (;;) {
      const left = lastSeen + silenceSeconds * 1000 - clock.now();
      if (endsAt <= clock.now()) return giveUp(`took longer than ${limits.totalSeconds}`);
      if (left <= 0) return giveUp(`sent nothing for ${silenceSeconds}`);
      if (total() === 0 && startedAt + firstCharacterSeconds * 1000 <= clock.now()) {
        return giveUp(`wrote nothing for ${firstCharacterSeconds}`);
      }
      if (window !== undefined && window.endsAt <= clock.now()) {
        const characters = total() - window.characters;
        if (characters < leastPace.characters) {
          return giveUp(`wrote only ${counted(characters, 'character')} in ${leastPace.seconds}`);
        }
        window = openWindow();
      }
      // The limits shrink with the first data, so no sleep is longer than the shorter limit.
      const sleepMs = Math.min(
        left,
        limits.betweenSeconds * 1000,
        leastPace.seconds * 1000,
        (window?.endsAt ?? Infinity) - clock.now(),
        endsAt - clock.now(),
      );
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
    wrote(kind, characters) {
      written[kind] += characters;
      window ??= openWindow();
      const longest = limits.longest?.[kind] ?? Infinity;
      if (written[kind] <= longest) return;
      stalled.abort(
        new OvertimeError(
          'model_output_invalid',
          `${atStart(model)} wrote more than ${longest} characters: try again, or set another model.`,
        ),
      );
    },
    stop: () => stopped.abort(),
  };
}
