import type { Clock } from '../clock.ts';
import { isTerminal, type JobSnapshot } from '../job.ts';
import { ApiError } from './api-error.ts';
import type { JobMessages, KnownJob } from './job-messages.ts';
import type { PagePresence } from './page-presence.ts';
import { pollDelayMs } from './poll-delay.ts';

/** What a read returns: a snapshot, or null where nothing has changed. */
export interface JobChange<Snapshot> {
  readonly snapshot: Snapshot | null;
  /** Names the snapshot. */
  readonly etag: string | null;
  readonly retryAfterSeconds: number | undefined;
}

/** One status read. */
export type ReadChanges<Snapshot> = (read: {
  /** That of the last snapshot: only other versions are returned. */
  readonly etag: string | null;
  /** The last snapshot, to which changes are applied. */
  readonly latest: Snapshot | null;
  /** Whether the server may hold the call open and send each change. */
  readonly hold: boolean;
  readonly signal: AbortSignal;
}) => AsyncIterable<JobChange<Snapshot>>;

export interface WatchOptions {
  /** Ends the watch; the job itself continues. The iterator then throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** Longest time without any change in the job, in seconds, before `watch_gave_up`. Default 1800. */
  readonly giveUpSeconds?: number;
  /** Called with the error of a read that failed and will be repeated, and with null once reads succeed again. */
  readonly onTrouble?: (error: ApiError | null) => void;
  /** What an earlier watch showed last: a job that was cancelled since then keeps its partial output. */
  readonly shown?: JobSnapshot | null;
}

/** A held call costs as much as a running worker, so calls are held only up to this age of a job, in milliseconds. */
const longestHeldAgeMs = 300_000;
/** A held call that ends sooner, in milliseconds, was not held: then the next read waits as the server advises. */
const shortestHeldMs = 1000;
/** How long a watch waits for its channel before the first read, in milliseconds: a read before it is one more. */
const joinMs = 600;
/** Least time between two reads of a running job whose messages have a gap, in milliseconds. */
const gapMs = 1000;
/** Time after which the job is read where no message comes, in milliseconds. */
const silenceMs = 15_000;

/**
 * Yields a job's snapshots, one per change, up to and including the terminal one.
 *
 * One read at a time. The server holds each read open and sends changes; where it does not, for a job that takes
 * minutes, and after a held read that broke or that a proxy kept back to its end, it advises the interval between reads.
 * With `messages` (Realtime) no read is held: the job is read at the start, where a message is missing, and at the end.
 * A read with a temporary failure (no network, 429, 5xx) is repeated with growing delays. A hidden tab hears messages,
 * and reads nothing after the first snapshot but the end that they tell of. It reads at once when it is shown.
 *
 * @throws {ApiError} for permanent failures (such as `not_found`), and `watch_gave_up`.
 */
