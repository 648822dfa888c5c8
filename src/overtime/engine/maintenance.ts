import type { JobStatus } from '../job.ts';
import type { Clock } from '../clock.ts';
import { storable } from '../storable.ts';
import { functionCalls, type FunctionCaller } from './function-caller.ts';

/** What a sweep does, each beside the others. */
export const sweepSteps = ['dispatch', 'schedules', 'webhooks', 'purge', 'files'] as const;
export type SweepStep = (typeof sweepSteps)[number];

/** A ready job that waits for a worker slot. */
export interface StaleJob {
  readonly task: string;
  readonly jobId: string;
}

/** A due webhook, with its secret and payload. */
export interface Delivery {
  readonly deliveryId: string;
  readonly url: string;
  readonly secret: string;
  /** Counted from 1. */
  readonly tryCount: number;
  readonly job: {
    readonly jobId: string;
    readonly task: string;
    readonly status: JobStatus;
    readonly result: unknown;
    readonly error: string | null;
    readonly errorCode: string | null;
    readonly sample: boolean;
    readonly createdAt: string;
    readonly finishedAt: string;
  };
}

/** A recurring job, as its user set it. */
interface Schedule {
  readonly id: string;
  readonly userId: string;
  readonly tenantId: string | null;
  readonly task: string;
  readonly input: unknown;
  readonly fileBytes: number | null;
  readonly fileSha256: string | null;
  readonly cron: string;
  readonly timeZone: string;
}

export interface DueSchedule extends Schedule {
  readonly dueAt: string;
  /** The database's time of the check. */
  readonly foundAt: string;
}

export interface NewSchedule extends Schedule {
  readonly nextRunAt: string;
}

/**
 * The SQL functions of the sweep as methods: rescue, schedules, webhooks, purge.
 *
 * @param lane whose jobs, schedules and webhooks they are. The purge serves all lanes.
 */
export function createMaintenance(supabase: FunctionCaller, clock: Clock, lane: string) {
  const call = functionCalls(supabase, clock);

  return {
    /** The steps of a sweep that have something to do; none on an idle site. */
    async dueWork(): Promise<readonly SweepStep[]> {
      return (await call('overtime_due_work', '', { p_lane: lane })) as readonly SweepStep[];
    },

    /** How many of these dispatches a worker has received. */
    async countDispatches(ids: readonly string[]): Promise<number> {
      return (await call('overtime_count_dispatches', '', { p_ids: ids })) as number;
    },

    /** Rescues, wakes, and names ready jobs that nobody works on. */
    async sweep(limit: number): Promise<readonly StaleJob[]> {
      return (await call('overtime_sweep_jobs', '', { p_limit: limit, p_lane: lane })) as readonly StaleJob[];
    },

    /** The database's time, in milliseconds since the epoch: it decides what is due, not this process's clock. */
    async now(): Promise<number> {
      return Date.parse((await call('overtime_engine_time', '', {}, 3)) as string);
    },

    async saveSchedule(schedule: NewSchedule): Promise<void> {
      await call('overtime_save_schedule', '', {
        p_id: schedule.id,
        p_user_id: schedule.userId,
        p_tenant_id: schedule.tenantId,
        p_task: schedule.task,
        p_lane: lane,
        p_input: schedule.input,
        p_file_bytes: schedule.fileBytes,
        p_file_sha256: schedule.fileSha256,
        p_cron: schedule.cron,
        p_time_zone: schedule.timeZone,
        p_next_run_at: schedule.nextRunAt,
      });
    },
    async stopSchedule(id: string, userId: string): Promise<void> {
      await call('overtime_stop_schedule', id, { p_id: id, p_user_id: userId });
    },
    async dueSchedules(limit: number): Promise<readonly DueSchedule[]> {
      return (await call('overtime_due_schedules', '', {
        p_limit: limit,
        p_lane: lane,
      })) as readonly DueSchedule[];
    },
    /** `nextRunAt` is null for a schedule that has no further time. */
    async moveSchedule(
      schedule: DueSchedule,
      nextRunAt: string | null,
      outcome: { readonly jobId: string | null; readonly error: string | null },
    ): Promise<void> {
      await call('overtime_move_schedule', '', {
        p_id: schedule.id,
        p_due_at: schedule.dueAt,
        p_next_run_at: nextRunAt,
        p_job_id: outcome.jobId,
        p_error: storable(outcome.error),
      });
    },

    async webhookSecret(userId: string): Promise<string> {
      return (await call('overtime_webhook_secret', '', { p_user_id: userId })) as string;
    },
    async claimDeliveries(limit: number, holdSeconds: number): Promise<readonly Delivery[]> {
      return (await call('overtime_claim_deliveries', '', {
        p_limit: limit,
        p_hold_seconds: holdSeconds,
        p_lane: lane,
      })) as readonly Delivery[];
    },
    /** Delivered when `error` is null; given up when there is an error and no time to try again. */
    async recordDelivery(
      deliveryId: string,
      error: string | null,
      retrySeconds: number | null,
    ): Promise<void> {
      await call('overtime_record_delivery', '', {
        p_delivery_id: deliveryId,
        p_error: storable(error),
        p_retry_seconds: retrySeconds,
      });
    },

    /** Deletes jobs past their retention; `unneededFiles` finds their files. */
    async purge(limit: number): Promise<number> {
      return (await call('overtime_purge_jobs', '', { p_limit: limit })) as number;
    },
    /** Checks the next `limit` files of the bucket; null when no search is due. */
    async unneededFiles(
      limit: number,
    ): Promise<{ readonly files: readonly string[]; readonly done: boolean } | null> {
      return (await call('overtime_unneeded_files', '', { p_limit: limit })) as {
        files: readonly string[];
        done: boolean;
      } | null;
    },
  };
}

export type Maintenance = ReturnType<typeof createMaintenance>;
