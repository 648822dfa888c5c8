import { nanoid } from 'nanoid';
import { databaseError } from '../engine/database-error.ts';
import { OvertimeError } from '../errors.ts';
import { accepted } from './accepted.ts';
import { dispatch } from './dispatch.ts';
import { handler, json, type Exchange, type Handler } from './handler.ts';
import { userClient } from './supabase-clients.ts';

const pageSize = 50;

/**
 * A user's jobs, of all tasks: GET lists the newest, DELETE ?jobId=… cancels one, and
 * POST ?jobId=…&action=retry makes a new job from a failed or cancelled one.
 */
export function jobs(): Handler {
  return handler({ GET: list, DELETE: cancel, POST: retry });
}

interface JobRow extends Record<string, unknown> {
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly createdAt: string;
  readonly finishedAt: string | null;
}

/** PostgreSQL's own form of a time is not every browser's. */
const iso = (time: string) => new Date(time).toISOString();

async function list({ keys, caller }: Exchange): Promise<Response> {
  const { data, error } = await userClient(keys, caller.token)
    .from('jobs')
    .select(
      'jobId:id, task, status, progress, message, error, demo, createdAt:created_at, finishedAt:finished_at',
    )
    .eq('user_id', caller.userId)
    .order('created_at', { ascending: false })
    .limit(pageSize);
  if (error) throw databaseError(error, '');
  const rows = data as JobRow[];
  return json(
    {
      jobs: rows.map(({ error: reported, createdAt, finishedAt, ...job }) => ({
        ...job,
        createdAt: iso(createdAt),
        finishedAt: finishedAt && iso(finishedAt),
        error: reported?.message ?? null,
        errorCode: reported?.code ?? null,
      })),
    },
    200,
  );
}

async function cancel(exchange: Exchange): Promise<Response> {
  const jobId = namedJob(exchange);
  await exchange.engine.cancel(jobId, exchange.caller.userId);
  return json({ jobId, status: 'cancelled' }, 200);
}

async function retry(exchange: Exchange): Promise<Response> {
  const { url, caller, engine, deployId, env, keys } = exchange;
  const jobId = namedJob(exchange);
  if (url.searchParams.get('action') !== 'retry') {
    throw new OvertimeError('invalid_input', 'The one action is ?action=retry.', {
      issues: [{ path: 'action', message: 'Is not retry.' }],
    });
  }
  const job = await engine.retry(jobId, caller.userId, nanoid());
  await dispatch({ task: job.task, jobId: job.jobId, origin: url.origin, deployId }, env, keys);
  return accepted(job.task, job);
}

function namedJob({ url }: Exchange): string {
  const jobId = url.searchParams.get('jobId');
  if (jobId) return jobId;
  throw new OvertimeError('invalid_input', 'Name the job: ?jobId=…', {
    issues: [{ path: 'jobId', message: 'Is missing.' }],
  });
}
