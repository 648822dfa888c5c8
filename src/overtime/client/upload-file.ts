import type { SupabaseClient } from '@supabase/supabase-js';
import { nanoid } from 'nanoid';
import { fileBucket, makeFilePath, storableMediaType, type FilePath } from '../file-path.ts';
import { ApiError } from './api-error.ts';
import { notSignedIn } from './call-api.ts';

export interface UploadOptions {
  /** Called with the share that has been sent, 0 to 1. Only browsers report it during the upload. */
  readonly onProgress?: (fraction: number) => void;
  readonly signal?: AbortSignal;
}

/** A file as it is chosen in a browser; in Node any Blob with a name. */
export type UploadableFile = Blob & { readonly name: string };

/** What a task's input needs to know of an uploaded file. */
export interface UploadedFile {
  /** `<user id>/<nanoid>/<safe name>` in the bucket `job-files`. */
  readonly filePath: FilePath;
  readonly fileName: string;
  readonly fileType: string;
}

/**
 * Uploads a file into the user's own folder.
 *
 * @throws {ApiError} `not_signed_in`, `network_error` or `upload_failed`; the signal's reason on abort.
 */
export async function uploadFile(
  supabase: Pick<SupabaseClient, 'auth' | 'storage'>,
  file: UploadableFile,
  options: UploadOptions = {},
): Promise<UploadedFile> {
  const { data, error } = await supabase.auth.getSession();
  if (data.session === null) throw notSignedIn(error);
  const filePath = makeFilePath(data.session.user.id, nanoid(), file.name);
  const fileType = file.type || 'application/octet-stream';
  const storedType = storableMediaType(fileType);
  // An ArrayBuffer, not the Blob: a Blob is sent as multipart, which the local Storage does not read.
  const bytes = await file.arrayBuffer();
  options.signal?.throwIfAborted();

  options.onProgress?.(0);
  if (typeof XMLHttpRequest === 'undefined') {
    await uploadThroughSupabase(supabase, filePath, bytes, storedType);
    options.signal?.throwIfAborted();
  } else {
    await uploadThroughXhr(supabase, filePath, bytes, storedType, data.session.access_token, options);
  }
  options.onProgress?.(1);
  return { filePath, fileName: file.name, fileType };
}

async function uploadThroughSupabase(
  supabase: Pick<SupabaseClient, 'storage'>,
  path: FilePath,
  bytes: ArrayBuffer,
  contentType: string,
): Promise<void> {
  const { error } = await supabase.storage.from(fileBucket).upload(path, bytes, { contentType });
  if (error === null) return;
  throw uploadFailed(
    'status' in error && typeof error.status === 'number' ? error.status : 0,
    error.message,
    error,
  );
}

/** The same request as supabase-js makes, because fetch cannot report upload progress. */
function uploadThroughXhr(
  supabase: Pick<SupabaseClient, 'storage'>,
  path: FilePath,
  bytes: ArrayBuffer,
  contentType: string,
  accessToken: string,
  options: UploadOptions,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', objectUrl(supabase, path));
    request.setRequestHeader('authorization', `Bearer ${accessToken}`);
    const key = publishableKey(supabase);
    if (key !== undefined) request.setRequestHeader('apikey', key);
    request.setRequestHeader('content-type', contentType);
    request.setRequestHeader('x-upsert', 'false');
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) options.onProgress?.(event.loaded / event.total);
    };
    const onAbort = () => request.abort();
    options.signal?.addEventListener('abort', onAbort, { once: true });
    request.onload = () => {
      if (request.status < 300) resolve();
      else reject(uploadFailed(request.status, messageIn(request.responseText)));
    };
    request.onerror = () =>
      reject(
        new ApiError('network_error', 'The file could not be sent. Check the connection and try again.'),
      );
    request.onabort = () => reject(options.signal?.reason as Error);
    request.onloadend = () => options.signal?.removeEventListener('abort', onAbort);
    request.send(bytes);
  });
}

/** supabase-js does not expose its Storage URL; the public URL of the same object differs in one word. */
function objectUrl(supabase: Pick<SupabaseClient, 'storage'>, path: FilePath): string {
  const { publicUrl } = supabase.storage.from(fileBucket).getPublicUrl(path).data;
  return publicUrl.replace(`/object/public/${fileBucket}/`, `/object/${fileBucket}/`);
}

/** A hosted project's gateway needs it besides the user's token; supabase-js does not expose it either. */
function publishableKey(supabase: object): string | undefined {
  return 'supabaseKey' in supabase && typeof supabase.supabaseKey === 'string'
    ? supabase.supabaseKey
    : undefined;
}

function messageIn(responseText: string): string | undefined {
  try {
    const body = JSON.parse(responseText) as unknown;
    if (typeof body === 'object' && body !== null && 'message' in body) return String(body.message);
  } catch {
    // Not JSON: a gateway answered instead of Storage, and its page does not help the user.
  }
  return undefined;
}

function uploadFailed(status: number, message: string | undefined, cause?: unknown): ApiError {
  const reason = message === undefined || message === '' ? `status ${status}` : message.replace(/\.$/, '');
  return new ApiError('upload_failed', `The file could not be stored: ${reason}.`, { status, cause });
}
