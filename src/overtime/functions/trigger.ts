import type { Contract } from '../contract.ts';
import type { Enqueued } from '../engine/call-shapes.ts';
import { isTerminal } from '../job.ts';
import type { InputCheck } from '../task.ts';
import { accepted, acceptedAll, statusUrlOf } from './accepted.ts';
import { awaitJob } from './await-job.ts';
import { handler, json, type Exchange, type Handler } from './handler.ts';
import { holdCall } from './hold-call.ts';
import { parseInput, parseInputs, readJson } from './read-input.ts';
import { readJob } from './read-job.ts';
import { snapshot } from './snapshot.ts';
import { submitJob } from './submit-job.ts';
import { submitJobs } from './submit-jobs.ts';
import { preferredWait } from './wait-preference.ts';

/**
 * The trigger function of a task: validates the input, enqueues a pending job, dispatches, and answers
 * 202 with where to read its status. The same `Idempotency-Key` gives the same job. A result that is
 * there in time (a cached one, or within `Prefer: wait=N`) is answered at once, with 200. An array of up to 100 inputs
 * makes a job of each, or none where one is refused, and is answered 202 with the list.
 *
 * @param check looks an input up in the user's rows, and throws what is to be answered instead of a job. A
 *   courtesy: rows change, and a schedule enqueues without it, so the task checks again.
 */
export function trigger<C extends Contract>(contract: C, check?: InputCheck<C>): Handler {
  return handler({ POST: (exchange) => submit(contract, exchange, check) });
}

async function submit<C extends Contract>(
  contract: C,
  exchange: Exchange,
  check?: InputCheck<C>,
): Promise<Response> {
  const { request, caller, engine } = exchange;
  const body = await readJson(request, contract.name);
  if (Array.isArray(body)) {
    return acceptedAll(
      contract.name,
      await submitJobs(contract, parseInputs(body, contract), exchange, check),
    );
  }
  const parsed = parseInput(body, contract);
  await check?.(parsed, (name, parameters) => engine.readRows(caller.userId, name, parameters));
  const job = await submitJob(contract, parsed, exchange);
  return (await finished(contract, exchange, job)) ?? accepted(contract.name, job);
}

/** The whole job as its status function answers, if it has ended, or ends while the caller waits. */
async function finished(
  contract: Contract,
  exchange: Exchange,
  { jobId, status }: Enqueued,
): Promise<Response | null> {
  const waitSeconds = preferredWait(exchange.request);
  const release = isTerminal(status) || waitSeconds === 0 ? null : await holdCall(exchange, waitSeconds);
  if (!isTerminal(status) && release === null) return null;
  const awaited = awaitJob(
    exchange,
    waitSeconds,
    () => readJob(exchange, jobId),
    (now) => isTerminal(now.status),
  );
  const job = await awaited.finally(() => release?.());
  if (!job || !isTerminal(job.status)) return null;
  const statusUrl = statusUrlOf(contract.name, jobId);
  return json({ ...snapshot(job, contract.stages), statusUrl }, 200, {
    location: statusUrl,
    ...(waitSeconds > 0 && { 'preference-applied': `wait=${waitSeconds}` }),
  });
}
