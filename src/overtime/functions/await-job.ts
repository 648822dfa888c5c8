import { healJob } from './heal-job.ts';
import type { Exchange } from './handler.ts';
import { readJob, type JobRead } from './read-job.ts';

/**
 * How often a row that somebody waits for is read, in milliseconds: a change is seen at once while the
 * job is young, and within a second when it takes minutes.
 */
export function readIntervalMs({ createdAt }: JobRead, now: number): number {
  return now - Date.parse(createdAt) < 60_000 ? 400 : 1000;
}

/** How often it is healed where that seems due, in milliseconds: each time is one more call. */
const healIntervalMs = 2000;

/**
 * Reads a job until it is as wanted or the time is over, and returns its last state; null for a job that
 * the caller may not see. Who waits here asks for no status meanwhile, so it heals as that would.
 */
export async function awaitJob(
  exchange: Exchange,
  jobId: string,
  waitSeconds: number,
  isWanted: (job: JobRead) => boolean,
): Promise<JobRead | null> {
  const { clock } = exchange;
  const until = clock.now() + waitSeconds * 1000;
  let healAt = clock.now() + healIntervalMs;
  for (;;) {
    const job = await readJob(exchange, jobId);
    if (!job || isWanted(job) || clock.now() >= until) return job;
    if (job.waiting && clock.now() >= healAt) {
      await healJob(job, exchange);
      healAt = clock.now() + healIntervalMs;
    }
    await clock.sleep(Math.min(readIntervalMs(job, clock.now()), Math.max(0, until - clock.now())));
  }
}
