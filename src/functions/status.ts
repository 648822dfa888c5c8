import type { Contract } from '../contract.ts';
import { OvertimeError } from '../errors.ts';
import { isTerminal } from '../job.ts';
import { dispatch } from './dispatch.ts';
import { handler, json, type Exchange, type Handler } from './handler.ts';
import { pollSeconds } from './poll-seconds.ts';
import { readJob, type JobRead } from './read-job.ts';
import { snapshot } from './snapshot.ts';

/** A due job that nobody claims within this time, in seconds, is dispatched again. */
const claimGraceSeconds = 10;

/**
 * The status function of a task: the job as its owner may see it. 202 while it is pending, 200 after,
 * with `ETag`, and with `Retry-After` while it is not terminal. It heals as it reads: a job that
 * nobody works on is dispatched again.
 */
export function status(contract: Contract): Handler {
  return handler({ GET: (exchange) => read(contract, exchange) });
}

async function read(contract: Contract, exchange: Exchange): Promise<Response> {
  const { request, url, clock } = exchange;
  const jobId = url.searchParams.get('jobId');
  if (!jobId) {
    throw new OvertimeError('invalid_input', 'Name the job: ?jobId=…', {
      issues: [{ path: 'jobId', message: 'Is missing.' }],
    });
  }
  const job = await readJob(exchange, jobId);
  if (!job || job.task !== contract.name) {
    throw new OvertimeError('not_found', `There is no ${contract.name} job ${jobId} of yours.`);
  }
  if (job.waiting) await heal(job, exchange);

  const headers: Record<string, string> = { etag: `W/"${job.jobId}.${job.version}"` };
  if (!isTerminal(job.status)) {
    headers['retry-after'] = String(pollSeconds(clock.now() - Date.parse(job.createdAt)));
  }
  if (request.headers.get('if-none-match') === headers['etag']) {
    return new Response(null, { status: 304, headers: { ...headers, 'cache-control': 'no-store' } });
  }
  return json(snapshot(job, contract.stages), job.status === 'pending' ? 202 : 200, headers);
}

/** Of all who watch, one dispatches; the claim that follows takes an expired lease back. */
async function heal(job: JobRead, { engine, url, deployId, env, keys }: Exchange): Promise<void> {
  if (await engine.redispatch(job.jobId, claimGraceSeconds)) {
    await dispatch({ task: job.task, jobId: job.jobId, origin: url.origin, deployId }, env, keys);
  }
}
