import type { Contract } from '../contract.ts';
import { OvertimeError } from '../errors.ts';
import { isTerminal } from '../job.ts';
import { awaitJob } from './await-job.ts';
import { dispatch } from './dispatch.ts';
import { handler, json, type Exchange, type Handler } from './handler.ts';
import { pollSeconds } from './poll-seconds.ts';
import { readJob, type JobRead } from './read-job.ts';
import { requiredParameter } from './required-parameter.ts';
import { snapshot } from './snapshot.ts';
import { boundedWait } from './wait-preference.ts';

/** A due job that nobody claims within this time, in seconds, is dispatched again. */
const claimGraceSeconds = 10;

/**
 * The status function of a task: the job as its owner may see it. 202 while it is pending, 200 after,
 * with `ETag`, and with `Retry-After` while it is not terminal; `?wait=N` keeps the call open up to N
 * seconds (25 at most) until something has changed since `If-None-Match`, or since the call. It heals as it reads: a job that
 * nobody works on is dispatched again.
 */
export function status(contract: Contract): Handler {
  return handler({ GET: (exchange) => read(contract, exchange) });
}

async function read(contract: Contract, exchange: Exchange): Promise<Response> {
  const { request, url, clock } = exchange;
  const jobId = requiredParameter(url, 'jobId');
  let job = await readJob(exchange, jobId);
  if (!job || job.task !== contract.name) {
    throw new OvertimeError('not_found', `There is no ${contract.name} job ${jobId} of yours.`);
  }
  if (job.waiting) await heal(job, exchange);

  // A long poll answers as soon as there is something that the caller has not seen.
  const known = request.headers.get('if-none-match') ?? etagOf(job);
  const waitSeconds = boundedWait(url.searchParams.get('wait'));
  if (waitSeconds > 0 && etagOf(job) === known && !isTerminal(job.status)) {
    job = (await awaitJob(exchange, jobId, waitSeconds, (read) => etagOf(read) !== known)) ?? job;
  }

  const headers: Record<string, string> = { etag: etagOf(job) };
  if (!isTerminal(job.status)) {
    headers['retry-after'] = String(pollSeconds(clock.now() - Date.parse(job.createdAt)));
  }
  if (request.headers.get('if-none-match') === headers['etag']) {
    return new Response(null, { status: 304, headers: { ...headers, 'cache-control': 'no-store' } });
  }
  return json(snapshot(job, contract.stages), job.status === 'pending' ? 202 : 200, headers);
}

const etagOf = ({ jobId, version }: JobRead) => `W/"${jobId}.${version}"`;

/** Of all who watch, one dispatches; the claim that follows takes an expired lease back. */
async function heal(job: JobRead, { engine, url, deployId, env, keys }: Exchange): Promise<void> {
  if (await engine.redispatch(job.jobId, claimGraceSeconds)) {
    await dispatch({ task: job.task, jobId: job.jobId, origin: url.origin, deployId }, env, keys);
  }
}
