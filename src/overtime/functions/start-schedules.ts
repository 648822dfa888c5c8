import type { Contract } from '../contract.ts';
import type { Engine } from '../engine/engine.ts';
import type { DueSchedule, StaleJob, Upkeep } from '../engine/upkeep.ts';
import { OvertimeError } from '../errors.ts';
import { inputHash } from './input-hash.ts';
import { log } from './log.ts';
import { newJob } from './new-job.ts';
import { nextTime } from './next-time.ts';

const schedulesPerSweep = 100;

/**
 * Enqueues a job for every schedule that is due, once for all the times that were missed, and moves it
 * on. Returns the jobs to dispatch. A job that cannot be enqueued (a spent budget, a reached rate) is
 * noted at its schedule, which goes on with its next time. One that meets an error of ours stays due,
 * and keeps none of the others.
 */
export async function startSchedules(
  contracts: readonly Contract[],
  engine: Engine,
  upkeep: Upkeep,
): Promise<readonly StaleJob[]> {
  const started: StaleJob[] = [];
  for (const schedule of await upkeep.dueSchedules(schedulesPerSweep)) {
    try {
      const jobId = await start(contracts, engine, upkeep, schedule);
      if (jobId !== null) started.push({ task: schedule.task, jobId });
    } catch (error) {
      log.error({ err: error, scheduleId: schedule.id }, 'schedule not started');
    }
  }
  return started;
}

/** Returns the job's id, or null where none could be made, which the schedule then says. */
async function start(
  contracts: readonly Contract[],
  engine: Engine,
  upkeep: Upkeep,
  schedule: DueSchedule,
): Promise<string | null> {
  // A time zone that is not known any more, for one, gives no next time: the schedule is switched off.
  let next: string | null = null;
  try {
    next = nextTime(schedule.cron, schedule.timeZone, Date.parse(schedule.foundAt));
    const jobId = await enqueue(contracts, engine, schedule);
    await upkeep.moveSchedule(schedule, next, { jobId, error: null });
    return jobId;
  } catch (error) {
    // The database's silence is no fault of the schedule.
    if (!(error instanceof OvertimeError) || error.httpStatus >= 500) throw error;
    await upkeep.moveSchedule(schedule, next, { jobId: null, error: error.message });
    return null;
  }
}

async function enqueue(
  contracts: readonly Contract[],
  engine: Engine,
  schedule: DueSchedule,
): Promise<string> {
  const contract = contracts.find(({ name }) => name === schedule.task);
  if (!contract) throw new OvertimeError('invalid_input', `There is no task ${schedule.task} any more.`);
  const input = contract.input.safeParse(schedule.input);
  if (!input.success) {
    throw new OvertimeError(
      'invalid_input',
      `The schedule's input no longer fits ${schedule.task}: make it anew.`,
    );
  }
  const { jobId } = await engine.enqueue(
    newJob(contract, {
      userId: schedule.userId,
      tenantId: schedule.tenantId,
      input: input.data,
      inputHash: inputHash({ input: input.data, schedule: schedule.id, dueAt: schedule.dueAt }),
      // Two sweeps at once, or one that died before it moved the schedule, make one job.
      idempotencyKey: `schedule ${schedule.id} ${schedule.dueAt}`,
      fileBytes: schedule.fileBytes,
      fileSha256: schedule.fileSha256,
      runAt: null,
      webhookUrl: null,
      scheduleId: schedule.id,
      takesSamples: false,
    }),
  );
  return jobId;
}
