import type { SupabaseClient } from '@supabase/supabase-js';
import type { Upkeep } from '../engine/upkeep.ts';
import { OvertimeError } from '../errors.ts';
import { fileBucket } from '../file-path.ts';

const jobsPerBatch = 50;

/** More files than one job writes. */
const filesPerFolder = 1000;

/**
 * Deletes a batch of jobs past their retention, their files first: whoever dies in between leaves rows
 * that the next sweep finds, and no file without a row. Returns how many there were.
 */
export async function purgeExpired(upkeep: Upkeep, storage: SupabaseClient['storage']): Promise<number> {
  const expired = await upkeep.expiredJobs(jobsPerBatch);
  if (expired.length === 0) return 0;
  const bucket = storage.from(fileBucket);
  const written = await Promise.all(
    expired.map(async ({ folder }) => {
      const { data, error } = await bucket.list(folder, { limit: filesPerFolder });
      if (error) throw unavailable(error);
      // The local Storage answers with whole paths.
      return data.map(({ name }) => (name.startsWith(`${folder}/`) ? name : `${folder}/${name}`));
    }),
  );
  const files = [...written.flat(), ...expired.flatMap(({ file }) => file ?? [])];
  if (files.length > 0) {
    const { error } = await bucket.remove([...new Set(files)]);
    if (error) throw unavailable(error);
  }
  return upkeep.purge(expired.map(({ jobId }) => jobId));
}

function unavailable(cause: unknown): OvertimeError {
  return new OvertimeError('unavailable', 'Storage did not remove the files of expired jobs.', { cause });
}
