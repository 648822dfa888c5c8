import { Cron } from 'croner';
import { nanoid } from 'nanoid';
import { z } from 'zod';
import type { Contract } from '../contract.ts';
import { databaseError } from '../engine/database-error.ts';
import { OvertimeError } from '../errors.ts';
import { accepted } from './accepted.ts';
import { handler, json, type Exchange, type Handler } from './handler.ts';
import { inputHash } from './input-hash.ts';
import { newJob } from './new-job.ts';
import { parseBody, parseInput } from './read-input.ts';
import { invalidParameter, requiredParameter } from './required-parameter.ts';
import { userClient } from './supabase-clients.ts';

/** Schedules run no more often than this, in seconds: the sweep that starts them comes once a minute. */
const shortestIntervalSeconds = 60;

const request = z
  .strictObject({
    task: z.string(),
    input: z.unknown(),
    /** Once, at this time. */
    runAt: z.iso.datetime({ offset: true }).optional(),
    /** Again and again, by a cron expression of five fields … */
    cron: z.string().max(100).optional(),
    /** … in this time zone. */
    timeZone: z.string().max(64).default('UTC'),
  })
  .refine(({ runAt, cron }) => (runAt === undefined) !== (cron === undefined), {
    path: ['runAt'],
    message: 'Give either runAt (once) or cron (again and again).',
  });

/**
 * A user's scheduled jobs. POST `{ task, input, runAt }` enqueues one job for a later time; POST
 * `{ task, input, cron, timeZone? }` starts one again and again. GET lists the recurring ones, and
 * DELETE `?scheduleId=…` switches one off.
 */
export function schedules(contracts: readonly Contract[]): Handler {
  return handler({ POST: (exchange) => schedule(contracts, exchange), GET: list, DELETE: stop });
}

async function schedule(contracts: readonly Contract[], exchange: Exchange): Promise<Response> {
  const wanted = await parseBody(exchange.request, request, 'schedules');
  const contract = contracts.find(({ name }) => name === wanted.task);
  if (!contract) throw invalidParameter('task', `Is not one of ${contracts.map(({ name }) => name).join(', ')}.`);
  const input = parseInput(wanted.input, contract);
  if (contract.policy.file && !('filePath' in (input as object))) {
    throw invalidParameter('input.filePath', 'A scheduled job reads an uploaded file: name its path.');
  }
  return wanted.runAt === undefined
    ? recur(contract, input, wanted.cron ?? '', wanted.timeZone, exchange)
    : runOnce(contract, input, wanted.runAt, exchange);
}

async function runOnce(
  contract: Contract,
  input: unknown,
  runAt: string,
  { engine, caller }: Exchange,
): Promise<Response> {
  const job = await engine.enqueue(
    newJob(contract, {
      userId: caller.userId,
      tenantId: caller.tenantId,
      input,
      inputHash: inputHash({ input }),
      idempotencyKey: null,
      fileBytes: null,
      runAt,
      webhookUrl: null,
      scheduleId: null,
    }),
  );
  return accepted(contract.name, job);
}

async function recur(
  contract: Contract,
  input: unknown,
  cron: string,
  timeZone: string,
  { upkeep, caller, clock }: Exchange,
): Promise<Response> {
  const nextRunAt = nextTime(cron, timeZone, clock.now());
  if (nextRunAt === null) throw invalidParameter('cron', 'Has no time to come.');
  const scheduleId = nanoid();
  await upkeep.saveSchedule({
    id: scheduleId,
    userId: caller.userId,
    tenantId: caller.tenantId,
    task: contract.name,
    input,
    cron,
    timeZone,
    nextRunAt,
  });
  return json({ scheduleId, task: contract.name, cron, timeZone, nextRunAt }, 201);
}

/**
 * The first time of a cron expression after a moment (milliseconds since the epoch), as ISO 8601; null
 * when there is none. Throws `invalid_input` for an expression or a time zone that is none, and for one
 * that would run more often than once a minute.
 */
export function nextTime(cron: string, timeZone: string, after: number): string | null {
  try {
    const times = new Cron(cron, { timezone: timeZone, mode: '5-part' }).nextRuns(2, new Date(after));
    const [first, second] = times;
    if (first && second && second.getTime() - first.getTime() < shortestIntervalSeconds * 1000) {
      throw invalidParameter('cron', 'Runs more often than once a minute.');
    }
    return first?.toISOString() ?? null;
  } catch (error) {
    if (error instanceof OvertimeError) throw error;
    throw new OvertimeError('invalid_input', `cron or timeZone: ${(error as Error).message}`, {
      cause: error,
      issues: [{ path: 'cron', message: (error as Error).message }],
    });
  }
}

async function list({ keys, caller }: Exchange): Promise<Response> {
  const { data, error } = await userClient(keys, caller.token)
    .from('job_schedules')
    .select(
      'scheduleId:id, task, input, cron, timeZone:time_zone, nextRunAt:next_run_at, lastRunAt:last_run_at, ' +
        'lastJobId:last_job_id, lastError:last_error, createdAt:created_at',
    )
    .order('created_at', { ascending: false })
    .limit(100);
  if (error) throw databaseError(error, '');
  return json({ schedules: data }, 200);
}

async function stop({ url, upkeep, caller }: Exchange): Promise<Response> {
  const scheduleId = requiredParameter(url, 'scheduleId');
  await upkeep.stopSchedule(scheduleId, caller.userId);
  return json({ scheduleId, nextRunAt: null }, 200);
}
