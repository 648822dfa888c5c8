import type { Exchange } from './handler.ts';
import type { JobRead } from './read-job.ts';
import { startWorkers } from './start-workers.ts';

/**
 * Dispatches a job again that nobody works on (`overtime.idle_jobs`). Of several concurrent readers, one does so;
 * the claim that follows rescues the job.
 */
export async function redispatchAbandoned(
  job: Pick<JobRead, 'jobId' | 'task' | 'waiting'>,
  exchange: Exchange,
): Promise<void> {
  if (!job.waiting) return;
  if (await exchange.engine.redispatch(job.jobId)) await startWorkers(exchange, job.task, job.jobId);
}
