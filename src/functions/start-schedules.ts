import type { Clock } from '../clock.ts';
import type { Contract } from '../contract.ts';
import type { Engine } from '../engine/engine.ts';
import type { DueSchedule, Upkeep } from '../engine/upkeep.ts';
import { OvertimeError } from '../errors.ts';
import type { StaleJob } from '../engine/upkeep.ts';
import { inputHash } from './input-hash.ts';
import { newJob } from './new-job.ts';
import { nextTime } from './schedules.ts';

const schedulesPerSweep = 100;

/**
 * Enqueues a job for every schedule that is due, once for all the times that were missed, and moves it
 * on. Returns the jobs to dispatch. A job that cannot be enqueued (a spent budget, a reached rate) is
 * noted at its schedule, which goes on with its next time.
 */
export async function startSchedules(
  contracts: readonly Contract[],
  engine: Engine,
  upkeep: Upkeep,
  clock: Clock,
): Promise<readonly StaleJob[]> {
  const started: StaleJob[] = [];
  for (const schedule of await upkeep.dueSchedules(schedulesPerSweep)) {
    const next = nextTime(schedule.cron, schedule.timeZone, clock.now());
    try {
      const jobId = await start(contracts, engine, schedule);
      started.push({ task: schedule.task, jobId });
      await upkeep.moveSchedule(schedule, next, { jobId, error: null });
    } catch (error) {
      // The database's silence is no fault of the schedule: it stays due.
      if (!(error instanceof OvertimeError) || error.code === 'unavailable') throw error;
      await upkeep.moveSchedule(schedule, next, { jobId: null, error: error.message });
    }
  }
  return started;
}

async function start(contracts: readonly Contract[], engine: Engine, schedule: DueSchedule): Promise<string> {
  const contract = contracts.find(({ name }) => name === schedule.task);
  if (!contract) throw new OvertimeError('invalid_input', `There is no task ${schedule.task} any more.`);
  const input = contract.input.safeParse(schedule.input);
  if (!input.success) {
    throw new OvertimeError('invalid_input', `The schedule's input no longer fits ${schedule.task}: make it anew.`);
  }
  const { jobId } = await engine.enqueue(
    newJob(contract, {
      userId: schedule.userId,
      tenantId: schedule.tenantId,
      input: input.data,
      inputHash: inputHash({ input: input.data, schedule: schedule.id, dueAt: schedule.dueAt }),
      // Two sweeps at once, or one that died before it moved the schedule, make one job.
      idempotencyKey: `schedule ${schedule.id} ${schedule.dueAt}`,
      fileBytes: null,
      runAt: null,
      webhookUrl: null,
      scheduleId: schedule.id,
    }),
  );
  return jobId;
}
