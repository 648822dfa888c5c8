import { databaseError } from '../engine/database-error.ts';
import type { JobLogLine } from '../job.ts';
import type { Exchange } from './handler.ts';
import { invalidParameter } from './required-parameter.ts';
import { userClient } from './supabase-clients.ts';

const pageSize = 500;

/** A job's log lines after `after` (the id of the last one read), oldest first, at most 500. */
export async function listLogs(
  { url, keys, caller }: Exchange,
  jobId: string,
): Promise<readonly JobLogLine[]> {
  const after = Number(url.searchParams.get('after') ?? 0);
  if (!Number.isSafeInteger(after) || after < 0)
    throw invalidParameter('after', 'Is not the id of a log line.');
  const { data, error } = await userClient(keys, caller.token)
    .from('job_logs')
    .select('id, attempt, level, message, details, at:logged_at')
    .eq('job_id', jobId)
    .gt('id', after)
    .order('id')
    .limit(pageSize);
  if (error) throw databaseError(error, jobId);
  return (data as unknown as JobLogLine[]).map((line) => ({ ...line, at: new Date(line.at).toISOString() }));
}
