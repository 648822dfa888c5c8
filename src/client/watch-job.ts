import type { Clock } from '../clock.ts';
import { isTerminal, type JobSnapshot } from '../job.ts';
import { ApiError } from './api-error.ts';
import type { ApiAnswer } from './call-api.ts';
import type { PagePresence } from './page-presence.ts';
import { pollDelayMs } from './poll-delay.ts';

/** One status read. `etag` is that of the last snapshot, to be sent as If-None-Match. */
export type PollStatus<Snapshot> = (
  etag: string | null,
  signal: AbortSignal | undefined,
) => Promise<ApiAnswer & { readonly snapshot: Snapshot | null }>;

export interface WatchOptions {
  /** Ends the watching; the job itself goes on. The iterator then throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** Longest time without any change in the job, in seconds, before `watch_gave_up`. Default 1800. */
  readonly giveUpSeconds?: number;
  /** Hears of a poll that failed and will be repeated, and null once polls succeed again. */
  readonly onTrouble?: (error: ApiError | null) => void;
}

/**
 * Yields a job's snapshots, one per change, up to and including the terminal one.
 *
 * Polls one at a time, as often as the server advises. A poll that fails in passing (no network,
 * 429, 5xx) is repeated with growing delays. In a hidden tab nothing is polled after the first
 * snapshot; when the tab is shown or the network returns, it polls at once.
 *
 * @throws {ApiError} that does not pass (such as `not_found`), and `watch_gave_up`.
 */
export async function* watchJob<Snapshot extends JobSnapshot>(
  poll: PollStatus<Snapshot>,
  environment: { clock: Clock; presence: PagePresence },
  options: WatchOptions = {},
): AsyncGenerator<Snapshot, void, undefined> {
  const { clock, presence } = environment;
  const { signal, onTrouble } = options;
  const giveUpMs = (options.giveUpSeconds ?? 1800) * 1000;
  let etag: string | null = null;
  let failures = 0;
  let lastChangeAt = clock.now();

  for (;;) {
    signal?.throwIfAborted();
    let retryAfterSeconds: number | undefined;
    try {
      const answer = await poll(etag, signal);
      if (failures > 0) onTrouble?.(null);
      failures = 0;
      retryAfterSeconds = answer.retryAfterSeconds;
      if (answer.snapshot !== null) {
        etag = answer.etag;
        lastChangeAt = clock.now();
        yield answer.snapshot;
        if (isTerminal(answer.snapshot.status)) return;
      }
    } catch (error) {
      if (!(error instanceof ApiError) || !error.isPassing) throw error;
      failures += 1;
      retryAfterSeconds = error.retryAfterSeconds;
      onTrouble?.(error);
    }

    if (clock.now() - lastChangeAt >= giveUpMs) {
      throw new ApiError(
        'watch_gave_up',
        `Nothing has changed for ${Math.round(giveUpMs / 60_000)} minutes. The job is kept: look again later.`,
      );
    }
    const wasHidden = await waitForNextPoll(
      pollDelayMs({ failures, retryAfterSeconds, random: clock.random() }),
      clock,
      presence,
      signal,
    );
    // What nobody watched does not count as waiting in vain.
    if (wasHidden) lastChangeAt = clock.now();
  }
}

/** Resolves after the delay, or at once on a return; in a hidden tab only on the return. True if it was hidden. */
async function waitForNextPoll(
  delayMs: number,
  clock: Clock,
  presence: PagePresence,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  signal?.throwIfAborted();
  const wake = new AbortController();
  const onAbort = () => wake.abort();
  signal?.addEventListener('abort', onAbort, { once: true });
  const stopListening = presence.onReturn(() => wake.abort());
  try {
    await clock.sleep(delayMs, wake.signal).catch(() => {});
    const hidden = !wake.signal.aborted && presence.isHidden();
    if (hidden) {
      await new Promise<void>((resolve) =>
        wake.signal.addEventListener('abort', () => resolve(), { once: true }),
      );
    }
    signal?.throwIfAborted();
    return hidden;
  } finally {
    stopListening();
    signal?.removeEventListener('abort', onAbort);
  }
}
