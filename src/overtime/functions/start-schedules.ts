import type { Contract } from '../contract.ts';
import type { Engine } from '../engine/engine.ts';
import type { DueSchedule, StaleJob, Maintenance } from '../engine/maintenance.ts';
import { OvertimeError } from '../errors.ts';
import { inputHash } from './input-hash.ts';
import { log } from './log.ts';
import { newJob } from './new-job.ts';
import { nextTime } from './next-time.ts';

const schedulesPerSweep = 100;

/**
 * Enqueues a job for every due schedule, one for all times that were missed, and moves the schedule to its next time.
 * Returns the jobs to dispatch. A refused job (a spent budget, a reached rate) is recorded at its schedule, which
 * continues. A schedule that meets an internal error stays due, and does not stop the others.
 */
export async function startSchedules(
  contracts: readonly Contract[],
  engine: Engine,
  maintenance: Maintenance,
): Promise<readonly StaleJob[]> {
  const started: StaleJob[] = [];
  for (const schedule of await maintenance.dueSchedules(schedulesPerSweep)) {
    try {
      const jobId = await start(contracts, engine, maintenance, schedule);
      if (jobId !== null) started.push({ task: schedule.task, jobId });
    } catch (error) {
      log.error({ err: error, scheduleId: schedule.id }, 'schedule not started');
    }
  }
  return started;
}

/** Returns the job's id, or null when the job was refused, which the schedule records. */
async function start(
  contracts: readonly Contract[],
  engine: Engine,
  maintenance: Maintenance,
  schedule: DueSchedule,
): Promise<string | null> {
  // For example, a time zone that is no longer known gives no next time: the schedule is disabled.
  let next: string | null = null;
  try {
    next = nextTime(schedule.cron, schedule.timeZone, Date.parse(schedule.foundAt));
    const jobId = await enqueue(contracts, engine, schedule);
    await maintenance.moveSchedule(schedule, next, { jobId, error: null });
    return jobId;
  } catch (error) {
    // That the database does not answer is not the schedule's fault.
    if (!(error instanceof OvertimeError) || error.httpStatus >= 500) throw error;
    await maintenance.moveSchedule(schedule, next, { jobId: null, error: error.message });
    return null;
  }
}

async function enqueue(
  contracts: readonly Contract[],
  engine: Engine,
  schedule: DueSchedule,
): Promise<string> {
  const contract = contracts.find(({ name }) => name === schedule.task);
  if (!contract)
    throw new OvertimeError(
      'invalid_input',
      `The task ${schedule.task} no longer exists. Stop this schedule.`,
    );
  const input = contract.input.safeParse(schedule.input);
  if (!input.success) {
    throw new OvertimeError(
      'invalid_input',
      `The input of this schedule is no longer valid for ${schedule.task}. Stop the schedule and create a new one.`,
    );
  }
  const { jobId } = await engine.enqueue(
    newJob(contract, {
      userId: schedule.userId,
      tenantId: schedule.tenantId,
      input: input.data,
      inputHash: inputHash({
        input: contract.canonical(input.data),
        schedule: schedule.id,
        dueAt: schedule.dueAt,
      }),
      // Two concurrent sweeps, or a sweep after one that died before it moved the schedule, create one job.
      idempotencyKey: `schedule ${schedule.id} ${schedule.dueAt}`,
      fileBytes: schedule.fileBytes,
      fileSha256: schedule.fileSha256,
      runAt: null,
      webhookUrl: null,
      scheduleId: schedule.id,
    }),
  );
  return jobId;
}
