import type { ClaimedJob, EndedStage, Enqueued, StageAtWork } from '../engine/call-shapes.ts';
import { schemaVersion, type SchemaVersion } from '../engine/schema-version.ts';
import type { SqlFunctions } from '../engine/sql-functions.ts';
import type { JobRead } from '../functions/read-job.ts';
import type { CallUsage } from '../task.ts';

/** What a call of PostgREST is refused with. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

type Row = Omit<JobRead, 'performance' | 'waiting' | 'partialChanges'> &
  Pick<ClaimedJob, 'userId' | 'contractVersion' | 'input'> & {
    readonly leaseId: string | null;
    readonly usage: ReadonlyMap<string, CallUsage>;
  };

/** Of the functions in `supabase/schemas/overtime`, those by which one attempt of a job runs. */
export type MemoryCalls = {
  readonly [Name in keyof SqlFunctions]?: (parameters: SqlFunctions[Name], userId: string | null) => unknown;
};

/**
 * Jobs in memory, for tests that run one attempt of each to its result, its error or its cancellation. Limits, locks,
 * idempotency keys, retries, rescues and schedules are the database's alone: none of them is here.
 */
export function memoryJobs(): MemoryCalls {
  const jobs = new Map<string, Row>();
  const now = () => new Date().toISOString();
  const ends = () => ({ leaseId: null, finishedAt: now() });

  const change = (row: Row, to: Partial<Row>): Row => {
    const changed = { ...row, ...to, version: row.version + 1, updatedAt: now() };
    jobs.set(row.jobId, changed);
    return changed;
  };
  const leased = (jobId: string | null, leaseId: string | null): Row => {
    const row = jobs.get(jobId ?? '');
    if (row?.status === 'cancelled') throw new CallError('OT002', `Job ${jobId} was cancelled.`);
    if (!row || row.leaseId !== leaseId) throw new CallError('OT001', `The lease of job ${jobId} was lost.`);
    return row;
  };
  const ownJob = (jobId: string | null, userId: string | null): Row => {
    const row = jobs.get(jobId ?? '');
    if (row?.userId !== userId) throw new CallError('OT004', `There is no job ${jobId}.`);
    return row;
  };

  /** Begins a stage, or changes what is known of it. */
  const withStage = (row: Row, stage: StageAtWork, to: Partial<Row['stages'][number]>): Row['stages'] => {
    const isIt = ({ name, item }: Row['stages'][number]) => name === stage.name && item === stage.item;
    const begun = row.stages.find(isIt) ?? { reason: null, startedAt: now(), finishedAt: null };
    const { name, item, progress } = stage;
    const changed = { ...begun, status: 'processing' as const, name, item, progress, ...to };
    return row.stages.some(isIt)
      ? row.stages.map((one) => (isIt(one) ? changed : one))
      : [...row.stages, changed];
  };
  const ended = (row: Row, stage: Pick<EndedStage, 'name' | 'item' | 'status' | 'reason' | 'startedAt'>) =>
    withStage(row, { ...stage, progress: 100 }, { ...stage, progress: 100, finishedAt: now() });
  const counted = (row: Row, usage: unknown) =>
    new Map([...row.usage, ...((usage ?? []) as CallUsage[]).map((call) => [call.id, call] as const)]);

  const claim = (task: string | null): ClaimedJob | null => {
    const ready = [...jobs.values()].find((row) => row.task === task && row.status === 'pending');
    if (!ready) return null;
    const leaseId = crypto.randomUUID();
    const row = change(ready, { status: 'processing', attempt: 1, startedAt: now(), leaseId });
    return {
      jobId: row.jobId,
      userId: row.userId,
      contractVersion: row.contractVersion,
      input: row.input,
      attempt: 1,
      maxAttempts: row.maxAttempts,
      leaseId,
      progress: 0,
      version: row.version,
      fileBytes: null,
      fileSha256: null,
      hasChannel: false,
      hasWebhook: false,
      stages: [],
    };
  };

  return {
    overtime_schema_version: (): SchemaVersion => ({
      version: schemaVersion,
      compatibleFrom: schemaVersion,
      realtime: null,
    }),

    overtime_enqueue_job(p): Enqueued {
      const jobId = p.p_id ?? '';
      const made = { jobId, status: 'pending', created: true } as const;
      if (jobs.has(jobId)) return made;
      jobs.set(jobId, {
        jobId,
        userId: p.p_user_id ?? '',
        task: p.p_task ?? '',
        title: p.p_title ?? null,
        contractVersion: p.p_contract_version ?? 1,
        input: p.p_input,
        maxAttempts: p.p_max_attempts ?? 1,
        status: 'pending',
        version: 1,
        progress: 0,
        attempt: 0,
        stages: [],
        usage: new Map(),
        stage: null,
        message: null,
        sample: false,
        result: null,
        error: null,
        partial: null,
        createdAt: now(),
        updatedAt: now(),
        startedAt: null,
        finishedAt: null,
        leaseId: null,
        waitsFor: null,
        nextAttemptAt: null,
      });
      return made;
    },

    overtime_claim_job: ({ p_task }) => claim(p_task),

    overtime_heartbeat_job(p) {
      const row = leased(p.p_job_id, p.p_lease_id);
      const begun = ((p.p_stages ?? []) as StageAtWork[]).reduce(
        (with_, stage) => ({ ...with_, stages: withStage(with_, stage, {}) }),
        row,
      );
      return change(begun, {
        progress: Math.max(row.progress, p.p_progress ?? 0),
        stage: p.p_stage ?? row.stage,
        message: p.p_message ?? row.message,
        partial: p.p_partial ?? row.partial,
        usage: counted(row, p.p_usage),
      }).version;
    },

    overtime_save_stage(p) {
      const row = leased(p.p_job_id, p.p_lease_id);
      const stage = {
        name: p.p_name ?? '',
        item: p.p_item ?? 0,
        status: (p.p_status ?? 'completed') as EndedStage['status'],
        reason: p.p_reason ?? null,
        startedAt: p.p_started_at ?? now(),
      };
      const progress = Math.max(row.progress, p.p_progress ?? 0);
      return change(row, { stages: ended(row, stage), progress, usage: counted(row, p.p_usage) }).version;
    },

    overtime_complete_job(p) {
      const row = leased(p.p_job_id, p.p_lease_id);
      const stage = p.p_stage as EndedStage | null;
      const usage = counted(row, p.p_usage);
      change(row, {
        ...ends(),
        status: 'completed',
        progress: 100,
        result: p.p_result,
        usage,
        stages: stage ? ended(row, stage) : row.stages,
      });
      return p.p_next_lease_seconds == null ? null : claim(row.task);
    },

    // The first failure is the last one: when another attempt is due is the database's to say.
    overtime_fail_job(p) {
      const row = leased(p.p_job_id, p.p_lease_id);
      const usage = counted(row, p.p_usage);
      change(row, { ...ends(), status: 'failed', error: p.p_error as Row['error'], usage });
      return 'failed';
    },

    overtime_cancel_job({ p_job_id, p_user_id }) {
      const row = ownJob(p_job_id, p_user_id);
      if (row.finishedAt !== null) throw new CallError('OT005', `Job ${p_job_id} has already ended.`);
      change(row, { ...ends(), status: 'cancelled' });
      return null;
    },

    overtime_record_usage: () => null,
    overtime_redispatch_job: () => false,
    overtime_hold_call: () => now(),
    overtime_release_call: () => null,

    overtime_get_job({ p_job_id }, userId): JobRead | null {
      const row = jobs.get(p_job_id ?? '');
      if (row?.userId !== userId) return null;
      const { userId: _user, contractVersion: _version, input: _input, leaseId: _lease, usage, ...job } = row;
      const calls = [...usage.values()];
      const ms = (from: string, to: string | null) => Date.parse(to ?? now()) - Date.parse(from);
      const sum = (of: (call: CallUsage) => number) => calls.reduce((total, call) => total + of(call), 0);
      return {
        ...job,
        sample: calls.some(({ provider }) => provider === 'sample'),
        partialChanges: null,
        waiting: false,
        performance: {
          durationMs: job.startedAt === null ? 0 : ms(job.startedAt, job.finishedAt),
          queueTimeMs: ms(job.createdAt, job.startedAt ?? job.finishedAt),
          llmTimeMs: sum(({ durationMs }) => durationMs),
          fileSizeKb: null,
          tokenUsage: sum(({ inputTokens, outputTokens }) => inputTokens + outputTokens),
          costUsd: sum(({ costUsd }) => costUsd ?? 0),
          attempts: job.attempt,
        },
      };
    },
  };
}
