import type { Clock } from '../clock.ts';
import type { Contract } from '../contract.ts';
import { JobCancelledError, LeaseLostError } from '../errors.ts';
import type { CallUsage, LogLevel } from '../task.ts';
import type { ClaimedJob, Engine, Flush, LogLine } from './engine.ts';
import { overallProgress } from './overall-progress.ts';

/** How often news is flushed while there is any, in milliseconds: what a watcher sees as live. */
const flushIntervalMs = 1000;

/**
 * Everything that a running attempt writes. It gathers news (progress, message, partial output, logs,
 * usage) and flushes it by heartbeat once a second while there is some, and at a third of the lease
 * when there is none, so that a slow model keeps its job.
 */
export function createAttemptWriter(engine: Engine, contract: Contract, job: ClaimedJob, clock: Clock) {
  const { leaseSeconds } = contract.policy;
  const done = new Map<string, number>();
  const atWork = new Map<string, number>();
  let logs: LogLine[] = [];
  let usage: CallUsage[] = [];
  let message: string | null = null;
  let stage: string | null = null;
  let partial: unknown = null;
  let news = false;
  let lastWriteAt = clock.now();

  for (const saved of job.stages) done.set(saved.name, 1);

  /** Takes what has accrued, so that it is written once; `putBack` when the write did not arrive. */
  function take(): Flush {
    const taken = { logs, usage };
    logs = [];
    usage = [];
    return taken;
  }
  function putBack(taken: Flush): void {
    logs = [...taken.logs, ...logs];
    usage = [...taken.usage, ...usage];
  }

  /** Runs a write with what has accrued and keeps that when the write does not arrive. */
  async function withFlush<T>(write: (flush: Flush) => Promise<T>): Promise<T> {
    const taken = take();
    try {
      const answer = await write(taken);
      lastWriteAt = clock.now();
      return answer;
    } catch (error) {
      putBack(taken);
      throw error;
    }
  }

  async function beat(): Promise<void> {
    const news_ = { message, stage, partial };
    const stages = [...atWork].map(([name, fraction]) => ({
      name,
      item: 0,
      progress: Math.floor(fraction * 100),
    }));
    message = null;
    partial = null;
    news = false;
    try {
      await withFlush((flush) =>
        engine.heartbeat(job, leaseSeconds, {
          ...flush,
          ...news_,
          stages,
          progress: overallProgress(contract.stages, done),
        }),
      );
    } catch (error) {
      message ??= news_.message;
      partial ??= news_.partial;
      news = true;
      throw error;
    }
  }

  return {
    log(level: LogLevel, text: string, details?: Readonly<Record<string, unknown>>): void {
      logs.push({ level, message: text, details: details ?? null, at: new Date(clock.now()).toISOString() });
      news = true;
    },
    recordUsage(call: CallUsage): void {
      usage.push(call);
      news = true;
    },
    setPartial(value: unknown): void {
      partial = value;
      news = true;
    },
    beginStage(name: string): void {
      stage = name;
      atWork.set(name, 0);
      done.set(name, 0);
      news = true;
    },
    /** Never backwards: a stream that starts over does not take progress back. */
    setStageProgress(name: string, fraction: number, text?: string): void {
      const before = atWork.get(name) ?? 0;
      const now = Math.min(1, Math.max(before, fraction));
      if (now === before && text === undefined) return;
      atWork.set(name, now);
      done.set(name, now);
      if (text !== undefined) message = text;
      news = true;
    },
    async saveStage(name: string, output: unknown, startedAt: string): Promise<void> {
      atWork.delete(name);
      done.set(name, 1);
      await withFlush((flush) =>
        engine.saveStage(job, leaseSeconds, {
          ...flush,
          name,
          item: 0,
          output,
          startedAt,
          progress: overallProgress(contract.stages, done),
        }),
      );
    },
    withFlush,

    /**
     * Beats until `stopped` aborts. Resolves then; rejects with `LeaseLostError` or
     * `JobCancelledError` when the job is no longer this worker's, also when the database could not
     * be reached for as long as the lease lasts: by then another worker may have it.
     */
    async beatUntil(stopped: AbortSignal): Promise<void> {
      while (!stopped.aborted) {
        try {
          await clock.sleep(flushIntervalMs, stopped);
        } catch {
          return;
        }
        const silentMs = clock.now() - lastWriteAt;
        if (!news && silentMs < (leaseSeconds * 1000) / 3) continue;
        try {
          await beat();
        } catch (error) {
          if (error instanceof LeaseLostError || error instanceof JobCancelledError) throw error;
          if (clock.now() - lastWriteAt > leaseSeconds * 1000) throw new LeaseLostError(job.jobId);
        }
      }
    },

    /** Counts what was spent when nothing else may be written any more. */
    async recordSpent(): Promise<void> {
      await engine.recordUsage(job, take().usage);
    },
  };
}
