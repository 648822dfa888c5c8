import type { Contract } from '../contract.ts';
import { OvertimeError } from '../errors.ts';
import { isTerminal } from '../job.ts';
import { awaitJob } from './await-job.ts';
import { handler, json, type Exchange, type Handler } from './handler.ts';
import { holdCall } from './hold-call.ts';
import { redispatchAbandoned } from './redispatch-abandoned.ts';
import { etagOf, jobChanges, changesMediaType } from './job-changes.ts';
import { pollSeconds } from './poll-seconds.ts';
import { readJob } from './read-job.ts';
import { requiredParameter } from './required-parameter.ts';
import { snapshot } from './snapshot.ts';
import { boundedWait } from './wait-preference.ts';

/**
 * The status function of a task: the job as its owner may see it. 202 while it is pending, 200 after,
 * with `ETag`, and with `Retry-After` while it is not terminal; `?wait=N` keeps the call open up to N
 * seconds (8 at most, and a few calls of one user at a time) until something has changed since `If-None-Match`, or since the call, and with
 * `Accept: application/x-ndjson` streams every change of that time in one answer. An abandoned job is dispatched
 * again.
 */
export function status(contract: Contract): Handler {
  return handler({ GET: (exchange) => answer(contract, exchange) });
}

async function answer(contract: Contract, exchange: Exchange): Promise<Response> {
  const { request, url, clock } = exchange;
  const jobId = requiredParameter(url, 'jobId');
  let job = await readJob(exchange, jobId);
  if (!job || job.task !== contract.name) {
    throw new OvertimeError('not_found', `There is no ${contract.name} job ${jobId} of yours.`);
  }
  await redispatchAbandoned(job, exchange);

  const asked = request.headers.get('if-none-match');
  const waitSeconds = boundedWait(url.searchParams.get('wait'));
  const streams = request.headers.get('accept')?.includes(changesMediaType) === true;
  // A long poll answers as soon as there is something that the caller has not seen.
  const known = asked ?? etagOf(job);
  if (waitSeconds > 0 && (streams || etagOf(job) === known) && !isTerminal(job.status)) {
    const release = await holdCall(exchange, waitSeconds);
    if (release !== null && streams) {
      return jobChanges(contract, exchange, job, { known: asked, waitSeconds, release });
    }
    if (release !== null) {
      job =
        (await awaitJob(exchange, jobId, waitSeconds, (now) => etagOf(now) !== known).finally(release)) ??
        job;
    }
  }

  const headers: Record<string, string> = { etag: etagOf(job) };
  if (!isTerminal(job.status)) {
    headers['retry-after'] = String(pollSeconds(clock.now() - Date.parse(job.createdAt)));
  }
  if (asked === headers['etag']) {
    return new Response(null, { status: 304, headers: { ...headers, 'cache-control': 'no-store' } });
  }
  return json(snapshot(job, contract.stages), job.status === 'pending' ? 202 : 200, headers);
}
