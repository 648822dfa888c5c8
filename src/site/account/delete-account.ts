import { ApiError, type JobsClient } from '../../overtime/client.ts';
import type { SiteSupabase } from '../supabase-client.ts';

const perPage = 100;

/**
 * Deletes the signed-in user's account with everything: cancels the jobs, so that none writes another file, removes the
 * files, deletes the user and with it all rows, and signs out. Each step may be repeated: when one fails, what is left
 * is deleted by the next try.
 *
 * @throws {ApiError} whose text says what to do.
 */
export async function deleteAccount(supabase: SiteSupabase, jobs: JobsClient): Promise<void> {
  for (const status of ['pending', 'processing'] as const) await cancelAll(jobs, status);
  await removeFiles(supabase);
  const { error } = await supabase.rpc('delete_account');
  if (error !== null) throw failed('Your account could not be deleted. Try again.', error);
  await supabase.auth.signOut({ scope: 'local' });
}

async function cancelAll(jobs: JobsClient, status: 'pending' | 'processing'): Promise<void> {
  const page = await jobs.list({ status, limit: perPage });
  await Promise.all(
    page.jobs.map(({ jobId }) =>
      jobs.cancel(jobId).catch((error: unknown) => {
        if (!(error instanceof ApiError) || error.code !== 'job_already_finished') throw error;
      }),
    ),
  );
  if (page.nextBefore !== null) await cancelAll(jobs, status);
}

/** Removes the files of the user's folder. */
async function removeFiles(supabase: SiteSupabase): Promise<void> {
  const sentence = 'Your files could not be deleted. Try again.';
  for (;;) {
    const { data: paths, error: unread } = await supabase.rpc('account_files');
    if (unread !== null) throw failed(sentence, unread);
    if ((paths as readonly string[]).length === 0) return;
    const { data, error } = await supabase.storage.from('job-files').remove(paths as string[]);
    if (error !== null || data.length === 0) throw failed(sentence, error);
  }
}

function failed(sentence: string, cause: unknown): ApiError {
  return new ApiError('unavailable', sentence, { cause });
}
