import type { SupabaseClient } from '@supabase/supabase-js';
import type { Upkeep } from '../engine/upkeep.ts';
import { OvertimeError } from '../errors.ts';
import { fileBucket } from './job-files.ts';

const jobsPerBatch = 100;

/**
 * Deletes a batch of jobs past their retention, their files first: whoever dies in between leaves rows
 * that the next sweep finds, and no file without a row. Returns how many there were.
 */
export async function purgeExpired(upkeep: Upkeep, storage: SupabaseClient['storage']): Promise<number> {
  const expired = await upkeep.expiredJobs(jobsPerBatch);
  if (expired.length === 0) return 0;
  const bucket = storage.from(fileBucket);
  for (const folder of expired.flatMap(({ folders }) => folders)) {
    const { data: files, error } = await bucket.list(folder, { limit: 1000 });
    if (error) throw unavailable(error);
    if (files.length === 0) continue;
    const removed = await bucket.remove(files.map(({ name }) => `${folder}/${name}`));
    if (removed.error) throw unavailable(removed.error);
  }
  return upkeep.purge(expired.map(({ jobId }) => jobId));
}

function unavailable(cause: unknown): OvertimeError {
  return new OvertimeError('unavailable', 'Storage did not remove the files of expired jobs.', { cause });
}
