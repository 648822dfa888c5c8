import { z } from 'zod';
import { databaseError } from '../engine/database-error.ts';
import { jobStatuses, type JobPage, type JobStatus, type JobSummary } from '../job.ts';
import type { Exchange } from './handler.ts';
import { invalidParameter } from './required-parameter.ts';
import { sentTime } from './sent-time.ts';
import { userClient } from './supabase-clients.ts';

const notNextBefore = 'Is not what nextBefore said.';

const filters = z.object({
  task: z.string().max(100).optional(),
  status: z.enum(jobStatuses).optional(),
  sample: z.enum(['true', 'false']).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  /** Where the page before ended: the time (to the microsecond) and the id of its last job. */
  before: z
    .string()
    .regex(/^[^~]+Z~[\w-]{1,100}$/, notNextBefore)
    .refine((before) => sentTime.safeParse(before.split('~')[0]).success, notNextBefore)
    .optional(),
});

interface Row {
  readonly id: string;
  readonly task: string;
  readonly status: JobStatus;
  readonly progress: number;
  readonly message: string | null;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly sample: boolean;
  readonly attempt: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cost_usd: number | string | null;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
}

const columns =
  'id, task, status, progress, message, error, sample, attempt, input_tokens, output_tokens, cost_usd, ' +
  'created_at, started_at, finished_at';

/**
 * A page of the caller's own jobs, newest first, by keyset: jobs that arrive meanwhile shift nothing.
 * Filters: `task`, `status`, `sample`, `limit` (1 to 100, default 50), `before`. Throws `invalid_input`.
 */
export async function listJobs({ url, keys, caller }: Exchange): Promise<JobPage> {
  const parsed = filters.safeParse(Object.fromEntries(url.searchParams));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalidParameter(String(issue?.path[0] ?? ''), issue?.message ?? 'Is not valid.');
  }
  const { task, status, sample, limit, before } = parsed.data;
  let query = userClient(keys, caller.token)
    .from('jobs')
    .select(columns)
    // The policy lets a tenant's admin see more than their own.
    .eq('user_id', caller.userId);
  if (task) query = query.eq('task', task);
  if (status) query = query.eq('status', status);
  if (sample) query = query.eq('sample', sample === 'true');
  if (before) {
    const [createdAt, id] = before.split('~');
    query = query.or(`created_at.lt."${createdAt}",and(created_at.eq."${createdAt}",id.gt.${id})`);
  }
  const { data, error } = await query
    .order('created_at', { ascending: false })
    .order('id', { ascending: true })
    .limit(limit + 1);
  if (error) throw databaseError(error, '');

  const rows = data as unknown as readonly Row[];
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return { jobs: page.map(entry), nextBefore: last ? keyOf(last) : null };
}

/** In UTC, as it is stored, and written so that it needs no escapes in an address. */
function keyOf({ created_at: createdAt, id }: Row): string {
  return `${createdAt.replace(' ', 'T').replace(/\+00(:00)?$/, 'Z')}~${id}`;
}

function entry(row: Row): JobSummary {
  const ended = row.finished_at && row.started_at;
  return {
    jobId: row.id,
    task: row.task,
    status: row.status,
    progress: row.progress,
    message: row.message,
    error: row.error?.message ?? null,
    errorCode: row.error?.code ?? null,
    sample: row.sample,
    attempts: row.attempt,
    tokenUsage: row.input_tokens + row.output_tokens,
    costUsd: row.cost_usd === null ? null : Number(row.cost_usd),
    durationMs: ended ? Date.parse(row.finished_at) - Date.parse(row.started_at) : null,
    createdAt: iso(row.created_at),
    finishedAt: row.finished_at && iso(row.finished_at),
  };
}

/** PostgreSQL's own form of a time is not every browser's. */
const iso = (time: string) => new Date(time).toISOString();
