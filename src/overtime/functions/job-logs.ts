import type { JobLogLine } from '../job.ts';
import type { Exchange } from './handler.ts';
import { invalidParameter } from './required-parameter.ts';

/** A job's log lines after `after` (the id of the last one read), oldest first, at most 500. */
export async function listLogs({ url, callAsUser }: Exchange, jobId: string): Promise<readonly JobLogLine[]> {
  const after = Number(url.searchParams.get('after') ?? 0);
  if (!Number.isSafeInteger(after) || after < 0)
    throw invalidParameter('after', 'Must be the id of a log line.');
  const data = await callAsUser('overtime_list_job_logs', jobId, { p_job_id: jobId, p_after: after });
  return data as readonly JobLogLine[];
}
