/** What supabase-js says of a failed call to Storage, or what is read from the answer itself. */
export interface StorageFailure {
  /** The HTTP status; undefined where no answer came. */
  readonly status?: number | undefined;
  /** The status that the answer's body names. */
  readonly statusCode?: string | undefined;
  /** The code that the body names, such as `NoSuchKey`. */
  readonly code?: string | undefined;
}

/**
 * - `not_found`: there is no such file for this caller.
 * - `forbidden`: a policy refuses it.
 * - `exists`, `too_large`: the file to be stored is there already, or is larger than the bucket takes.
 * - `unreachable`: no answer came.
 * - `unavailable`: anything else. It says nothing about the file, and the same call may succeed later.
 */
export type StorageFault = 'not_found' | 'forbidden' | 'exists' | 'too_large' | 'unreachable' | 'unavailable';

/**
 * What a failed call to Storage means. Storage answers most faults with HTTP 400, a timeout of its database
 * too; what it was is in the body.
 *
 * Source: https://github.com/supabase/storage, `src/http/error-handler.ts` and `src/internal/errors/codes.ts`.
 */
export function storageFault({ status, statusCode, code }: StorageFailure): StorageFault {
  if (status === undefined || status === 0) return 'unreachable';
  // Newer servers may send the code alone, which supabase-js then has as `statusCode`.
  const named = Number(statusCode);
  const truth = Number.isInteger(named) ? named : status;
  const codes = [code, statusCode];
  if (truth === 404 || codes.includes('NoSuchKey') || codes.includes('not_found')) return 'not_found';
  // What Storage's own disk refuses to the server is no decision about the caller.
  if (code === 'S3Error') return 'unavailable';
  if (truth === 403) return 'forbidden';
  if (truth === 409) return 'exists';
  if (truth === 413) return 'too_large';
  return 'unavailable';
}
