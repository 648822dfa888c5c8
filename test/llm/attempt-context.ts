import type { Clock } from '../../src/clock.ts';
import type { AttemptContext, CallUsage, LogLevel } from '../../src/task.ts';

/** A clock that moves only when told to; sleepers wake when their time has come. */
export interface ManualClock extends Clock {
  advance(ms: number): Promise<void>;
  /** Resolves once so many sleep. */
  untilAsleep(sleepers: number): Promise<void>;
}

export function manualClock(start = Date.parse('2026-11-22T10:00:00Z')): ManualClock {
  let now = start;
  const sleepers = new Set<{ readonly due: number; wake(): void }>();
  return {
    now: () => now,
    random: () => 0.5,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const onAbort = () => {
          sleepers.delete(sleeper);
          reject(signal?.reason as Error);
        };
        const sleeper = {
          due: now + ms,
          wake: () => {
            signal?.removeEventListener('abort', onAbort);
            resolve();
          },
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        sleepers.add(sleeper);
      }),
    untilAsleep: async (count) => {
      while (sleepers.size < count) await new Promise((resolve) => setImmediate(resolve));
    },
    advance: async (ms) => {
      const end = now + ms;
      for (;;) {
        // Whoever was woken gets to run, and perhaps to sleep again, before time goes on.
        await new Promise((resolve) => setImmediate(resolve));
        const next = [...sleepers].filter(({ due }) => due <= end).toSorted((a, b) => a.due - b.due)[0];
        if (next === undefined) break;
        now = Math.max(now, next.due);
        sleepers.delete(next);
        next.wake();
      }
      now = end;
    },
  };
}

export interface RecordingContext extends AttemptContext {
  readonly clock: ManualClock;
  readonly usage: CallUsage[];
  readonly logs: { readonly level: LogLevel; readonly message: string }[];
  readonly abort: (reason: Error) => void;
}

/** The context of an attempt that keeps what it is given. */
export function attemptContext(env: AttemptContext['env'] = {}, deployContext = 'dev'): RecordingContext {
  const controller = new AbortController();
  const usage: CallUsage[] = [];
  const logs: RecordingContext['logs'] = [];
  return {
    jobId: 'job-1',
    userId: 'user-1',
    attempt: 1,
    signal: controller.signal,
    clock: manualClock(),
    env,
    deployContext,
    log: (level, message) => logs.push({ level, message }),
    recordUsage: (call) => usage.push(call),
    usage,
    logs,
    abort: (reason) => controller.abort(reason),
  };
}
