import type { SupabaseClient } from '@supabase/supabase-js';
import type { Maintenance } from '../engine/maintenance.ts';
import { filePath } from '../job-file.ts';
import { removeFiles } from './job-files.ts';

/** How many files one call checks. Storage removes up to 1000 in one request. */
const filesPerBatch = 500;

/**
 * Checks the next batch of files in the bucket and removes unneeded ones: of deleted users, of purged jobs, and
 * uploads that no job named within a day. What remains because the process dies or Storage fails is found by the
 * next search.
 *
 * @returns how many were removed, and whether the search is complete. Throws `unavailable`.
 */
export async function purgeFiles(
  maintenance: Maintenance,
  storage: SupabaseClient['storage'],
): Promise<{ readonly removed: number; readonly done: boolean }> {
  const batch = await maintenance.unneededFiles(filesPerBatch);
  if (batch === null) return { removed: 0, done: true };
  const paths = batch.files.map((path) => filePath.parse(path));
  await removeFiles(storage, paths);
  return { removed: paths.length, done: batch.done };
}
