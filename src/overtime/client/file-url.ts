import type { SupabaseClient } from '@supabase/supabase-js';
import { systemClock, type Clock } from '../clock.ts';
import { fileBucket, isFilePath } from '../file-path.ts';
import { storageFault, type StorageFailure } from '../storage-fault.ts';
import { ApiError, storageUnavailable } from './api-error.ts';
import { repeatPassing } from './repeat-passing.ts';

const longestSeconds = 24 * 60 * 60;

export interface FileUrlOptions {
  /** Saves the file under this name instead of showing it. Default: the browser shows what it can. */
  readonly downloadAs?: string;
  /** How long the URL is valid, in seconds, at most 86400 (a day). Default 3600: a new one is made when needed. */
  readonly seconds?: number;
  /** Waits between the repeated calls of a passing fault. Default: the system's. */
  readonly clock?: Clock;
}

/**
 * The URL of a file of the signed-in user, such as one in a job's result. Anyone who has it can read the file until it
 * expires or the file is purged, so no long-lived URL is made.
 *
 * @param path of the file in the bucket `job-files`.
 * @throws {ApiError} `file_not_found` for an invalid path, a missing file and another user's; `network_error`
 *   and `unavailable` after three calls.
 * @throws {RangeError} for more than a day.
 */
export async function fileUrl(
  supabase: Pick<SupabaseClient, 'storage'>,
  path: string,
  { downloadAs, seconds = 3600, clock = systemClock }: FileUrlOptions = {},
): Promise<string> {
  if (!(seconds > 0 && seconds <= longestSeconds)) {
    throw new RangeError(`A file's URL is valid for at most ${longestSeconds} seconds.`);
  }
  if (!isFilePath(path)) throw fileNotFound(path);
  const signed = await repeatPassing(clock, async () => {
    const { data, error } = await supabase.storage.from(fileBucket).createSignedUrl(path, seconds);
    if (error !== null) throw fileFailed(path, error);
    return data;
  });
  // Not supabase-js' own option: it encodes the name twice, so that a name beyond ASCII arrives garbled.
  const url = new URL(signed.signedUrl);
  if (downloadAs !== undefined) url.searchParams.set('download', downloadAs);
  return url.href;
}

function fileFailed(path: string, failure: StorageFailure): ApiError {
  const fault = storageFault(failure);
  return fault === 'not_found' || fault === 'forbidden'
    ? fileNotFound(path, failure)
    : storageUnavailable(fault, failure);
}

function fileNotFound(path: string, cause?: unknown): ApiError {
  return new ApiError('file_not_found', `You have no file ${path}. It may have been deleted with its job.`, {
    status: 404,
    cause,
  });
}
