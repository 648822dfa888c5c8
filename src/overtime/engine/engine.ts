import type { Clock } from '../clock.ts';
import type { Policy } from '../contract.ts';
import { storable } from '../storable.ts';
import type { CallUsage, ReadRows } from '../task.ts';
import type {
  ClaimedJob,
  Completion,
  Enqueued,
  EnqueuedInList,
  Failure,
  Flush,
  Heartbeat,
  NewJob,
  StageSave,
} from './call-shapes.ts';
import { functionCalls, untypedCalls, type FunctionCaller } from './function-caller.ts';

type ClaimPolicy = Pick<Policy, 'leaseSeconds' | 'concurrency'>;
type SpendingPolicy = Pick<Policy, 'rate' | 'budgetUsdPerDay'>;

const spendingLimits = ({ rate, budgetUsdPerDay }: SpendingPolicy) => ({
  p_rate_limit: rate?.jobs ?? null,
  p_rate_seconds: rate?.seconds ?? null,
  p_budget_usd: budgetUsdPerDay,
});

/**
 * The SQL functions of the engine as methods: one method, one call, one round trip. Each throws the
 * typed error of `database-error.ts`; a worker's writes throw `LeaseLostError` and `JobCancelledError`.
 *
 * @param supabase a client with the secret key, without a signed-in user.
 * @param lane the lane that jobs are enqueued in, claimed from and dispatched in (docs/decisions/lanes.md).
 */
