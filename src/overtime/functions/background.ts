import { nanoid } from 'nanoid';
import { systemClock } from '../clock.ts';
import type { Contract } from '../contract.ts';
import { createEngine } from '../engine/engine.ts';
import { checkSchemaVersion } from '../engine/schema-version.ts';
import { createMaintenance } from '../engine/maintenance.ts';
import type { AttemptOutcome } from '../engine/run-attempt.ts';
import { workUntilIdle } from '../engine/worker-slot.ts';
import { OvertimeError } from '../errors.ts';
import type { FilePath } from '../file-path.ts';
import type { Task } from '../task.ts';
import { deliverWebhooks } from './deliver-webhooks.ts';
import { dispatch, verifyDispatch } from './dispatch.ts';
import { supabaseKeys } from './environment.ts';
import { asOvertimeError, deployContext, environmentOf, type Handler } from './handler.ts';
import { downloadFile, storeFile } from './job-files.ts';
import { laneOf } from './lane.ts';
import { log } from './log.ts';
import { problem } from './problem.ts';
import { sendBroadcast } from './send-broadcast.ts';
import { secretClient } from './supabase-clients.ts';

/**
 * The background function of a task: a worker slot. It runs for a signed dispatch only and takes
 * whatever is due first. It never throws: the platform would call it again with the same signature,
 * which has expired by then; a job that is left behind is found by its lease.
 */
export function background<C extends Contract>(task: Task<C>): Handler {
  const { name } = task.contract;
  return async (request, context) => {
    try {
      const env = environmentOf(context);
      const keys = supabaseKeys(env);
      const { origin, host } = new URL(request.url);
      const lane = laneOf(env, context, { host });
      const dispatchId = await verifyDispatch(request, name, lane, env, keys);
      const supabase = secretClient(keys);
      await checkSchemaVersion(supabase, keys.url);
      const environment = {
        engine: createEngine(supabase, systemClock, lane),
        clock: systemClock,
        env,
        deployContext: deployContext(env, context),
        worker: context.requestId || nanoid(),
        readFile: (userId: string, path: FilePath) => downloadFile(supabase.storage, userId, path),
        broadcast: sendBroadcast(keys),
        saveFile: (path: FilePath, bytes: Uint8Array, mediaType: string) =>
          storeFile(supabase.storage, path, bytes, mediaType, true),
      };
      const report = await workUntilIdle(task, environment, dispatchId, (job, outcome) =>
        logOutcome(name, job, outcome),
      );
      if (report.webhooks) await deliverWebhooks(createMaintenance(supabase, systemClock, lane), systemClock);
      if (report.unfinished) await dispatch({ task: name, jobId: '', origin, lane }, env, keys);
      return new Response(null, { status: 204 });
    } catch (error) {
      logRefusal(name, error, context.requestId);
      return problem(asOvertimeError(error, context));
    }
  };
}

/** The platform answers 202 before this function runs: only this line says why a dispatch did nothing. */
function logRefusal(task: string, error: unknown, requestId: string): void {
  if (!(error instanceof OvertimeError) || error.code !== 'dispatch_rejected') return;
  const { cause } = error;
  const reason = cause instanceof Error ? cause.message : error.message;
  log.warn({ task, requestId, reason }, 'dispatch refused');
}

function logOutcome(task: string, job: { jobId: string; attempt: number }, outcome: AttemptOutcome): void {
  const line = { task, jobId: job.jobId, attempt: job.attempt, outcome: outcome.kind };
  if (outcome.kind === 'failed' || outcome.kind === 'retrying') {
    log.warn({ ...line, err: outcome.error }, 'attempt ended');
  } else {
    log.info(line, 'attempt ended');
  }
}
