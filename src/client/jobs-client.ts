import type { SupabaseClient } from '@supabase/supabase-js';
import { nanoid } from 'nanoid';
import { systemClock, type Clock } from '../clock.ts';
import type { Contract, InputOf, PartialOf, ResultOf } from '../contract.ts';
import { jobStatuses, type JobSnapshot, type JobStatus } from '../job.ts';
import { ApiError } from './api-error.ts';
import { createCallApi, isRecord, type ApiAnswer, type ApiCall } from './call-api.ts';
import { documentPresence, type PagePresence } from './page-presence.ts';
import { fileUrl, type FileUrlOptions } from './file-url.ts';
import { pollDelayMs } from './poll-delay.ts';
import { uploadFile, type UploadableFile, type UploadedFile, type UploadOptions } from './upload-file.ts';
import { watchJob, type WatchOptions } from './watch-job.ts';

/** A job as it was accepted. */
export interface SubmittedJob {
  readonly jobId: string;
  readonly statusUrl: string;
}

/** A job in the user's list. */
export interface JobSummary {
  readonly jobId: string;
  readonly task: string;
  readonly status: JobStatus;
  /** 0 to 100. */
  readonly progress: number;
  readonly message: string | null;
  readonly errorCode: string | null;
  /** True when the demo model wrote any of it. */
  readonly demo: boolean;
  readonly createdAt: string;
  readonly finishedAt: string | null;
}

export interface SubmitOptions {
  /** The same key submits the same job once. Default: a new one per call. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

/** The snapshot of a contract's job. */
export type SnapshotOf<C extends Contract> = JobSnapshot<ResultOf<C>, PartialOf<C>>;

/** Starts, watches and ends the signed-in user's jobs. */
export interface JobsClient {
  /**
   * Submits a job. An answer that is lost on the way is asked for again under the same idempotency
   * key (twice at most), so that it makes one job.
   *
   * @throws {ApiError} `invalid_input` with its issues, and every other refusal.
   */
  submit<C extends Contract>(contract: C, input: InputOf<C>, options?: SubmitOptions): Promise<SubmittedJob>;
  /** Reads a job once. @throws {ApiError} `not_found` for an unknown job and for another user's. */
  status<C extends Contract>(
    contract: C,
    jobId: string,
    options?: { signal?: AbortSignal },
  ): Promise<SnapshotOf<C>>;
  /** Yields a job's snapshots as they change and ends after the terminal one; see {@link watchJob}. */
  watch<C extends Contract>(
    contract: C,
    jobId: string,
    options?: WatchOptions,
  ): AsyncGenerator<SnapshotOf<C>, void, undefined>;
  /** Ends a job. @throws {ApiError} `job_already_finished`, `not_found`. */
  cancel(jobId: string): Promise<void>;
  /** Submits a failed or cancelled job's input once more, as a new job. @throws {ApiError} `job_not_finished`. */
  retry(jobId: string): Promise<SubmittedJob>;
  /** The user's jobs, newest first. */
  list(options?: { signal?: AbortSignal }): Promise<readonly JobSummary[]>;
  /** Uploads a file for a job's input; see {@link uploadFile}. */
  upload(file: UploadableFile, options?: UploadOptions): Promise<UploadedFile>;
  /** The URL of a file in a job's result; see {@link fileUrl}. @throws {ApiError} `file_not_found`. */
  fileUrl(path: string, options?: FileUrlOptions): Promise<string>;
}

export interface JobsClientOptions {
  /** A supabase-js client on which the user is signed in. */
  readonly supabase: Pick<SupabaseClient, 'auth' | 'storage'>;
  /** Where the functions are, without a slash at its end. Default: the page's own origin. */
  readonly baseUrl?: string;
  readonly fetch?: typeof globalThis.fetch;
  readonly clock?: Clock;
  readonly presence?: PagePresence;
}

const submitAttempts = 3;

export function createJobsClient(options: JobsClientOptions): JobsClient {
  const clock = options.clock ?? systemClock;
  const presence = options.presence ?? documentPresence;
  const callApi = createCallApi({
    supabase: options.supabase,
    baseUrl: options.baseUrl ?? '',
    // Bound, because a browser's fetch refuses to be called as the method of another object.
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
  });

  const readStatus = async <C extends Contract>(
    contract: C,
    jobId: string,
    etag: string | null,
    signal: AbortSignal | undefined,
  ): Promise<ApiAnswer & { snapshot: SnapshotOf<C> | null }> => {
    const answer = await callApi({
      method: 'GET',
      path: `/api/${contract.name}-status`,
      query: { jobId },
      headers: etag === null ? {} : { 'if-none-match': etag },
      signal,
    });
    return { ...answer, snapshot: answer.status === 304 ? null : snapshotIn<C>(answer) };
  };

  const submitCall = async (call: ApiCall): Promise<SubmittedJob> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return submittedIn(await callApi(call));
      } catch (error) {
        const again = error instanceof ApiError && error.isPassing && attempt < submitAttempts;
        if (!again) throw error;
        const { retryAfterSeconds } = error;
        await clock.sleep(
          pollDelayMs({ failures: attempt, retryAfterSeconds, random: clock.random() }),
          call.signal,
        );
      }
    }
  };

  return {
    submit: (contract, input, { idempotencyKey = nanoid(), signal } = {}) =>
      submitCall({
        method: 'POST',
        path: `/api/${contract.name}-trigger`,
        headers: { 'idempotency-key': idempotencyKey },
        body: input,
        signal,
      }),
    status: async (contract, jobId, { signal } = {}) => {
      const { snapshot, status } = await readStatus(contract, jobId, null, signal);
      if (snapshot === null) throw unexpectedAnswer(status);
      return snapshot;
    },
    watch: (contract, jobId, watchOptions) =>
      watchJob(
        (etag, signal) => readStatus(contract, jobId, etag, signal),
        { clock, presence },
        watchOptions,
      ),
    cancel: async (jobId) => {
      await callApi({ method: 'DELETE', path: '/api/jobs', query: { jobId } });
    },
    retry: async (jobId) =>
      submittedIn(await callApi({ method: 'POST', path: '/api/jobs', query: { jobId, action: 'retry' } })),
    list: async ({ signal } = {}) => {
      const { body, status } = await callApi({ method: 'GET', path: '/api/jobs', signal });
      if (!isRecord(body) || !Array.isArray(body.jobs)) throw unexpectedAnswer(status);
      return body.jobs as readonly JobSummary[];
    },
    upload: (file, uploadOptions) => uploadFile(options.supabase, file, uploadOptions),
    fileUrl: (path, urlOptions) => fileUrl(options.supabase, path, urlOptions),
  };
}

function submittedIn({ body, status }: ApiAnswer): SubmittedJob {
  if (!isRecord(body) || typeof body.jobId !== 'string') throw unexpectedAnswer(status);
  return { jobId: body.jobId, statusUrl: typeof body.statusUrl === 'string' ? body.statusUrl : '' };
}

/**
 * The server validated the result against the same contract before it was stored, so here only the
 * outline is checked: another program's answer must not be taken for a job's.
 */
function snapshotIn<C extends Contract>({ body, status }: ApiAnswer): SnapshotOf<C> {
  const isSnapshot =
    isRecord(body) &&
    typeof body.jobId === 'string' &&
    (jobStatuses as readonly unknown[]).includes(body.status);
  if (!isSnapshot) throw unexpectedAnswer(status);
  return body as unknown as SnapshotOf<C>;
}

function unexpectedAnswer(status: number): ApiError {
  return new ApiError('unexpected_answer', `The answer (status ${status}) is not from the jobs API.`, {
    status,
  });
}
