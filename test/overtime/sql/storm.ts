import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Sql } from 'postgres';
import { ada, grace, held, type ClaimAnswer, type EngineRig } from './engine-rig.ts';
import { defaultLimits } from '../../support/default-limits.ts';
import { isLong } from '../../support/volume.ts';

/** Connections, each of which enqueues, claims and finishes as fast as it can. */
const connectionCount = isLong ? 50 : 20;
/** Jobs that each of them enqueues. */
const jobsEach = isLong ? 10 : 5;

/** Whom the jobs of a storm belong to, in turn. */
const owners = [ada, grace];

export interface StormPlan {
  readonly taskLimit?: number;
  /** What else a job is enqueued with. */
  readonly more?: (index: number) => { readonly p_user_limit?: number; readonly p_lock_key?: string | null };
  /** Also kills workers, hands over, fails, cancels and sweeps. */
  readonly rough?: boolean;
}

export interface StormReport {
  readonly jobs: number;
  /** SQLSTATEs that calls were refused with, and how often. */
  readonly refusals: Readonly<Record<string, number>>;
  /**
   * The most that any snapshot showed running at once: of one user, of the task, and under one lock or above
   * and below it.
   */
  readonly mostOfUser: number;
  readonly mostOfLock: number;
  readonly mostOfTask: number;
  readonly snapshots: number;
  /** How the jobs ended, by status. */
  readonly ended: Readonly<Record<string, number>>;
  /** Completions that were accepted, by job. */
  readonly accepted: ReadonlyMap<string, number>;
}

/**
 * Many connections at once, on the real clock, until every job has ended, while another connection
 * looks at one committed snapshot after the other: a limit that was ever exceeded shows there.
 *
 * @param stopped the test's signal: a storm does not outlast its test
 */
export async function storm(engine: EngineRig, plan: StormPlan, stopped: AbortSignal): Promise<StormReport> {
  const total = connectionCount * jobsEach;
  const refusals: Record<string, number> = {};
  const accepted = new Map<string, number>();
  const most = { user: 0, lock: 0, task: 0 };
  let snapshots = 0;
  const over = new AbortController();
  stopped.addEventListener('abort', () => over.abort());
  let steps = 0;

  async function tryCall<T>(connection: Sql, name: string, parameters: object): Promise<T | undefined> {
    try {
      return await engine.callOn<T>(connection, name, parameters);
    } catch (error) {
      const code = (error as { code?: string }).code ?? String(error);
      refusals[code] = (refusals[code] ?? 0) + 1;
      return undefined;
    }
  }

  /** What a worker does with a job; returns the next one when it was claimed along with the end. */
  async function finish(connection: Sql, job: ClaimAnswer, doomed: boolean): Promise<ClaimAnswer | null> {
    steps += 1;
    const kind = plan.rough ? steps % 10 : 9;
    // The job stays at work for a moment, or nobody else would see it there.
    await setImmediate();
    if (doomed && steps % 2 === 0) return null;
    if (kind === 1) {
      await tryCall(connection, 'overtime_hand_over_job', {
        ...held(job),
        p_max_hand_overs: 9,
        p_max_seconds: 999,
      });
      return null;
    }
    if (kind <= 3) {
      const error = { code: 'x', message: 'x', retryable: kind === 2 };
      await tryCall(connection, 'overtime_fail_job', {
        ...held(job),
        p_error: error,
        p_retry_seconds: steps % 2 ? 0 : 0.05,
      });
      return null;
    }
    if (kind === 4) {
      await tryCall(connection, 'overtime_cancel_job', { p_job_id: job.jobId, p_user_id: job.userId });
    }
    const next = await tryCall<ClaimAnswer | null>(connection, 'overtime_complete_job', {
      ...held(job),
      p_result: {},
      p_next_lease_seconds: 30,
      p_task_limit: plan.taskLimit ?? null,
    });
    if (next !== undefined) accepted.set(job.jobId, (accepted.get(job.jobId) ?? 0) + 1);
    return next ?? null;
  }

  async function work(connection: Sql, number: number): Promise<void> {
    let job: ClaimAnswer | null = null;
    for (let turn = 0; !over.signal.aborted; turn += 1) {
      if (turn < jobsEach) {
        const index = number * jobsEach + turn;
        await tryCall(connection, 'overtime_enqueue_job', {
          p_id: `job-${index}`,
          p_user_id: owners[index % owners.length],
          p_task: 'demo-task',
          p_input: {},
          ...defaultLimits,
          p_max_attempts: 5,
          ...plan.more?.(index),
        });
      }
      if (plan.rough && turn % 7 === number % 7) {
        await tryCall(connection, 'overtime_sweep_jobs', { p_limit: 50 });
      }
      // A lease that has ended as soon as it began: its worker dies, or writes as a zombie.
      const doomed: boolean = plan.rough === true && turn % 6 === 0 && job === null;
      job ??=
        (await tryCall<ClaimAnswer | null>(connection, 'overtime_claim_job', {
          p_task: 'demo-task',
          p_lease_seconds: doomed ? 0 : 30,
          p_task_limit: plan.taskLimit ?? null,
        })) ?? null;
      if (job) job = await finish(connection, job, doomed);
    }
  }

  async function watch(connection: Sql): Promise<void> {
    while (!over.signal.aborted) {
      const [seen] = await connection<{ user: number; lock: number; task: number; ended: number }[]>`
        with running as (select id, user_id, lock_key from overtime.jobs where status = 'processing')
        select
          (select count(*)::int from running) as task,
          (select coalesce(max(n), 0)::int from (select count(*) as n from running group by user_id) as u) as user,
          (
            select coalesce(max(n), 0)::int
            from (
              select count(*) as n from running as above
              join running as below
                on below.lock_key = above.lock_key or starts_with(below.lock_key, above.lock_key || '/')
              group by above.id
            ) as l
          ) as lock,
          (select count(*)::int from overtime.jobs where finished_at is not null) as ended`;
      await setTimeout(2);
      if (!seen) continue;
      snapshots += 1;
      most.user = Math.max(most.user, seen.user);
      most.lock = Math.max(most.lock, seen.lock);
      most.task = Math.max(most.task, seen.task);
      if (seen.ended === total) over.abort();
    }
  }

  const connections = Array.from({ length: connectionCount }, () => engine.connect());
  const watcher = engine.connect();
  try {
    await Promise.all([watch(watcher), ...connections.map(work)]);
  } finally {
    over.abort();
    await Promise.all([watcher, ...connections].map((connection) => connection.end()));
  }
  const ended = await engine.sql<{ status: string; count: number }[]>`
    select status, count(*)::int as count from overtime.jobs group by status`;
  return {
    jobs: total,
    refusals,
    mostOfUser: most.user,
    mostOfLock: most.lock,
    mostOfTask: most.task,
    snapshots,
    ended: Object.fromEntries(ended.map((row) => [row.status, row.count])),
    accepted,
  };
}