export async function* watchJob<Snapshot extends JobSnapshot>(
  read: ReadChanges<Snapshot>,
  environment: { clock: Clock; presence: PagePresence; messages: JobMessages | null },
  options: WatchOptions = {},
): AsyncGenerator<Snapshot, void, undefined> {
  const { clock, presence, messages } = environment;
  const { signal, onTrouble } = options;
  const giveUpMs = (options.giveUpSeconds ?? 1800) * 1000;
  let latest = (options.shown ?? null) as Snapshot | null;
  let etag: string | null = null;
  let known: KnownJob<Snapshot> | null = null;
  let failures = 0;
  let lastChangeAt = clock.now();
  let mayHold = true;

  try {
    const isLive = () => messages?.state() === 'live';
    const joining = () => (messages?.state() === 'joining' ? joinMs : 0);
    const around = { clock, presence, messages, signal };
    await pause(joining, around);
    for (;;) {
      signal?.throwIfAborted();
      const startedAt = clock.now();
      const hold: boolean =
        mayHold &&
        !presence.isHidden() &&
        (messages?.state() ?? 'broken') === 'broken' &&
        isWorthHolding(latest);
      const interruption = interruptedBy(presence, signal);
      let retryAfterSeconds: number | undefined;
      let answeredAt: number | null = null;
      // What they say is in the row that is read now, or in the next message.
      messages?.take();
      try {
        const reading: AsyncIterable<JobChange<Snapshot>> = read({
          etag,
          latest,
          hold,
          signal: interruption.signal,
        });
        for await (const change of reading) {
          answeredAt ??= clock.now();
          if (failures > 0) onTrouble?.(null);
          failures = 0;
          ({ retryAfterSeconds } = change);
          if (change.snapshot === null) continue;
          const snapshot: Snapshot = withShownText(change.snapshot, latest);
          ({ etag } = change);
          latest = snapshot;
          known = { version: versionIn(etag), snapshot };
          lastChangeAt = clock.now();
          yield snapshot;
          if (isTerminal(snapshot.status)) return;
        }
      } catch (error) {
        signal?.throwIfAborted();
        // A change of presence aborts a held call on purpose.
        if (!interruption.signal.aborted) {
          if (!isPassing(error)) throw error;
          mayHold &&= !hold;
          // One that answered and broke has told its news: no trouble.
          if (answeredAt === null) {
            failures += 1;
            ({ retryAfterSeconds } = error);
            onTrouble?.(error);
          }
        }
      } finally {
        interruption.end();
      }

      if (clock.now() - lastChangeAt >= giveUpMs) throw gaveUp(giveUpMs);

      const endedAt = clock.now();
      const silentMs = (answeredAt ?? endedAt) - startedAt;
      const wasHeld = hold && answeredAt !== null && endedAt - startedAt >= shortestHeldMs;
      // The server writes at once: what begins to arrive near the end was gathered by a proxy.
      if (wasHeld && silentMs > (endedAt - startedAt) / 2) mayHold = false;
      const advisedMs = pollDelayMs({ failures, retryAfterSeconds, random: clock.random() });
      let toRead: 'end' | 'gap' | 'none' = 'none';
      let pausedAt = clock.now();
      let wasHidden = false;
      const pauseMs = () => {
        if (interruption.signal.aborted) return 0;
        if (failures === 0 && isLive()) return { end: 0, gap: gapMs, none: silenceMs }[toRead];
        return wasHeld && mayHold ? 0 : advisedMs;
      };
      for (;;) {
        for (const message of messages?.take() ?? []) {
          const after = messages?.after<Snapshot>(known, message) ?? null;
          if (after === null) continue;
          if (after === 'end' || after === 'gap') {
            if (toRead !== 'end') toRead = after;
            continue;
          }
          ({ known } = after);
          etag = etag?.replace(versionPattern, `.${known.version}"`) ?? null;
          lastChangeAt = clock.now();
          if (toRead === 'none') pausedAt = lastChangeAt;
          latest = after.shown;
          yield after.shown;
        }
        if (presence.isHidden()) {
          wasHidden = true;
          if (toRead === 'end') break;
          await newsOf(presence, messages, signal);
        } else if (wasHidden) break;
        else {
          const heard = await pause(() => pauseMs() - (clock.now() - pausedAt), around, true);
          if (!heard && !presence.isHidden()) break;
        }
      }
      // Time in a hidden tab does not count towards giving up.
      if (wasHidden) lastChangeAt = clock.now();
    }
  } finally {
    messages?.end();
  }
}

const versionPattern = /\.(\d+)"$/;

/** The version that a job's etag names. */
function versionIn(etag: string | null): number {
  return Number(versionPattern.exec(etag ?? '')?.[1] ?? 0);
}

/** A cancelled job's row may lack the last seconds of what was shown: its worker could not write them any more. */
function withShownText<Snapshot extends JobSnapshot>(job: Snapshot, shown: Snapshot | null): Snapshot {
  if (job.status !== 'cancelled' || shown === null || !('partial' in shown)) return job;
  return { ...job, partial: shown.partial ?? job.partial };
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
    `Nothing has changed for ${Math.round(afterMs / 60_000)} minutes. The job is kept. Look again later.`,
  );
}

/** Aborts with the caller's signal, and as soon as the page's presence changes. */
function interruptedBy(presence: PagePresence, signal: AbortSignal | undefined) {
  const changed = new AbortController();
  const end = presence.onChange(() => changed.abort());
  return { signal: AbortSignal.any(signal === undefined ? [changed.signal] : [changed.signal, signal]), end };
}

/**
 * Resolves after the time that is left, or as soon as the presence changes. What comes over the channel may change the
 * time; with `untilNews` it ends the pause, which then resolves to true.
 */
async function pause(
  leftMs: () => number,
  environment: {
    clock: Clock;
    presence: PagePresence;
    messages: JobMessages | null;
    signal: AbortSignal | undefined;
  },
  untilNews = false,
): Promise<boolean> {
  const { clock, presence, messages, signal } = environment;
  const interruption = interruptedBy(presence, signal);
  const news = new AbortController();
  const stopListening = messages?.onChange(() => news.abort());
  try {
    signal?.throwIfAborted();
    const left = leftMs();
    if (left <= 0 || interruption.signal.aborted) return false;
    await clock.sleep(left, AbortSignal.any([interruption.signal, news.signal])).catch(() => {});
    signal?.throwIfAborted();
    return untilNews && news.signal.aborted && !interruption.signal.aborted;
  } finally {
    stopListening?.();
    interruption.end();
  }
}

/** Resolves when the presence changes, or something comes over the channel. */
async function newsOf(
  presence: PagePresence,
  messages: JobMessages | null,
  signal: AbortSignal | undefined,
): Promise<void> {
  const interruption = interruptedBy(presence, signal);
  let stopListening: (() => void) | undefined;
  await new Promise<void>((resolve) => {
    interruption.signal.addEventListener('abort', () => resolve(), { once: true });
    stopListening = messages?.onChange(resolve);
  });
  stopListening?.();
  interruption.end();
  signal?.throwIfAborted();
}
