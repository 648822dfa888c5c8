import { nanoid } from 'nanoid';
import type { Contract } from '../contract.ts';
import { OvertimeError } from '../errors.ts';
import { filePath } from '../job-file.ts';
import { accepted } from './accepted.ts';
import { handler, json, type Exchange, type Handler } from './handler.ts';
import { readIdempotencyKey } from './idempotency-key.ts';
import { removeFiles } from './job-files.ts';
import { listJobs } from './job-list.ts';
import { listLogs } from './job-logs.ts';
import { log } from './log.ts';
import { readJob, type JobRead } from './read-job.ts';
import { invalidParameter, requiredParameter } from './required-parameter.ts';
import { snapshot } from './snapshot.ts';
import { startWorkers } from './start-workers.ts';
import { secretClient } from './supabase-clients.ts';

/**
 * A user's jobs, of all tasks. GET lists them, by pages and filters. With `?jobId=…` it answers one job, with
 * `&view=logs` the job's logs, with `&view=input` its input, with `&view=usage` its model calls.
 * `?view=webhook-secret` answers the secret of the user's webhooks. DELETE `?jobId=…` cancels a job, with
 * `&action=delete` it deletes an ended one with its files, and POST
 * `?jobId=…&action=retry` creates a new job from a failed or cancelled one, or returns its unfinished retry.
 */
export function jobs(contracts: readonly Contract[]): Handler {
  return handler({
    GET: (exchange) => read(contracts, exchange),
    DELETE: (exchange) => (exchange.url.searchParams.has('action') ? remove(exchange) : cancel(exchange)),
    POST: (exchange) => retry(contracts, exchange),
  });
}

async function read(contracts: readonly Contract[], exchange: Exchange): Promise<Response> {
  const { searchParams } = exchange.url;
  const jobId = searchParams.get('jobId');
  const view = searchParams.get('view');
  if (jobId === null) {
    if (view === null) return json(await listJobs(exchange), 200);
    if (view !== 'webhook-secret') throw invalidParameter('view', 'Must be webhook-secret.');
    return json({ webhookSecret: await exchange.maintenance.webhookSecret(exchange.caller.userId) }, 200);
  }

  const job = await visibleJob(exchange, jobId);
  if (view === 'logs') return json({ jobId, logs: await listLogs(exchange, jobId) }, 200);
  if (view === 'input')
    return json({ jobId, input: await readPart(exchange, 'overtime_get_job_input', jobId) }, 200);
  if (view === 'usage')
    return json({ jobId, calls: await readPart(exchange, 'overtime_list_job_usage', jobId) }, 200);
  if (view !== null) throw invalidParameter('view', 'Must be logs, input or usage.');
  const contract = contracts.find(({ name }) => name === job.task);
  return json(snapshot(job, contract?.stages ?? {}), 200);
}

/** Parts of a job besides its state, as the caller may see them. */
async function readPart(
  { callAsUser }: Exchange,
  name: 'overtime_get_job_input' | 'overtime_list_job_usage',
  jobId: string,
): Promise<unknown> {
  const data = await callAsUser(name, jobId, { p_job_id: jobId });
  return data;
}

async function cancel({ url, engine, caller }: Exchange): Promise<Response> {
  const jobId = requiredParameter(url, 'jobId');
  await engine.cancel(jobId, caller.userId);
  return json({ jobId, status: 'cancelled' }, 200);
}

async function remove({ url, engine, keys, caller }: Exchange): Promise<Response> {
  const jobId = requiredParameter(url, 'jobId');
  if (url.searchParams.get('action') !== 'delete') throw invalidParameter('action', 'Must be delete.');
  const paths = await engine.delete(jobId, caller.userId);
  try {
    await removeFiles(
      secretClient(keys).storage,
      paths.map((path) => filePath.parse(path)),
    );
  } catch (error) {
    // The job is gone: the purge finds what is left.
    log.warn({ err: error, jobId }, 'the files of a deleted job were not removed');
  }
  return json({ jobId, status: 'deleted' }, 200);
}

async function retry(contracts: readonly Contract[], exchange: Exchange): Promise<Response> {
  const { url, caller, engine, lane } = exchange;
  const jobId = requiredParameter(url, 'jobId');
  if (url.searchParams.get('action') !== 'retry') throw invalidParameter('action', 'Must be retry.');
  const idempotencyKey = readIdempotencyKey(exchange.request);
  const { task } = await visibleJob(exchange, jobId);
  const policy = contracts.find(({ name }) => name === task)?.policy ?? null;
  const job = await engine.retry(jobId, caller.userId, nanoid(), idempotencyKey, policy);
  // One of another lane is found by its own sweep.
  if (job.created && job.lane === lane) await startWorkers(exchange, task, job.jobId);
  return accepted(task, job);
}

/** A job that the caller owns, or reads as an admin of its tenant. */
async function visibleJob(exchange: Exchange, jobId: string): Promise<JobRead> {
  const job = await readJob(exchange, jobId);
  if (job) return job;
  throw new OvertimeError(
    'not_found',
    `You have no job ${jobId}. It may have been deleted, or have expired.`,
  );
}
