import type { SupabaseClient } from '@supabase/supabase-js';
import { OvertimeError } from '../errors.ts';
import { fileBucket, isFileOf, storableMediaType, type FilePath } from '../file-path.ts';
import { storageFault } from '../storage-fault.ts';

/** Storage is called only with paths of this type, since they become part of a URL. */
type Storage = SupabaseClient['storage'];

/**
 * Reads a user's file with the rights of the given client.
 *
 * @throws `file_not_found` for a missing file, another user's, or one that the client may not read, and
 *   `unavailable` when Storage does not answer.
 */
export async function downloadFile(storage: Storage, userId: string, path: FilePath): Promise<Uint8Array> {
  if (!isFileOf(userId, path)) throw notFound(path);
  const { data, error } = await storage
    .from(fileBucket)
    .download(addressOf(path))
    // A connection that breaks within the file.
    .catch((cause: unknown) => ({ data: null, error: { status: undefined, cause } }));
  if (data) return new Uint8Array(await data.arrayBuffer());
  const fault = storageFault(error);
  throw fault === 'not_found' || fault === 'forbidden'
    ? notFound(path, error)
    : unavailable('Storage did not answer. Try again in a moment.', error);
}

/**
 * Stores a file with the rights of the given client.
 *
 * @param replace whether it may replace an existing file; users may not.
 * @throws `too_many_files` when the user's folder is full, `file_too_large`, and `unavailable` when Storage failed.
 */
export async function storeFile(
  storage: Storage,
  path: FilePath,
  bytes: Uint8Array,
  mediaType: string,
  replace = false,
): Promise<void> {
  // An ArrayBuffer, not a Blob: a Blob is sent as multipart, which the local Storage does not read.
  const body = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const { error } = await storage
    .from(fileBucket)
    .upload(addressOf(path), body, { contentType: storableMediaType(mediaType), upsert: replace });
  if (!error) return;
  const fault = storageFault(error);
  if (fault === 'forbidden') {
    throw new OvertimeError(
      'too_many_files',
      'Your storage is full. Delete jobs with their files, then try again.',
      { cause: error },
    );
  }
  if (fault === 'too_large') {
    throw new OvertimeError(
      'file_too_large',
      `The file ${path} is larger than Storage accepts. Send a smaller file.`,
      {
        cause: error,
      },
    );
  }
  throw unavailable('The file could not be stored. Try again in a moment.', error);
}

/** Removes files; missing ones are no error. Throws `unavailable` when Storage failed. */
export async function removeFiles(storage: Storage, paths: readonly FilePath[]): Promise<void> {
  if (paths.length === 0) return;
  const { error } = await storage.from(fileBucket).remove([...paths]);
  if (error) throw unavailable('The files could not be deleted. Try again in a moment.', error);
}

/** The type has no character that this changes today; it protects against a later change of the type. */
function addressOf(path: FilePath): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

function notFound(path: FilePath, cause?: unknown): OvertimeError {
  return new OvertimeError(
    'file_not_found',
    `You have no file ${path} in ${fileBucket}. Upload it to <your user id>/<id>/<name> first.`,
    { cause },
  );
}

function unavailable(message: string, cause: unknown): OvertimeError {
  return new OvertimeError('unavailable', message, { cause });
}
