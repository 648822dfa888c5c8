import { systemClock, type Clock } from '../clock.ts';
import type { Contract } from '../contract.ts';
import { withinTime } from '../deadline.ts';
import { createEngine } from '../engine/engine.ts';
import { checkSchemaVersion } from '../engine/schema-version.ts';
import {
  createMaintenance,
  sweepSteps,
  type Maintenance,
  type StaleJob,
  type SweepStep,
} from '../engine/maintenance.ts';
import { deliverWebhooks } from './deliver-webhooks.ts';
import { dispatch } from './dispatch.ts';
import { supabaseKeys, type Environment, type SupabaseKeys } from './environment.ts';
import { asOvertimeError, environmentOf, type FunctionContext, type Handler } from './handler.ts';
import { laneOf } from './lane.ts';
import { log } from './log.ts';
import { problem } from './problem.ts';
import { purgeFiles } from './purge-files.ts';
import { startSchedules } from './start-schedules.ts';
import { secretClient } from './supabase-clients.ts';

/** How many jobs one sweep dispatches, and rescues per task. */
const jobsPerSweep = 100;

/** How many jobs are purged at once. */
const jobsPerPurge = 50;

/** In how many batches one sweep looks for files that nobody needs. */
const fileBatchesPerSweep = 10;

/** A scheduled function has 30 s (https://docs.netlify.com/build/functions/scheduled-functions/). */
const longestStepMs = 20_000;

/** How often a sweep looks whether what it dispatched was claimed, in milliseconds. */
const claimLookMs = 250;

/**
 * The scheduled pass over all tasks of this deploy's lane: rescue, dispatch again, start due schedules, deliver
 * webhooks, purge. Safe to run twice at once, and to be called by anybody: it does only what is due, and where nothing
 * is, it is one call to the database. The steps run beside each other. One that fails, or takes longer than its
 * time, is logged, named in the answer, and keeps none of the others waiting.
 *
 * @param stepMs the longest time for each step, in milliseconds. Default 20,000. A quarter of it is for what was
 *   dispatched to be claimed: a worker may start cold.
 */
export function sweep(contracts: readonly Contract[], stepMs = longestStepMs): Handler {
  return async (request, context) => {
    const env = environmentOf(context);
    const clock = systemClock;
    try {
      const keys = supabaseKeys(env);
      const supabase = secretClient(keys);
      const address = sweptAddress(request, context, env);
      const lane = laneOf(env, context, address);
      const engine = createEngine(supabase, clock, lane);
      const maintenance = createMaintenance(supabase, clock, lane);
      const until = clock.now() + stepMs;
      const dispatched: string[] = [];
      const dispatchEach = async (jobs: readonly StaleJob[]) => {
        const ids = await dispatchAll(jobs, address.origin, lane, env, keys);
        dispatched.push(...ids);
        return ids.length;
      };

      const failed: string[] = [];
      const within = async <T>(
        name: string,
        work: () => Promise<T>,
        otherwise: T,
        ms = stepMs,
      ): Promise<T> => {
        try {
          return await withinTime(ms, work(), clock);
        } catch (error) {
          log.error({ err: error, step: name, requestId: context.requestId }, 'sweep step failed');
          failed.push(name);
          return otherwise;
        }
      };
      // A database that does not say what is due may still do it.
      const due = await within('look', () => maintenance.dueWork(), sweepSteps, stepMs / 4);
      if (due.length > 0) await checkSchemaVersion(supabase, keys.url);
      const step = async (name: SweepStep, work: () => Promise<number>, ms?: number): Promise<number> =>
        due.includes(name) ? within(name, work, 0, ms) : 0;

      const purging = step(
        'purge',
        async () => {
          let count = 0;
          while (clock.now() < until - stepMs / 2) {
            const batch = await maintenance.purge(jobsPerPurge);
            if (batch === 0) break;
            count += batch;
          }
          return count;
        },
        stepMs / 2,
      );
      const [redispatched, scheduled, delivered, purged, filesPurged] = await Promise.all([
        step('dispatch', async () => dispatchEach(await maintenance.sweep(jobsPerSweep))),
        step('schedules', async () => dispatchEach(await startSchedules(contracts, engine, maintenance))),
        step('webhooks', () => deliverWebhooks(maintenance, clock)),
        purging,
        step('files', async () => {
          // What a purged job leaves is found by the same sweep.
          await purging;
          let count = 0;
          for (let batch = 0; batch < fileBatchesPerSweep && clock.now() < until; batch += 1) {
            const { removed, done } = await purgeFiles(maintenance, supabase.storage);
            count += removed;
            if (done) break;
          }
          return count;
        }),
      ]);
      const claimed = await within(
        'claims',
        () => countClaimed(dispatched, maintenance, clock, stepMs / 4),
        0,
      );
      if (claimed < dispatched.length) {
        log.warn({ accepted: dispatched.length, claimed }, 'dispatches accepted, and not claimed in time');
      }
      const report = { dispatched: redispatched, scheduled, claimed, delivered, purged, filesPurged, failed };
      log.info(report, 'swept');
      return Response.json(report, { status: failed.length === 0 ? 200 : 500 });
    } catch (error) {
      return problem(asOvertimeError(error, context));
    }
  };
}

/** How many dispatches have come to a worker's claim: all of them, or those that have when the time is over. */
async function countClaimed(
  ids: readonly string[],
  maintenance: Maintenance,
  clock: Clock,
  longestMs: number,
): Promise<number> {
  if (ids.length === 0) return 0;
  const until = clock.now() + longestMs;
  for (;;) {
    const claimed = await maintenance.countDispatches(ids);
    if (claimed >= ids.length || clock.now() >= until) return claimed;
    await clock.sleep(claimLookMs);
  }
}

/**
 * Where the swept deploy is reached. The platform's schedule has no caller, and says nothing of its deploy: it runs
 * on the published one, which is at `URL`.
 */
function sweptAddress(request: Request, { deploy }: FunctionContext, env: Environment): URL {
  const isPublished = deploy.context === '' || deploy.context === 'production';
  return new URL((isPublished && env['URL']) || request.url);
}

/** One dispatch for each waiting job: a slot more or less costs nothing. Returns the ids of those that were accepted. */
async function dispatchAll(
  jobs: readonly StaleJob[],
  origin: string,
  lane: string,
  env: Environment,
  keys: SupabaseKeys,
): Promise<readonly string[]> {
  const accepted = await Promise.all(jobs.map((job) => dispatch({ ...job, origin, lane }, env, keys)));
  return accepted.filter((id) => id !== null);
}
