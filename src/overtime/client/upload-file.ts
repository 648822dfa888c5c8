import type { SupabaseClient } from '@supabase/supabase-js';
import { nanoid } from 'nanoid';
import { systemClock, type Clock } from '../clock.ts';
import { fileBucket, makeFilePath, storableMediaType, type FilePath } from '../file-path.ts';
import { storageFault, type StorageFailure } from '../storage-fault.ts';
import { ApiError, storageUnavailable } from './api-error.ts';
import { notSignedIn } from './call-api.ts';
import { repeatPassing } from './repeat-passing.ts';

export interface UploadOptions {
  /** Called with the share that has been sent, 0 to 1. Only browsers report it during the upload. */
  readonly onProgress?: (fraction: number) => void;
  readonly signal?: AbortSignal;
  /** Waits between the repeated calls of a passing fault. Default: the system's. */
  readonly clock?: Clock;
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
 * Uploads a file into the user's own folder. What may pass is tried again, at most twice.
 *
 * @throws {ApiError} `not_signed_in`, `network_error`, `unavailable` or `upload_failed`; the signal's reason on abort.
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

  const { access_token: accessToken } = data.session;
  await repeatPassing(
    options.clock ?? systemClock,
    async (attempt) => {
      options.onProgress?.(0);
      const failure =
        typeof XMLHttpRequest === 'undefined'
          ? await uploadThroughSupabase(supabase, filePath, bytes, storedType)
          : await uploadThroughXhr(supabase, filePath, bytes, storedType, accessToken, options);
      options.signal?.throwIfAborted();
      if (failure === null) return;
      const fault = storageFault(failure);
      // The path is new: an earlier attempt stored it, and its answer was lost.
      if (fault === 'exists' && attempt > 1) return;
      throw fault === 'unreachable' || fault === 'unavailable'
        ? storageUnavailable(fault, failure)
        : uploadFailed(failure);
    },
    options.signal,
  );
  options.onProgress?.(1);
  return { filePath, fileName: file.name, fileType };
}

/** Why an upload failed: null for one that did not. */
type Failure = (StorageFailure & { readonly message?: string | undefined }) | null;

async function uploadThroughSupabase(
  supabase: Pick<SupabaseClient, 'storage'>,
  path: FilePath,
  bytes: ArrayBuffer,
  contentType: string,
): Promise<Failure> {
  const { error } = await supabase.storage.from(fileBucket).upload(path, bytes, { contentType });
  return error;
}

/** The same request as supabase-js makes, because fetch cannot report upload progress. */
function uploadThroughXhr(
  supabase: Pick<SupabaseClient, 'storage'>,
  path: FilePath,
  bytes: ArrayBuffer,
  contentType: string,
  accessToken: string,
  options: UploadOptions,
): Promise<Failure> {
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
    request.onload = () => resolve(request.status < 300 ? null : failureIn(request));
    request.onerror = () => resolve({});
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

function failureIn({ status, responseText }: XMLHttpRequest): Failure {
  try {
    const { statusCode, code, error, message } = JSON.parse(responseText) as Record<
      string,
      string | undefined
    >;
    return { status, statusCode, code: code ?? error, message };
  } catch {
    // Not JSON: a gateway answered instead of Storage, and its page does not help the user.
    return { status };
  }
}

function uploadFailed(failure: NonNullable<Failure>): ApiError {
  const { status = 0, message } = failure;
  const reason = (message || `status ${status}`).replace(/\.$/, '');
  return new ApiError('upload_failed', `The file could not be uploaded: ${reason}. Try again.`, {
    status,
    cause: failure,
  });
}
