import { changesBetween, type JobChanges, type JobMessage, within } from '../changes.ts';
import type { Clock } from '../clock.ts';
import type { StageSnapshot } from '../job.ts';

/** What a running attempt changes of its job, as a watcher sees it. */
export interface ShownJob {
  readonly progress: number;
  readonly stage: string | null;
  readonly message: string | null;
  readonly partial: unknown;
  /** By name and item: those that this attempt has begun. */
  readonly stages: ReadonlyMap<string, StageSnapshot>;
}

/** A message of an attempt, which never says a status. */
export type AttemptMessage = Required<Omit<JobMessage, 'status'>>;

/** Sends a message; false where the service refuses it. */
export type Broadcast = (jobId: string, message: AttemptMessage) => Promise<boolean>;

/** Time between two messages of a job, in milliseconds: a free project may send 100 messages a second in all. */
const intervalMs = 500;

/**
 * Tells watchers what an attempt changes, at most twice a second. Each message holds all that the row lacks, so that the
 * next one makes up for one that was refused or lost.
 */
export function broadcastJob(send: Broadcast, jobId: string, clock: Clock, version: number, start: ShownJob) {
  let told = { version, shown: start };
  let row = told;
  return {
    /** The row has become this. */
    written(newVersion: number, shown: ShownJob): void {
      row = { version: newVersion, shown };
    },
    /**
     * Sends until `stopped` aborts.
     *
     * @param now what the attempt shows; null while it may have lost its lease, and must say nothing.
     */
    async until(stopped: AbortSignal, now: () => ShownJob | null): Promise<void> {
      let toldAhead = JSON.stringify(changesOf(start, start));
      while (!stopped.aborted) {
        try {
          await clock.sleep(intervalMs, stopped);
        } catch {
          return;
        }
        const shown = now();
        if (shown === null) continue;
        const next = row;
        const ahead = changesOf(next.shown, shown);
        const aheadText = JSON.stringify(ahead);
        if (next.version === told.version && aheadText === toldAhead) continue;
        const step = changesOf(told.shown, next.shown);
        const message = { since: told.version, version: next.version, ...step, ahead };
        if (!(await send(jobId, message).catch(() => false))) continue;
        told = next;
        toldAhead = aheadText;
      }
    },
  };
}

function changesOf(before: ShownJob, after: ShownJob): JobChanges {
  const { stages: stagesBefore, partial: partialBefore, ...fieldsBefore } = before;
  const { stages, partial, ...fields } = after;
  return {
    changes: [
      ...changesBetween(fieldsBefore, fields),
      ...within('partial', changesBetween(partialBefore, partial)),
    ],
    stages: [...stages].filter(([key, stage]) => stagesBefore.get(key) !== stage).map(([, stage]) => stage),
  };
}
