import type { Exchange } from './handler.ts';
import { readJob, type JobRead } from './read-job.ts';

/** How often the row is read meanwhile, in milliseconds. */
const readIntervalMs = 400;

/**
 * Reads a job until it is as wanted or the time is over, and returns its last state; null for a job that
 * the caller may not see.
 */
export async function awaitJob(
  exchange: Exchange,
  jobId: string,
  waitSeconds: number,
  isWanted: (job: JobRead) => boolean,
): Promise<JobRead | null> {
  const { clock } = exchange;
  const until = clock.now() + waitSeconds * 1000;
  for (;;) {
    const job = await readJob(exchange, jobId);
    const left = until - clock.now();
    if (!job || isWanted(job) || left <= 0) return job;
    await clock.sleep(Math.min(readIntervalMs, left));
  }
}
