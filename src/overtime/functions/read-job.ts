import type { JobStatus, Performance, StageSnapshot } from '../job.ts';
import type { Change } from '../changes.ts';
import type { Exchange } from './handler.ts';

/** A job as `overtime_get_job` returns it (supabase/schemas/overtime/40_get_job.sql). */
export interface JobRead {
  readonly jobId: string;
  readonly task: string;
  readonly title: string | null;
  readonly status: JobStatus;
  readonly version: number;
  readonly progress: number;
  readonly stage: string | null;
  readonly message: string | null;
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly sample: boolean;
  readonly result: unknown;
  readonly error: { readonly code: string; readonly message: string; readonly retryable: boolean } | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly partial: unknown;
  /** What has changed in `partial` since the version that the reader knows, step by step; null where `partial` is whole. */
  readonly partialChanges: readonly (readonly Change[])[] | null;
  /** Stages that have begun. */
  readonly stages: readonly Omit<StageSnapshot, 'title'>[];
  readonly performance: Performance;
  /** What a pending job waits for: its time, a place among its user's jobs, or a lock; else null. */
  readonly waitsFor: 'time' | 'user' | 'lock' | null;
  /** When a job that waits for its time goes on; else null. */
  readonly nextAttemptAt: string | null;
  /** Nobody works on it, and it was not dispatched in the last seconds (`overtime.idle_jobs`). */
  readonly waiting: boolean;
}

/** A job that is of the version that the reader knows: the rest of it is not read. */
export type Unchanged = Pick<JobRead, 'jobId' | 'task' | 'status' | 'version' | 'createdAt' | 'waiting'> & {
  readonly stages?: undefined;
};

/** Reads a job as the caller: row-level security decides, and another user's job is null. */
export async function readJob({ callAsUser }: Exchange, jobId: string): Promise<JobRead | null> {
  return (await callAsUser('overtime_get_job', jobId, { p_job_id: jobId })) as JobRead | null;
}

/**
 * The same for who knows the version `since`.
 *
 * @param changes whether the partial output may be told as what has changed in it.
 */
export async function readJobSince(
  { callAsUser }: Pick<Exchange, 'callAsUser'>,
  jobId: string,
  since: number | null,
  changes: boolean,
): Promise<JobRead | Unchanged | null> {
  const parameters = { p_job_id: jobId, p_since: since, p_changes: changes };
  return (await callAsUser('overtime_get_job', jobId, parameters)) as JobRead | Unchanged | null;
}
