import type { Enqueued } from '../engine/call-shapes.ts';
import { isTerminal } from '../job.ts';
import { json } from './handler.ts';
import { pollSeconds } from './poll-seconds.ts';

/** Where a job's status is read. */
export function statusUrlOf(task: string, jobId: string): string {
  return `/.netlify/functions/${task}-status?jobId=${encodeURIComponent(jobId)}`;
}

/** The answer to a list of new jobs: 202 and where the status of each is read. */
export function acceptedAll(task: string, jobs: readonly Pick<Enqueued, 'jobId' | 'status'>[]): Response {
  const list = jobs.map(({ jobId, status }) => ({ jobId, status, statusUrl: statusUrlOf(task, jobId) }));
  return json({ jobs: list }, 202, { 'retry-after': String(pollSeconds(0)) });
}

/** The answer to a new job: 202 and where its status is read; 200 when it has ended already. */
export function accepted(task: string, job: Pick<Enqueued, 'jobId' | 'status'>): Response {
  const statusUrl = statusUrlOf(task, job.jobId);
  const done = isTerminal(job.status);
  return json({ jobId: job.jobId, status: job.status, statusUrl }, done ? 200 : 202, {
    location: statusUrl,
    ...(!done && { 'retry-after': String(pollSeconds(0)) }),
  });
}
