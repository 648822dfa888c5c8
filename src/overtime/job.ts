// Its schema is in a file of its own: the page's first script asks for statuses and loads no zod.
export type { JobFile } from './job-file.ts';

/**
 * The words of this project.
 *
 * - task: a kind of work, defined in code.
 * - contract: a task's name, input and result schemas, stages and policy; safe to import in a browser.
 * - policy: the limits in a contract.
 * - job: one row of `jobs`: one request for one task.
 * - status: where a job stands; `completed`, `failed` and `cancelled` are terminal.
 * - attempt: one claimed execution of a job, counted from 1.
 * - stage: a named unit of a job's work whose output is saved once and reused by later attempts.
 * - enqueue: insert the pending row.
 * - dispatch: the signed HTTP call to the background function; a hint that work waits.
 * - claim: take the next due job exclusively, under a new lease.
 * - lease: who may write to a job, and until when.
 * - fence: the rule that a write with a lease that is no longer the job's changes nothing and says so.
 * - heartbeat: one call that extends the lease, flushes what has accrued, and learns of cancellation.
 * - rescue: take a job whose lease expired back to pending, or to failed when its attempts are spent.
 */
export const jobStatuses = ['pending', 'processing', 'completed', 'failed', 'cancelled'] as const;
export type JobStatus = (typeof jobStatuses)[number];

export const terminalStatuses = ['completed', 'failed', 'cancelled'] as const;
export type TerminalStatus = (typeof terminalStatuses)[number];

export function isTerminal(status: JobStatus): status is TerminalStatus {
  return (terminalStatuses as readonly JobStatus[]).includes(status);
}

export const stageStatuses = ['pending', 'processing', 'completed', 'failed', 'skipped'] as const;
export type StageStatus = (typeof stageStatuses)[number];

/** One stage as a person sees it. */
export interface StageSnapshot {
  readonly name: string;
  /** What to show for the name, from the contract. */
  readonly title: string;
  /** 0 for the stage as a whole, 1 and up for its numbered items. */
  readonly item: number;
  readonly status: StageStatus;
  /** 0 to 100. */
  readonly progress: number;
  /** Why it was skipped or failed. */
  readonly reason: string | null;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

/** What a job took. Durations in milliseconds; a cost of null means that a model's price is not known. */
export interface Performance {
  /** From the first claim to the end, or to now. */
  readonly durationMs: number;
  /** From enqueue to the first claim, or to now. */
  readonly queueTimeMs: number;
  /** Time spent in model calls, over all attempts. */
  readonly llmTimeMs: number;
  /** Size of the input file in kB (1000 bytes), null where there is none. */
  readonly fileSizeKb: number | null;
  /** Input and output tokens, over all attempts. */
  readonly tokenUsage: number;
  readonly costUsd: number | null;
  readonly attempts: number;
}

interface SnapshotBase {
  readonly jobId: string;
  readonly task: string;
  /** 0 to 100. */
  readonly progress: number;
  /** The stage at work, null before the first. */
  readonly stage: string | null;
  readonly message: string | null;
  readonly stages: readonly StageSnapshot[];
  readonly attempt: number;
  readonly maxAttempts: number;
  /** True when any of it is made of samples. */
  readonly sample: boolean;
  readonly performance: Performance;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly startedAt: string | null;
}

/** A job as its owner reads it: what the status function answers and the client yields. */
export type JobSnapshot<Result = unknown, Partial = unknown> =
  | (SnapshotBase & {
      readonly status: 'pending' | 'processing';
      /** What keeps a pending job: its time, a place among its user's running jobs, or a lock. */
      readonly waitsFor: 'time' | 'user' | 'lock' | null;
      readonly partial: Partial | null;
    })
  | (SnapshotBase & {
      readonly status: 'completed';
      readonly result: Result;
      readonly finishedAt: string;
    })
  | (SnapshotBase & {
      readonly status: 'failed';
      /** What happened, for a person to read. */
      readonly error: string;
      /** The same for a program: stable over versions. */
      readonly errorCode: string;
      /** Whether the same input may succeed when tried again. */
      readonly errorRetryable: boolean;
      readonly partial: Partial | null;
      readonly finishedAt: string;
    })
  | (SnapshotBase & {
      readonly status: 'cancelled';
      readonly partial: Partial | null;
      readonly finishedAt: string;
    });

/** A job in a list: enough to show a line and to open it. */
export interface JobSummary {
  readonly jobId: string;
  readonly task: string;
  readonly status: JobStatus;
  /** 0 to 100. */
  readonly progress: number;
  readonly message: string | null;
  readonly error: string | null;
  readonly errorCode: string | null;
  /** True when any of it is made of samples. */
  readonly sample: boolean;
  readonly attempts: number;
  /** Input and output tokens, over all attempts. */
  readonly tokenUsage: number;
  /** Null where a model's price is not known. */
  readonly costUsd: number | null;
  /** From the first claim to the end, in milliseconds; null before the end. */
  readonly durationMs: number | null;
  readonly createdAt: string;
  readonly finishedAt: string | null;
}

export interface JobPage {
  readonly jobs: readonly JobSummary[];
  /** What `before` takes for the next page; null on the last one. */
  readonly nextBefore: string | null;
}

/** A model call of a job, as its owner reads it. */
export interface JobCall {
  readonly id: string;
  readonly attempt: number;
  readonly provider: string;
  readonly model: string;
  /** What the call was for, such as `extraction` or `repair`. */
  readonly purpose: string;
  readonly outcome: 'running' | 'succeeded' | 'failed' | 'aborted';
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Characters of the text that was spoken; 0 for a call that writes. */
  readonly characters: number;
  /** True where the provider reported no usage. */
  readonly estimated: boolean;
  /** In US dollars; null where the model's price is not known. */
  readonly costUsd: number | null;
  readonly durationMs: number;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** A line of a job's log. */
export interface JobLogLine {
  readonly id: number;
  readonly attempt: number;
  readonly level: LogLevel;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>> | null;
  readonly at: string;
}
