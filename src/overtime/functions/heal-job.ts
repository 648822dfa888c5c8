import { dispatch } from './dispatch.ts';
import type { Exchange } from './handler.ts';
import type { JobRead } from './read-job.ts';

/** A due job that nobody claims within this time, in seconds, is dispatched again. */
const claimGraceSeconds = 10;

/**
 * Dispatches a job that nobody seems to work on. Of all who read it at once, one does so; the claim that
 * follows takes an expired lease back.
 */
export async function healJob(job: JobRead, { engine, url, deployId, env, keys }: Exchange): Promise<void> {
  if (!job.waiting) return;
  if (await engine.redispatch(job.jobId, claimGraceSeconds)) {
    await dispatch({ task: job.task, jobId: job.jobId, origin: url.origin, deployId }, env, keys);
  }
}
