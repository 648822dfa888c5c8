import type { SupabaseClient } from '@supabase/supabase-js';
import { OvertimeError } from '../errors.ts';
import { fileBucket } from '../file-path.ts';

/**
 * Reads a file with the rights of the client that is given.
 *
 * @throws `file_not_found` for a file that is not there or that the client may not read, and
 *   `unavailable` when Storage does not answer.
 */
export async function downloadFile(storage: SupabaseClient['storage'], path: string): Promise<Uint8Array> {
  const { data, error } = await storage.from(fileBucket).download(path);
  if (data) return new Uint8Array(await data.arrayBuffer());
  if (statusOf(error) >= 500) {
    throw new OvertimeError('unavailable', 'Storage did not answer. Try again in a moment.', {
      cause: error,
    });
  }
  throw new OvertimeError(
    'file_not_found',
    `There is no file ${path} of yours in ${fileBucket}. Upload it to <your user id>/<id>/<name> first.`,
    { cause: error },
  );
}

/**
 * Stores a file with the rights of the client that is given.
 *
 * @param replace whether it may take the place of a file that is there; users may replace none.
 * @throws `unavailable` when Storage did not take it.
 */
export async function storeFile(
  storage: SupabaseClient['storage'],
  path: string,
  bytes: Uint8Array,
  mediaType: string,
  replace = false,
): Promise<void> {
  // An ArrayBuffer, not a Blob: a Blob is sent as multipart, which the local Storage does not read.
  const body = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const { error } = await storage
    .from(fileBucket)
    .upload(path, body, { contentType: mediaType, upsert: replace });
  if (error) {
    throw new OvertimeError('unavailable', 'The file could not be stored. Try again in a moment.', {
      cause: error,
    });
  }
}

/** Storage's HTTP status; a failure without one never reached it. */
function statusOf(error: unknown): number {
  const status = (error as { status?: unknown; originalError?: { status?: unknown } }) ?? {};
  const value = status.status ?? status.originalError?.status;
  return typeof value === 'number' ? value : 503;
}
