import { nanoid } from 'nanoid';
import type { Contract } from '../contract.ts';
import { acceptInput, storeOrDiscard, type AcceptedInput } from './accept-input.ts';
import { accepted } from './accepted.ts';
import { handler, json, type Exchange, type Handler } from './handler.ts';
import { nextTime } from './next-time.ts';
import { parseBody, parseInput } from './read-input.ts';
import { invalidParameter, requiredParameter } from './required-parameter.ts';
import { scheduleRequest } from './schedule-request.ts';
import { submitJob } from './submit-job.ts';

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
    throw invalidParameter('task', `Must be one of ${contracts.map(({ name }) => name).join(', ')}.`);
  }
  const parsed = parseInput(wanted.input, contract);
  const { runAt, cron = '', timeZone } = wanted;
  const now = await exchange.maintenance.now();
  // Before a file is stored for it.
  const firstRunAt = runAt ?? nextTime(cron, timeZone, now);
  if (firstRunAt === null) throw invalidParameter('cron', 'Must have a time in the future.');

  if (runAt !== undefined) {
    const isDue = Date.parse(runAt) <= now;
    return accepted(contract.name, await submitJob(contract, parsed, exchange, { runAt, isDue }));
  }
  const input = await acceptInput(contract, parsed, exchange);
  return storeOrDiscard(input, () =>
    recur(contract, input, { cron, timeZone, nextRunAt: firstRunAt }, exchange),
  );
}

async function recur(
  contract: Contract,
  { input, fileBytes, fileSha256 }: AcceptedInput,
  times: { cron: string; timeZone: string; nextRunAt: string },
  { maintenance, caller }: Exchange,
): Promise<Response> {
  const scheduleId = nanoid();
  await maintenance.saveSchedule({
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

async function list({ callAsUser }: Exchange): Promise<Response> {
  const data = await callAsUser('overtime_list_schedules', '', {});
  return json({ schedules: data }, 200);
}

async function stop({ url, maintenance, caller }: Exchange): Promise<Response> {
  const scheduleId = requiredParameter(url, 'scheduleId');
  await maintenance.stopSchedule(scheduleId, caller.userId);
  return json({ scheduleId, nextRunAt: null }, 200);
}
