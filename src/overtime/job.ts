import type { z } from 'zod';
import type { jobCall, jobLogLine, jobPage, jobPerformance, jobSchema, jobStage } from './job-answers.ts';

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
 * - dispatch: the signed HTTP call to the background function; a hint that work is waiting.
 * - claim: take the next due job exclusively, under a new lease.
 * - lease: who may write to a job, and until when.
 * - fence: the rule that a write with a lost lease changes nothing and reports that.
 * - heartbeat: one call that extends the lease, flushes collected changes, and learns of cancellation.
 * - rescue: put a job whose lease expired back to pending, or to failed when its attempts are spent.
 */
export { isTerminal, jobStatuses, stageStatuses, type JobStatus, type StageStatus } from './job-status.ts';

// The types below come from schemas, but none is loaded here: the page's first script needs statuses, not zod.
export type { JobFile } from './job-file.ts';

/** One stage as a person sees it. */
export type StageSnapshot = z.output<typeof jobStage>;
/** What a job took, over all attempts. */
export type Performance = z.output<typeof jobPerformance>;

type AnySnapshot = z.output<ReturnType<typeof jobSchema<z.ZodUnknown, z.ZodUnknown>>>;
type Typed<Snapshot, Result, Partial> = Snapshot extends { result: unknown }
  ? Omit<Snapshot, 'result'> & { readonly result: Result }
  : Omit<Snapshot, 'partial'> & { readonly partial: Partial | null };

/** A job as its owner reads it: what the status function answers and the client yields. */
export type JobSnapshot<Result = unknown, Partial = unknown> = Typed<AnySnapshot, Result, Partial>;

/** A page of a list of jobs. */
export type JobPage = z.output<typeof jobPage>;
/** A job in a list: enough to show a line and to open it. */
export type JobSummary = JobPage['jobs'][number];
/** A line of a job's log. */
export type JobLogLine = z.output<typeof jobLogLine>;
export type LogLevel = JobLogLine['level'];
/** A model call of a job, as its owner reads it. */
export type JobCall = z.output<typeof jobCall>;
