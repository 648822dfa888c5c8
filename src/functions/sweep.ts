import { systemClock } from '../clock.ts';
import type { Contract } from '../contract.ts';
import { createEngine } from '../engine/engine.ts';
import { createUpkeep, type StaleJob } from '../engine/upkeep.ts';
import { deliverWebhooks } from './deliver-webhooks.ts';
import { dispatch } from './dispatch.ts';
import { supabaseKeys, type Environment, type SupabaseKeys } from './environment.ts';
import { asOvertimeError, type Handler } from './handler.ts';
import { log } from './log.ts';
import { problem } from './problem.ts';
import { purgeExpired } from './purge-expired.ts';
import { startSchedules } from './start-schedules.ts';
import { secretClient } from './supabase-clients.ts';

/** A ready job that nobody has claimed for so long, in seconds, is dispatched again. */
const claimGraceSeconds = 20;

/** How many jobs one sweep dispatches, and rescues per task. */
const jobsPerSweep = 100;

/** A scheduled function has 30 s (https://docs.netlify.com/build/functions/scheduled-functions/). */
const longestSweepMs = 20_000;

/**
 * The scheduled pass over all tasks: rescue, dispatch again, start due schedules, deliver webhooks,
 * purge. Safe to run twice at once, and to be called by anybody: it does only what is due.
 */
export function sweep(contracts: readonly Contract[]): Handler {
  return async (request, context) => {
    const env = process.env;
    const clock = systemClock;
    try {
      const keys = supabaseKeys(env);
      const supabase = secretClient(keys);
      const engine = createEngine(supabase, clock);
      const upkeep = createUpkeep(supabase, clock);
      const until = clock.now() + longestSweepMs;
      // A schedule has no caller whose origin could be taken: it runs on the published deploy, at URL.
      const origin = env['URL'] ?? new URL(request.url).origin;

      const stale = await upkeep.sweep(jobsPerSweep, claimGraceSeconds);
      const scheduled = await startSchedules(contracts, engine, upkeep, clock);
      const dispatched = await dispatchAll([...stale, ...scheduled], origin, context.deploy.id, env, keys);
      const delivered = await deliverWebhooks(upkeep, clock);
      let purged = 0;
      while (clock.now() < until) {
        const count = await purgeExpired(upkeep, supabase.storage);
        if (count === 0) break;
        purged += count;
      }
      const report = { stale: stale.length, scheduled: scheduled.length, dispatched, delivered, purged };
      log.info(report, 'swept');
      return Response.json(report);
    } catch (error) {
      return problem(asOvertimeError(error, context));
    }
  };
}

/** One dispatch for each waiting job: a slot more or less costs nothing. Returns how many were accepted. */
async function dispatchAll(
  jobs: readonly StaleJob[],
  origin: string,
  deployId: string,
  env: Environment,
  keys: SupabaseKeys,
): Promise<number> {
  const accepted = await Promise.all(jobs.map((job) => dispatch({ ...job, origin, deployId }, env, keys)));
  return accepted.filter(Boolean).length;
}
