import { dispatch } from './dispatch.ts';
import type { Exchange } from './handler.ts';
import type { JobRead } from './read-job.ts';

/**
 * Dispatches a job again that nobody works on (`overtime.idle_jobs`). Of several concurrent readers, one does so;
 * the claim that follows rescues the job.
 */
export async function redispatchAbandoned(
  job: Pick<JobRead, 'jobId' | 'task' | 'waiting'>,
  { engine, url, lane, env, keys, afterAnswer }: Exchange,
): Promise<void> {
  if (!job.waiting) return;
  if (await engine.redispatch(job.jobId)) {
    await afterAnswer(dispatch({ task: job.task, jobId: job.jobId, origin: url.origin, lane }, env, keys));
  }
}
