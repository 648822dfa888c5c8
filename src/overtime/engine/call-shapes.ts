import type { Change } from '../changes.ts';
import type { Policy } from '../contract.ts';
import type { JobStatus, LogLevel } from '../job.ts';
import type { CallUsage } from '../task.ts';

// What the engine's calls take and answer; see engine.ts.

/** A new job, as `overtime_enqueue_job` takes it. */
export interface NewJob {
  readonly id: string;
  readonly userId: string;
  readonly tenantId: string | null;
  readonly task: string;
  readonly title: string | null;
  readonly contractVersion: number;
  readonly input: unknown;
  readonly policy: Policy;
  readonly priority: number;
  readonly lockKey: string | null;
  readonly idempotencyKey: string | null;
  readonly inputHash: string;
  /** The file at the path that the input names, as the trigger found it; null without a file. */
  readonly fileBytes: number | null;
  readonly fileSha256: string | null;
  /** Not before this time (ISO 8601); null for now. */
  readonly runAt: string | null;
  readonly webhookUrl: string | null;
  readonly scheduleId: string | null;
}

export interface Enqueued {
  readonly jobId: string;
  readonly status: JobStatus;
  /** False when an idempotency key led to a job that was there already. */
  readonly created: boolean;
}

/** One of a list of jobs that were enqueued together. */
export interface EnqueuedInList extends Enqueued {
  /** It can be claimed; false while it waits for a place among its user's jobs, and for one that was there already. */
  readonly ready: boolean;
}

/** A stage that an earlier attempt finished. */
export interface SavedStage {
  readonly name: string;
  readonly item: number;
  readonly status: 'completed' | 'skipped';
  readonly output: unknown;
}

/** A job under a worker's lease. */
export interface ClaimedJob {
  readonly jobId: string;
  readonly userId: string;
  readonly contractVersion: number;
  readonly input: unknown;
  /** The file at the path that the input names, as the trigger found it. */
  readonly fileBytes: number | null;
  readonly fileSha256: string | null;
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly leaseId: string;
  readonly progress: number;
  readonly version: number;
  /** Whether the project has what a job's channel needs. */
  readonly hasChannel: boolean;
  readonly hasWebhook: boolean;
  readonly stages: readonly SavedStage[];
}

export interface LogLine {
  readonly level: LogLevel;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>> | null;
  readonly at: string;
}

/** What every write of a worker includes. */
export interface Flush {
  readonly logs: readonly LogLine[];
  readonly usage: readonly CallUsage[];
}

/** A running stage, or one numbered item of it. */
export interface StageAtWork {
  readonly name: string;
  /** 0 for the stage as a whole, 1 and up for its items. */
  readonly item: number;
  /** 0 to 100. */
  readonly progress: number;
}

export interface Heartbeat extends Flush {
  readonly progress: number | null;
  readonly stage: string | null;
  readonly message: string | null;
  readonly stages: readonly StageAtWork[];
  /** Null when nothing new has streamed. */
  readonly partial: unknown;
  /** What has changed in it since the heartbeat before; null where that is not known. */
  readonly changes: readonly Change[] | null;
}

/** A stage, or an item of it, that was completed or skipped. */
export interface EndedStage extends SavedStage {
  readonly reason: string | null;
  readonly startedAt: string;
}

export interface StageSave extends EndedStage, Flush {
  readonly progress: number;
}

export interface Completion extends Flush {
  readonly result: unknown;
  /** The last stage, where it is not saved yet. */
  readonly stage: EndedStage | null;
}

export interface Failure extends Flush {
  readonly error: { readonly code: string; readonly message: string; readonly retryable: boolean };
  readonly retrySeconds: number;
  readonly internalError: string;
  readonly worker: string;
}
