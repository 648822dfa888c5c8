import type { Clock } from '../clock.ts';
import { isTerminal, type JobSnapshot } from '../job.ts';
import { ApiError } from './api-error.ts';
import type { JobHints } from './job-hints.ts';
import type { PagePresence } from './page-presence.ts';
import { pollDelayMs } from './poll-delay.ts';

/** What a read tells: a snapshot, or null where nothing has changed. */
export interface JobNews<Snapshot> {
  readonly snapshot: Snapshot | null;
  /** Names the snapshot. */
  readonly etag: string | null;
  readonly retryAfterSeconds: number | undefined;
}

/** One status read. */
export type ReadNews<Snapshot> = (read: {
  /** That of the last snapshot, to be told only of others. */
  readonly etag: string | null;
  /** Whether the server may keep the call open and tell each change as it comes. */
  readonly hold: boolean;
  readonly signal: AbortSignal;
}) => AsyncIterable<JobNews<Snapshot>>;

export interface WatchOptions {
  /** Ends the watching; the job itself goes on. The iterator then throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** Longest time without any change in the job, in seconds, before `watch_gave_up`. Default 1800. */
  readonly giveUpSeconds?: number;
  /** Hears of a read that failed and will be repeated, and null once reads succeed again. */
  readonly onTrouble?: (error: ApiError | null) => void;
}

/** A held call costs as much as a worker that runs: worth it while a person waits, in milliseconds of the job's age. */
const longestHeldAgeMs = 300_000;
/** A held call that ends sooner, in milliseconds, was not held: the pause that the server advises is kept. */
const shortestHeldMs = 1000;
/** With hints, between two reads of a job that goes on, in milliseconds … */
const hintedGapMs = 3000;
/** … and when none comes. */
const unhintedGapMs = 15_000;

/**
 * Yields a job's snapshots, one per change, up to and including the terminal one.
 *
 * One read at a time. The server holds each read open and tells changes as they come; where it does not,
 * and for a job that takes minutes, reads are as far apart as it advises. With `hints` (Realtime), reads
 * wait for one. A read that fails in passing (no network, 429, 5xx) is repeated with growing delays. In a
 * hidden tab nothing is read after the first snapshot; when the tab is shown or the network returns, it
 * is read at once.
 *
 * @throws {ApiError} that does not pass (such as `not_found`), and `watch_gave_up`.
 */
export async function* watchJob<Snapshot extends JobSnapshot>(
  read: ReadNews<Snapshot>,
  environment: { clock: Clock; presence: PagePresence; hints: JobHints | null },
  options: WatchOptions = {},
): AsyncGenerator<Snapshot, void, undefined> {
  const { clock, presence, hints } = environment;
  const { signal, onTrouble } = options;
  const giveUpMs = (options.giveUpSeconds ?? 1800) * 1000;
  let latest: Snapshot | null = null;
  let etag: string | null = null;
  let failures = 0;
  let lastChangeAt = clock.now();

  try {
    for (;;) {
      signal?.throwIfAborted();
      const startedAt = clock.now();
      const hold: boolean = !presence.isHidden() && hints?.isLive() !== true && isWorthHolding(latest);
      const interruption = interruptedBy(presence, signal);
      let retryAfterSeconds: number | undefined;
      let answered = false;
      hints?.forget();
      try {
        const reading: AsyncIterable<JobNews<Snapshot>> = read({ etag, hold, signal: interruption.signal });
        for await (const news of reading) {
          answered = true;
          if (failures > 0) onTrouble?.(null);
          failures = 0;
          ({ retryAfterSeconds } = news);
          if (news.snapshot === null) continue;
          ({ etag, snapshot: latest } = news);
          lastChangeAt = clock.now();
          yield news.snapshot;
          if (isTerminal(news.snapshot.status)) return;
        }
      } catch (error) {
        signal?.throwIfAborted();
        // A held call may break at any time, and one that was given up for a change of presence had to.
        if (!interruption.signal.aborted && !(answered && isPassing(error))) {
          if (!isPassing(error)) throw error;
          failures += 1;
          ({ retryAfterSeconds } = error);
          onTrouble?.(error);
        }
      } finally {
        interruption.end();
      }

      if (clock.now() - lastChangeAt >= giveUpMs) throw gaveUp(giveUpMs);

      const wasHeld = hold && answered && clock.now() - startedAt >= shortestHeldMs;
      const advisedMs = pollDelayMs({ failures, retryAfterSeconds, random: clock.random() });
      const pauseMs = () => {
        if (interruption.signal.aborted) return 0;
        if (failures === 0 && hints?.isLive() === true) {
          return { end: 0, news: hintedGapMs, none: unhintedGapMs }[hints.latest() ?? 'none'];
        }
        return wasHeld ? 0 : advisedMs;
      };
      await pause(pauseMs, { clock, presence, hints, signal });
      while (presence.isHidden()) {
        await changeOf(presence, signal);
        // What nobody watched does not count as waiting in vain.
        lastChangeAt = clock.now();
      }
    }
  } finally {
    hints?.end();
  }
}

function isWorthHolding(latest: JobSnapshot | null): boolean {
  if (latest === null) return true;
  const ageMs = latest.performance.queueTimeMs + latest.performance.durationMs;
  return ageMs < longestHeldAgeMs && !('waitsFor' in latest && latest.waitsFor === 'time');
}

function isPassing(error: unknown): error is ApiError {
  return error instanceof ApiError && error.isPassing;
}

function gaveUp(afterMs: number): ApiError {
  return new ApiError(
    'watch_gave_up',
    `Nothing has changed for ${Math.round(afterMs / 60_000)} minutes. The job is kept: look again later.`,
  );
}

/** Aborts with the caller's signal, and as soon as the page's presence changes. */
function interruptedBy(presence: PagePresence, signal: AbortSignal | undefined) {
  const controller = new AbortController();
  const onAbort = () => controller.abort(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  const stopListening = presence.onChange(() => controller.abort());
  return {
    signal: controller.signal,
    end() {
      stopListening();
      signal?.removeEventListener('abort', onAbort);
    },
  };
}

/** Resolves after the pause, whose length a hint may change, or at once when the presence changes. */
async function pause(
  lengthMs: () => number,
  environment: {
    clock: Clock;
    presence: PagePresence;
    hints: JobHints | null;
    signal: AbortSignal | undefined;
  },
): Promise<void> {
  const { clock, presence, hints, signal } = environment;
  const startedAt = clock.now();
  const interruption = interruptedBy(presence, signal);
  try {
    for (;;) {
      signal?.throwIfAborted();
      const leftMs = lengthMs() - (clock.now() - startedAt);
      if (leftMs <= 0 || interruption.signal.aborted) return;
      const hinted = new AbortController();
      const stopListening = hints?.onChange(() => hinted.abort());
      await clock.sleep(leftMs, AbortSignal.any([interruption.signal, hinted.signal])).catch(() => {});
      stopListening?.();
    }
  } finally {
    interruption.end();
  }
}

/** Resolves when the presence changes. */
async function changeOf(presence: PagePresence, signal: AbortSignal | undefined): Promise<void> {
  const interruption = interruptedBy(presence, signal);
  await new Promise<void>((resolve) => {
    interruption.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  interruption.end();
  signal?.throwIfAborted();
}
