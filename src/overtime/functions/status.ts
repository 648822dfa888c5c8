import type { Contract } from '../contract.ts';
import { OvertimeError } from '../errors.ts';
import { isTerminal } from '../job.ts';
import { awaitJob } from './await-job.ts';
import { handler, json, type Exchange, type Handler } from './handler.ts';
import { holdCall } from './hold-call.ts';
import { redispatchAbandoned } from './redispatch-abandoned.ts';
import { changeLine, changesAnswer, changesMediaType, etagOf, jobChanges, versionOf } from './job-changes.ts';
import { pollSeconds } from './poll-seconds.ts';
import { readJobSince, type JobRead, type Unchanged } from './read-job.ts';
import { requiredParameter } from './required-parameter.ts';
import { snapshot } from './snapshot.ts';
import { boundedWait } from './wait-preference.ts';

/**
 * The status function of a task: the job as its owner may see it. 202 while it is pending, 200 after, with `ETag`, and
 * with `Retry-After` while it is not terminal; `?wait=N` keeps the call open up to N seconds (8 at most, and a few calls
 * of one user at a time) until something has changed since `If-None-Match`, or since the call, and with
 * `Accept: application/x-ndjson` streams every change of that time in one answer, as what has changed. An abandoned job
 * is dispatched again.
 */
export function status(contract: Contract): Handler {
  return handler<Read>({ GET: (exchange, read) => answer(contract, exchange, read) }, async (early) => {
    const { jobId, since, streams } = askedFor(early);
    return readJobSince(early, jobId, since, streams);
  });
}

type Read = JobRead | Unchanged | null;

/** The job, the version of it that the caller knows, and whether the answer is to be of changes. */
function askedFor({ request, url }: Pick<Exchange, 'request' | 'url'>) {
  const jobId = requiredParameter(url, 'jobId');
  const since = versionOf(request.headers.get('if-none-match'), jobId);
  return { jobId, since, streams: request.headers.get('accept')?.includes(changesMediaType) === true };
}

async function answer(contract: Contract, exchange: Exchange, read: () => Promise<Read>): Promise<Response> {
  const { url, clock } = exchange;
  const { jobId, since, streams } = askedFor(exchange);
  let job = await read();
  if (!job || job.task !== contract.name) {
    throw new OvertimeError(
      'not_found',
      `You have no ${contract.name} job ${jobId}. It may have been deleted, or have expired.`,
    );
  }
  await redispatchAbandoned(job, exchange);

  const waitSeconds = boundedWait(url.searchParams.get('wait'));
  // A long poll answers as soon as there is something that the caller has not seen.
  const mayWait = streams || since === null || job.stages === undefined;
  const release =
    waitSeconds > 0 && mayWait && !isTerminal(job.status) ? await holdCall(exchange, waitSeconds) : null;
  if (release !== null && streams) {
    return changesAnswer(jobChanges(contract, exchange, job, { since, waitSeconds }), release);
  }
  if (release !== null) {
    const { version } = job;
    const readAgain = () => readJobSince(exchange, jobId, version, false);
    const awaited = await awaitJob(
      exchange,
      waitSeconds,
      readAgain,
      (now) => now.version !== version,
    ).finally(release);
    if (awaited?.stages) job = awaited;
  }

  const headers: Record<string, string> = { etag: etagOf(job) };
  if (!isTerminal(job.status)) {
    headers['retry-after'] = String(pollSeconds(clock.now() - Date.parse(job.createdAt)));
  }
  if (job.stages === undefined) {
    return new Response(null, { status: 304, headers: { ...headers, 'cache-control': 'no-store' } });
  }
  const now = snapshot(job, contract.stages);
  if (streams) {
    return new Response(`${changeLine(job, now, null)}\n`, {
      headers: { 'content-type': changesMediaType, 'cache-control': 'no-store', ...headers },
    });
  }
  return json(now, job.status === 'pending' ? 202 : 200, headers);
}
