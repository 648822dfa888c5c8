import { redispatchAbandoned } from './redispatch-abandoned.ts';
import type { Exchange } from './handler.ts';
import type { JobRead } from './read-job.ts';

/**
 * Interval between reads of a watched row, in milliseconds: shortest while a job is expected to start, a second for a
 * long one.
 */
export function readIntervalMs({ createdAt }: Pick<JobRead, 'createdAt'>, now: number): number {
  const ageMs = now - Date.parse(createdAt);
  if (ageMs < 2000) return 150;
  return ageMs < 60_000 ? 400 : 1000;
}

/** Least time between two redispatches, in milliseconds: each is one more call. */
const redispatchIntervalMs = 2000;

/**
 * Reads a job until `isWanted` or the time is over, and returns what it read last; null for a job that the caller
 * may not see. Like the status function, it redispatches a job that is abandoned.
 */
export async function awaitJob<Read extends Pick<JobRead, 'jobId' | 'task' | 'createdAt' | 'waiting'>>(
  exchange: Exchange,
  waitSeconds: number,
  read: () => Promise<Read | null>,
  isWanted: (job: Read) => boolean,
): Promise<Read | null> {
  const { clock } = exchange;
  const until = clock.now() + waitSeconds * 1000;
  let redispatchAt = clock.now() + redispatchIntervalMs;
  for (;;) {
    const job = await read();
    if (!job || isWanted(job) || clock.now() >= until) return job;
    if (job.waiting && clock.now() >= redispatchAt) {
      await redispatchAbandoned(job, exchange);
      redispatchAt = clock.now() + redispatchIntervalMs;
    }
    await clock.sleep(Math.min(readIntervalMs(job, clock.now()), Math.max(0, until - clock.now())));
  }
}
