import { dispatch } from './dispatch.ts';
import type { Exchange } from './handler.ts';
import type { JobRead } from './read-job.ts';

/**
 * Dispatches a job that nobody works on (`overtime.idle_jobs`). Of all who read it at once, one does so; the claim that
 * follows takes an expired lease back.
 */
export async function healJob(job: JobRead, { engine, url, deployId, env, keys }: Exchange): Promise<void> {
  if (!job.waiting) return;
  if (await engine.redispatch(job.jobId)) {
    await dispatch({ task: job.task, jobId: job.jobId, origin: url.origin, deployId }, env, keys);
  }
}
