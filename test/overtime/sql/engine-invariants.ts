import { expect } from 'vitest';

/** A row of `jobs`, as the invariants read it. */
export interface Job {
  readonly id: string;
  readonly seq: number;
  readonly version: number;
  readonly task: string;
  readonly user_id: string;
  readonly status: 'pending' | 'processing' | 'completed' | 'failed' | 'cancelled';
  readonly waits_for: 'time' | 'user' | 'lock' | null;
  readonly user_limit: number | null;
  readonly lock_key: string | null;
  readonly holds_lock: boolean;
  readonly priority: number;
  readonly attempt: number;
  readonly max_attempts: number;
  readonly hand_over_count: number;
  readonly run_at: string;
  readonly lease_id: string | null;
  readonly lease_expires_at: string | null;
  readonly idempotency_key: string | null;
  readonly input_hash: string | null;
  readonly result: unknown;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly expires_at: string | null;
  readonly cached_from: string | null;
  readonly retry_of: string | null;
}

export const isTerminal = (job: Job) => ['completed', 'failed', 'cancelled'].includes(job.status);
export const isReady = (job: Job) => job.status === 'pending' && job.waits_for === null;
const isRunning = (job: Job) => job.status === 'processing';

/** Whether two jobs' locks are the same, or one is above the other. */
export function inEachOthersWay(one: Job, other: Job): boolean {
  if (one.lock_key === null || other.lock_key === null || one.id === other.id) return false;
  const [a, b] = [`${one.lock_key}/`, `${other.lock_key}/`];
  return a.startsWith(b) || b.startsWith(a);
}
/** Whether the first of two jobs that wait for a lock gets it first. */
export const comesFirst = (one: Job, other: Job) =>
  one.priority === other.priority ? one.seq < other.seq : one.priority < other.priority;

/** What the calls so far have shown of a job, apart from its row. */
export interface Seen {
  /** Leases handed out for it, in order. */
  readonly leases: string[];
  /** Stages whose saving was accepted. */
  readonly savedStages: Set<string>;
}

/** Throws unless everything holds that must hold of any state of the engine. */
export function expectSoundState(
  jobs: readonly Job[],
  seen: ReadonlyMap<string, Seen>,
  taskLimits: Readonly<Record<string, number | null>>,
): void {
  for (const job of jobs) {
    const leases = seen.get(job.id)?.leases ?? [];
    const at = `${job.id} (${job.status}, waits for ${job.waits_for})`;
    expect(job.attempt, `attempts of ${at}`).toBeLessThanOrEqual(job.max_attempts);
    expect(leases.length, `claims of ${at}: its attempts and hand-overs`).toBe(
      job.attempt + job.hand_over_count,
    );
    // One live lease: the last that was handed out, or none.
    expect(job.lease_id, `lease of ${at}`).toBe(isRunning(job) ? leases.at(-1) : null);
    if (job.waits_for === 'user') {
      expect(job.user_limit, `${at} has a limit`).not.toBeNull();
      expect(placesTaken(jobs, job), `${at} has no place`).toBeGreaterThanOrEqual(job.user_limit ?? 0);
    }
    if (job.waits_for === 'lock') {
      const inFront = jobs.filter(
        (other) =>
          inEachOthersWay(job, other) &&
          (other.holds_lock || (other.waits_for === 'lock' && comesFirst(other, job))),
      );
      expect(inFront.length, `${at}: others have its lock, or get it first`).toBeGreaterThan(0);
    }
    if (job.user_limit !== null && isRunning(job)) {
      expect(placesTaken(jobs, job), `places of ${at}`).toBeLessThanOrEqual(job.user_limit);
    }
  }
  for (const [task, limit] of Object.entries(taskLimits)) {
    const running = jobs.filter((job) => job.task === task && isRunning(job)).length;
    if (limit !== null) expect(running, `running jobs of ${task}`).toBeLessThanOrEqual(limit);
  }
  const holders = jobs.filter((job) => job.holds_lock);
  for (const job of holders) {
    const others = holders.filter((other) => inEachOthersWay(job, other)).map(({ id }) => id);
    expect(others, `in the way of ${job.id}, which holds ${job.lock_key}`).toEqual([]);
  }
}

/** How many of a user's jobs of a task run, are ready or wait for their lock. */
function placesTaken(jobs: readonly Job[], { task, user_id }: Job): number {
  return jobs.filter(
    (job) =>
      job.task === task &&
      job.user_id === user_id &&
      (isRunning(job) || isReady(job) || job.waits_for === 'lock'),
  ).length;
}

/** Throws when what a reader sees of a job has changed and its version, the reader's ETag, has not. */
export function expectChangesCounted(before: readonly Job[], after: readonly Job[]): void {
  const seen = ({ status, waits_for, attempt, result }: Job) => ({ status, waits_for, attempt, result });
  const old = new Map(before.map((job) => [job.id, job]));
  for (const job of after) {
    const was = old.get(job.id);
    if (was?.version === job.version) expect(seen(job), `${job.id}, same version`).toEqual(seen(was));
  }
}

/** Throws when a terminal row has changed, or has gone without being past its retention. */
export function expectTerminalRowsKept(
  before: readonly Job[],
  after: readonly Job[],
  purgedAt?: number,
): void {
  const now = new Map(after.map((job) => [job.id, job]));
  for (const job of before) {
    const row = now.get(job.id);
    if (!row) {
      const expiry = job.expires_at === null ? Infinity : Date.parse(job.expires_at);
      expect(purgedAt ?? 0, `${job.id} is gone`).toBeGreaterThanOrEqual(expiry);
    } else if (isTerminal(job)) {
      expect(row).toEqual(job);
    }
  }
}
