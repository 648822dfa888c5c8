import type { SupabaseClient } from '@supabase/supabase-js';
import type { Upkeep } from '../engine/upkeep.ts';
import { filePath } from '../job-file.ts';
import { removeFiles } from './job-files.ts';

/** How many files one call looks at. Storage removes up to 1000 in one request. */
const filesPerBatch = 500;

/**
 * Looks at the next batch of files in the bucket and removes those that nobody needs: of users who are
 * deleted, of jobs that are purged, and uploads that no job named within a day. What is left because this dies,
 * or because Storage fails, the next search finds.
 *
 * @returns how many were removed, and whether the search has come to its end. Throws `unavailable`.
 */
export async function purgeFiles(
  upkeep: Upkeep,
  storage: SupabaseClient['storage'],
): Promise<{ readonly removed: number; readonly done: boolean }> {
  const batch = await upkeep.unneededFiles(filesPerBatch);
  if (batch === null) return { removed: 0, done: true };
  const paths = batch.files.map((path) => filePath.parse(path));
  await removeFiles(storage, paths);
  return { removed: paths.length, done: batch.done };
}
