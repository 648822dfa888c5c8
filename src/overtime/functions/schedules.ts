import { nanoid } from 'nanoid';
import type { Contract } from '../contract.ts';
import { databaseError } from '../engine/database-error.ts';
import { acceptInput, storeAccepted, type AcceptedInput } from './accept-input.ts';
import { accepted } from './accepted.ts';
import { dispatch } from './dispatch.ts';
import { handler, json, type Exchange, type Handler } from './handler.ts';
import { readIdempotencyKey } from './idempotency-key.ts';
import { newJob } from './new-job.ts';
import { nextTime } from './next-time.ts';
import { parseBody, parseInput } from './read-input.ts';
import { invalidParameter, requiredParameter } from './required-parameter.ts';
import { scheduleRequest } from './schedule-request.ts';
import { checkWebhookUrl } from './webhook-url.ts';

/**
 * A user's scheduled jobs. POST `{ task, input, runAt }` enqueues one job for a later time; POST
 * `{ task, input, cron, timeZone? }` starts one again and again. GET lists the recurring ones, and
 * DELETE `?scheduleId=…` switches one off.
 */
export function schedules(contracts: readonly Contract[]): Handler {
  return handler({ POST: (exchange) => schedule(contracts, exchange), GET: list, DELETE: stop });
}

async function schedule(contracts: readonly Contract[], exchange: Exchange): Promise<Response> {
  const wanted = await parseBody(exchange.request, scheduleRequest, 'schedules');
  const contract = contracts.find(({ name }) => name === wanted.task);
  if (!contract) {
    throw invalidParameter('task', `Is not one of ${contracts.map(({ name }) => name).join(', ')}.`);
  }
  const parsed = parseInput(wanted.input, contract);
  const { runAt, cron = '', timeZone } = wanted;
  const now = await exchange.upkeep.now();
  // Before a file is stored for it.
  const firstRunAt = runAt ?? nextTime(cron, timeZone, now);
  if (firstRunAt === null) throw invalidParameter('cron', 'Has no time to come.');

  const input = await acceptInput(contract, parsed, exchange);
  return storeAccepted(input, () =>
    runAt === undefined
      ? recur(contract, input, { cron, timeZone, nextRunAt: firstRunAt }, exchange)
      : runOnce(contract, input, { runAt, isDue: Date.parse(runAt) <= now }, exchange),
  );
}

async function runOnce(
  contract: Contract,
  { discard, ...input }: AcceptedInput,
  { runAt, isDue }: { runAt: string; isDue: boolean },
  exchange: Exchange,
): Promise<Response> {
  const {
    request: { headers },
    engine,
    caller,
    url,
    deployId,
    deployContext,
    env,
    keys,
  } = exchange;
  const job = await engine.enqueue(
    newJob(contract, {
      ...input,
      userId: caller.userId,
      tenantId: caller.tenantId,
      idempotencyKey: readIdempotencyKey(exchange.request),
      runAt,
      webhookUrl: checkWebhookUrl(headers.get('webhook-url')),
      scheduleId: null,
      takesSamples: deployContext !== 'production',
    }),
  );
  if (!job.created) await discard();
  else if (isDue) {
    await dispatch({ task: contract.name, jobId: job.jobId, origin: url.origin, deployId }, env, keys);
  }
  return accepted(contract.name, job);
}

async function recur(
  contract: Contract,
  { input, fileBytes, fileSha256 }: AcceptedInput,
  times: { cron: string; timeZone: string; nextRunAt: string },
  { upkeep, caller }: Exchange,
): Promise<Response> {
  const scheduleId = nanoid();
  await upkeep.saveSchedule({
    id: scheduleId,
    userId: caller.userId,
    tenantId: caller.tenantId,
    task: contract.name,
    input,
    fileBytes,
    fileSha256,
    ...times,
  });
  return json({ scheduleId, task: contract.name, ...times }, 201);
}

async function list({ asUser }: Exchange): Promise<Response> {
  const { data, error } = await asUser.rpc('overtime_list_schedules');
  if (error) throw databaseError(error, '');
  return json({ schedules: data as unknown }, 200);
}

async function stop({ url, upkeep, caller }: Exchange): Promise<Response> {
  const scheduleId = requiredParameter(url, 'scheduleId');
  await upkeep.stopSchedule(scheduleId, caller.userId);
  return json({ scheduleId, nextRunAt: null }, 200);
}