export function createEngine(supabase: FunctionCaller, clock: Clock, lane: string) {
  const call = functionCalls(supabase, clock);
  const readCall = untypedCalls(supabase, clock);
  /**
   * A worker's data comes from models, libraries and other services: it is cleaned, since one bad character would
   * lose all.
   */
  const write: typeof call = (name, jobId, parameters, tries) =>
    call(name, jobId, storable(parameters), tries);

  /** What is the same for all jobs of one user and task. */
  const shared = ({ policy, ...job }: NewJob) => ({
    p_user_id: job.userId,
    p_tenant_id: job.tenantId,
    p_task: job.task,
    p_contract_version: job.contractVersion,
    p_lane: lane,
    p_idempotency_key: job.idempotencyKey,
    p_webhook_url: job.webhookUrl,
    p_max_attempts: policy.maxAttempts,
    p_retention_hours: policy.retentionHours,
    p_user_limit: policy.userConcurrency,
    ...spendingLimits(policy),
    p_cache_hours: policy.cache?.hours ?? null,
    p_cache_shared: policy.cache?.shared ?? false,
  });

  /** Null for nothing, so that the database skips it. */
  const orNull = <T>(list: readonly T[]) => (list.length === 0 ? null : list);

  return {
    /** Repeated when the database was not reached or did not answer: the job's id makes a repeat the same job. */
    async enqueue(job: NewJob): Promise<Enqueued> {
      return (await call(
        'overtime_enqueue_job',
        job.id,
        {
          p_id: job.id,
          ...shared(job),
          p_title: job.title,
          p_input: job.input,
          p_priority: job.priority,
          p_lock_key: job.lockKey,
          p_run_at: job.runAt,
          p_input_hash: job.inputHash,
          p_file_bytes: job.fileBytes,
          p_file_sha256: job.fileSha256,
          p_schedule_id: job.scheduleId,
        },
        3,
      )) as Enqueued;
    },

    /** The same for jobs of one user and task that are due now, in one transaction. One key is that of the whole list. */
    async enqueueAll(jobs: readonly NewJob[]): Promise<readonly EnqueuedInList[]> {
      const [first] = jobs;
      if (!first) return [];
      const list = jobs.map(({ id, title, input, priority, inputHash, lockKey, fileBytes, fileSha256 }) => ({
        id,
        title,
        input,
        priority,
        inputHash,
        lockKey,
        fileBytes,
        fileSha256,
      }));
      const parameters = { p_jobs: list, ...shared(first) };
      return (await call('overtime_enqueue_jobs', first.id, parameters, 3)) as readonly EnqueuedInList[];
    },

    /**
     * Not repeated: a lost answer may have been a claim, whose job is rescued when its lease ends.
     *
     * @throws `dispatch_rejected` when `dispatchId` was received before.
     */
    async claim(
      task: string,
      { leaseSeconds, concurrency }: ClaimPolicy,
      dispatchId: string | null,
    ): Promise<ClaimedJob | null> {
      return (await call('overtime_claim_job', '', {
        p_task: task,
        p_lane: lane,
        p_lease_seconds: leaseSeconds,
        p_dispatch_id: dispatchId,
        p_task_limit: concurrency,
      })) as ClaimedJob | null;
    },

    /** Returns the job's version. */
    async heartbeat(job: ClaimedJob, leaseSeconds: number, beat: Heartbeat): Promise<number> {
      return (await write('overtime_heartbeat_job', job.jobId, {
        p_job_id: job.jobId,
        p_lease_id: job.leaseId,
        p_lease_seconds: leaseSeconds,
        p_progress: beat.progress,
        p_stage: beat.stage,
        p_message: beat.message,
        p_stages: orNull(beat.stages),
        p_partial: beat.partial,
        p_changes: beat.changes,
        p_logs: orNull(beat.logs),
        p_usage: orNull(beat.usage),
      })) as number;
    },

    /** Returns the job's version. */
    async saveStage(job: ClaimedJob, leaseSeconds: number, save: StageSave): Promise<number> {
      return (await write(
        'overtime_save_stage',
        job.jobId,
        {
          p_job_id: job.jobId,
          p_lease_id: job.leaseId,
          p_lease_seconds: leaseSeconds,
          p_name: save.name,
          p_item: save.item,
          p_status: save.status,
          p_output: save.output ?? null,
          p_reason: save.reason,
          p_started_at: save.startedAt,
          p_progress: save.progress,
          p_logs: orNull(save.logs),
          p_usage: orNull(save.usage),
        },
        3,
      )) as number;
    },

    /** Completes and, when `next` is given, claims the next ready job of the task. */
    async complete(
      job: ClaimedJob,
      completion: Completion,
      next: ClaimPolicy | null,
    ): Promise<ClaimedJob | null> {
      return (await write(
        'overtime_complete_job',
        job.jobId,
        {
          p_job_id: job.jobId,
          p_lease_id: job.leaseId,
          p_result: completion.result,
          p_stage: completion.stage,
          p_logs: orNull(completion.logs),
          p_usage: orNull(completion.usage),
          p_next_lease_seconds: next?.leaseSeconds ?? null,
          p_task_limit: next?.concurrency ?? null,
        },
        3,
      )) as ClaimedJob | null;
    },

    /** Returns `pending` when another attempt is due after `retrySeconds`. */
    async fail(job: ClaimedJob, failure: Failure): Promise<'pending' | 'failed'> {
      return (await write(
        'overtime_fail_job',
        job.jobId,
        {
          p_job_id: job.jobId,
          p_lease_id: job.leaseId,
          p_error: failure.error,
          p_retry_seconds: failure.retrySeconds,
          p_internal_error: failure.internalError,
          p_worker: failure.worker,
          p_logs: orNull(failure.logs),
          p_usage: orNull(failure.usage),
        },
        3,
      )) as 'pending' | 'failed';
    },

    /** Returns `failed` when the job has reached its policy's limit of hand-overs or hours. */
    async handOver(
      job: ClaimedJob,
      policy: Pick<Policy, 'maxHandOvers' | 'maxHours'>,
      flush: Flush,
      worker: string,
    ): Promise<'pending' | 'failed'> {
      return (await write(
        'overtime_hand_over_job',
        job.jobId,
        {
          p_job_id: job.jobId,
          p_lease_id: job.leaseId,
          p_max_hand_overs: policy.maxHandOvers,
          p_max_seconds: policy.maxHours * 3600,
          p_worker: worker,
          p_logs: orNull(flush.logs),
          p_usage: orNull(flush.usage),
        },
        3,
      )) as 'pending' | 'failed';
    },

    /** Counts the usage of an attempt that may write nothing else any more. */
    async recordUsage(job: ClaimedJob, usage: readonly CallUsage[]): Promise<void> {
      if (usage.length === 0) return;
      await write(
        'overtime_record_usage',
        job.jobId,
        { p_job_id: job.jobId, p_attempt: job.attempt, p_usage: usage },
        3,
      );
    },

    async cancel(jobId: string, userId: string): Promise<void> {
      await call('overtime_cancel_job', jobId, { p_job_id: jobId, p_user_id: userId }, 3);
    },

    /** Deletes an ended job. Returns the paths of its files that nothing else needs. */
    async delete(jobId: string, userId: string): Promise<readonly string[]> {
      return (await call('overtime_delete_job', jobId, {
        p_job_id: jobId,
        p_user_id: userId,
      })) as readonly string[];
    },

    /** A job has one unfinished retry at a time: every call returns it, and the lane that it is in. */
    async retry(
      jobId: string,
      userId: string,
      newId: string,
      idempotencyKey: string | null,
      policy: SpendingPolicy | null,
    ): Promise<Enqueued & { task: string; lane: string }> {
      return (await call('overtime_retry_job', jobId, {
        p_job_id: jobId,
        p_user_id: userId,
        p_new_id: newId,
        p_idempotency_key: idempotencyKey,
        ...(policy && spendingLimits(policy)),
      })) as Enqueued & { task: string; lane: string };
    },

    /** The rows that the SQL function returns for the user; it gets `p_user_id` and the parameters. */
    readRows: (
      userId: string,
      name: Parameters<ReadRows>[0],
      parameters: Parameters<ReadRows>[1],
    ): Promise<unknown> => readCall(name, '', { ...parameters, p_user_id: userId }, 3),

    /** Takes one of a user's places for held calls: its end, which names it, or null when all are taken. */
    async holdCall(userId: string, seconds: number, places: number): Promise<string | null> {
      const place = { p_user_id: userId, p_seconds: seconds, p_places: places };
      return (await call('overtime_hold_call', '', place)) as string | null;
    },

    async releaseCall(userId: string, end: string): Promise<void> {
      await call('overtime_release_call', '', { p_user_id: userId, p_end: end });
    },

    /** True when the caller, of all who ask at once, is to dispatch the job; never for one of another lane. */
    async redispatch(jobId: string): Promise<boolean> {
      return (await call('overtime_redispatch_job', jobId, { p_job_id: jobId, p_lane: lane })) as boolean;
    },
  };
}

export type Engine = ReturnType<typeof createEngine>;
