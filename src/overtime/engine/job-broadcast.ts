import { changesBetween, within, type Change } from '../changes.ts';
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

/**
 * A message to who watches a job: what has changed since the row's version `since`. It is for who knows that version.
 * With `version` higher, it says what the row has become, and is the next one's `since`; with the same, it says what the
 * row does not have yet, and replaces the message before.
 */
export interface JobMessage {
  readonly since: number;
  readonly version: number;
  readonly changes: readonly Change[];
  /** The stages that have changed, whole. */
  readonly stages: readonly StageSnapshot[];
}

/** Sends a message; false where the service refuses it. */
export type Broadcast = (jobId: string, message: JobMessage) => Promise<boolean>;

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
      let sent = '';
      while (!stopped.aborted) {
        try {
          await clock.sleep(intervalMs, stopped);
        } catch {
          return;
        }
        const shown = now();
        if (shown === null) continue;
        const next = row.version > told.version ? row : { version: told.version, shown };
        const message = messageBetween(told, next);
        const text = JSON.stringify(message);
        if (text === sent || isEmpty(message, sent)) continue;
        if (!(await send(jobId, message).catch(() => false))) continue;
        sent = text;
        if (next.version > told.version) told = next;
      }
    },
  };
}

function messageBetween(
  told: { version: number; shown: ShownJob },
  next: { version: number; shown: ShownJob },
): JobMessage {
  const { stages: toldStages, partial: toldPartial, ...toldFields } = told.shown;
  const { stages, partial, ...fields } = next.shown;
  return {
    since: told.version,
    version: next.version,
    changes: [
      ...changesBetween(toldFields, fields),
      ...within('partial', changesBetween(toldPartial, partial)),
    ],
    stages: [...stages].filter(([key, stage]) => toldStages.get(key) !== stage).map(([, stage]) => stage),
  };
}

/** Nothing is new, and nothing was said that would have to be taken back. */
function isEmpty({ since, version, changes, stages }: JobMessage, sent: string): boolean {
  return sent === '' && since === version && changes.length === 0 && stages.length === 0;
}
