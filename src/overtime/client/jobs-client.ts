import type { SupabaseClient } from '@supabase/supabase-js';
import { nanoid } from 'nanoid';
import { applyChanges, type Change } from '../changes.ts';
import { systemClock, type Clock } from '../clock.ts';
import type { Contract, InputOf, ParsedInputOf, PartialOf, ResultOf } from '../contract.ts';
import {
  jobStatuses,
  type JobCall,
  type JobLogLine,
  type JobPage,
  type JobSnapshot,
  type JobStatus,
} from '../job.ts';
import {
  createApi,
  isRecord,
  linesMediaType,
  type Api,
  type ApiAnswer,
  type ApiCall,
  unexpectedAnswer,
} from './call-api.ts';
import type { JobMessages, SupabaseChannels } from './job-messages.ts';
import { documentPresence, type PagePresence } from './page-presence.ts';
import type { FileUrlOptions } from './file-url.ts';
import { repeatPassing } from './repeat-passing.ts';
import type { UploadableFile, UploadedFile, UploadOptions } from './upload-file.ts';
import { watchJob, type JobChange, type ReadChanges, type WatchOptions } from './watch-job.ts';

/** A job as the trigger accepted it. */
export interface SubmittedJob {
  readonly jobId: string;
  readonly statusUrl: string;
}

/** Which of the user's jobs to list. */
export interface ListOptions {
  readonly task?: string;
  readonly status?: JobStatus;
  /** True: those of which any part is made of samples; false: the others. */
  readonly sample?: boolean;
  /** A part of the title, in any case. */
  readonly q?: string;
  /** 1 to 100. Default 50. */
  readonly limit?: number;
  /** The `nextBefore` of the previous page. */
  readonly before?: string;
  readonly signal?: AbortSignal;
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
   * Submits a job. When the answer is lost, the request is repeated with the same idempotency key (at most twice), so
   * that it creates one job.
   *
   * @throws {ApiError} `invalid_input` with its issues, and every other refusal.
   */
  submit<C extends Contract>(contract: C, input: InputOf<C>, options?: SubmitOptions): Promise<SubmittedJob>;
  /**
   * Submits a job of each input, 1 to 100 of them, in one call: all or none. Handles a lost answer as
   * {@link JobsClient.submit}. Returns the jobs in the order of the inputs.
   *
   * @throws {ApiError} as `submit`; the paths of its issues begin with the index of the input.
   */
  submitAll<C extends Contract>(
    contract: C,
    inputs: readonly InputOf<C>[],
    options?: SubmitOptions,
  ): Promise<readonly SubmittedJob[]>;
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
  /** Deletes an ended job with its files. @throws {ApiError} `job_not_finished`, `not_found`. */
  delete(jobId: string): Promise<void>;
  /**
   * Submits a failed or cancelled job's input again, as a new job. While that runs, a further retry returns it. A lost
   * answer is handled as by {@link JobsClient.submit}.
   *
   * @throws {ApiError} `job_not_finished`.
   */
  retry(jobId: string, options?: SubmitOptions): Promise<SubmittedJob>;
  /** A page of the user's jobs, of all tasks, newest first. @throws {ApiError} `invalid_input`. */
  list(options?: ListOptions): Promise<JobPage>;
  /** A job's log lines after the line `after`, oldest first, at most 500. @throws {ApiError} `not_found`. */
  logs(jobId: string, options?: { after?: number; signal?: AbortSignal }): Promise<readonly JobLogLine[]>;
  /** A job's input. @throws {ApiError} `not_found`. */
  input<C extends Contract>(
    contract: C,
    jobId: string,
    options?: { signal?: AbortSignal },
  ): Promise<ParsedInputOf<C>>;
  /** The model calls that a job made, the first 200. @throws {ApiError} `not_found`. */
  usage(jobId: string, options?: { signal?: AbortSignal }): Promise<readonly JobCall[]>;
  /** Uploads a file for a job's input; see {@link uploadFile}. */
  upload(file: UploadableFile, options?: UploadOptions): Promise<UploadedFile>;
  /** The URL of a file in a job's result; see {@link fileUrl}. @throws {ApiError} `file_not_found`. */
  fileUrl(path: string, options?: FileUrlOptions): Promise<string>;
}

export interface JobsClientOptions {
  /** A supabase-js client on which the user is signed in. */
  readonly supabase: Pick<SupabaseClient, 'auth' | 'storage'> & Partial<SupabaseChannels>;
  /**
   * Whether jobs are watched through Supabase Realtime: messages say what changes, and no call is held. Where the project
   * has no Realtime, the client works without it. Default true.
   */
  readonly realtime?: boolean;
  /** The origin that the functions are at, without a slash at its end. Default: the page's own. */
  readonly baseUrl?: string;
  /**
   * The path that the functions are below, such as `/api` where `netlify.toml` rewrites it. Default:
   * `/.netlify/functions`, so that an app's own `/api` is left alone.
   */
  readonly basePath?: string;
  /** The name of the function made by `jobs`, where an app has another one of that name. Default `jobs`. */
  readonly jobsFunction?: string;
  readonly fetch?: typeof globalThis.fetch;
  readonly clock?: Clock;
  readonly presence?: PagePresence;
}

export function createJobsClient(options: JobsClientOptions): JobsClient {
  const clock = options.clock ?? systemClock;
  const presence = options.presence ?? documentPresence;
  const jobsPath = `/${options.jobsFunction ?? 'jobs'}`;
  const api = createApi({
    supabase: options.supabase,
    baseUrl: `${options.baseUrl ?? ''}${options.basePath ?? '/.netlify/functions'}`,
    // Bound, because a browser's fetch refuses to be called as the method of another object.
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
  });

  const messagesOf = async (jobId: string): Promise<JobMessages | null> => {
    // Looked at each time: an app may load Realtime after its page.
    const { channel, removeChannel, realtime } = options.supabase;
    if (options.realtime === false || !channel || !removeChannel || !realtime) return null;
    // Who cannot load it watches without Realtime.
    const messaging = await import('./job-messages.ts').catch(() => null);
    return messaging?.followMessages(options.supabase as SupabaseChannels, jobId) ?? null;
  };

  const submitCall = <T>(call: ApiCall, read: (answer: ApiAnswer) => T): Promise<T> =>
    repeatPassing(clock, async () => read(await api.call(call)), call.signal);
  const triggerCall = (
    { name }: Contract,
    body: unknown,
    { idempotencyKey = nanoid(), signal }: SubmitOptions,
  ): ApiCall => ({
    method: 'POST',
    path: `/${name}-trigger`,
    headers: { 'idempotency-key': idempotencyKey },
    body,
    signal,
  });

  /** Reads what is answered with this field, which is a list in all answers but a job's input. */
  async function readJobs(query: Record<string, string>, field: string, signal: AbortSignal | undefined) {
    const { body, status } = await api.call({ method: 'GET', path: jobsPath, query, signal });
    const isAnswer = isRecord(body) && (field === 'input' ? field in body : Array.isArray(body[field]));
    if (!isAnswer) throw unexpectedAnswer(status);
    return body;
  }

  return {
    submit: (contract, input, submitOptions = {}) =>
      submitCall(triggerCall(contract, input, submitOptions), submittedIn),
    submitAll: async (contract, inputs, submitOptions = {}) =>
      inputs.length === 0
        ? []
        : submitCall(triggerCall(contract, inputs, submitOptions), ({ body, status }) => {
            const jobs = isRecord(body) && Array.isArray(body.jobs) ? body.jobs : [];
            if (jobs.length !== inputs.length) throw unexpectedAnswer(status);
            return jobs.map((job) => submittedIn({ body: job, status }));
          }),
    status: async (contract, jobId, { signal } = {}) =>
      snapshotIn(await api.call({ method: 'GET', path: statusPath(contract), query: { jobId }, signal })),
    watch: async function* watch(contract, jobId, watchOptions) {
      const environment = { clock, presence, messages: await messagesOf(jobId) };
      yield* watchJob((read) => readChanges(api, contract, jobId, read), environment, watchOptions);
    },
    cancel: async (jobId) => {
      await api.call({ method: 'DELETE', path: jobsPath, query: { jobId } });
    },
    delete: async (jobId) => {
      await api.call({ method: 'DELETE', path: jobsPath, query: { jobId, action: 'delete' } });
    },
    retry: (jobId, { idempotencyKey = nanoid(), signal } = {}) =>
      submitCall(
        {
          method: 'POST',
          path: jobsPath,
          query: { jobId, action: 'retry' },
          headers: { 'idempotency-key': idempotencyKey },
          signal,
        },
        submittedIn,
      ),
    list: async ({ signal, ...filters } = {}) => {
      const query = Object.entries(filters).map(([name, value]) => [name, String(value)]);
      return (await readJobs(Object.fromEntries(query), 'jobs', signal)) as unknown as JobPage;
    },
    logs: async (jobId, { after, signal } = {}) => {
      const query = { jobId, view: 'logs', ...(after === undefined ? {} : { after: String(after) }) };
      return (await readJobs(query, 'logs', signal))['logs'] as readonly JobLogLine[];
    },
    input: async (_contract, jobId, { signal } = {}) =>
      (await readJobs({ jobId, view: 'input' }, 'input', signal))['input'] as never,
    usage: async (jobId, { signal } = {}) =>
      (await readJobs({ jobId, view: 'usage' }, 'calls', signal))['calls'] as readonly JobCall[],
    // Loaded when a page first has a file: most have none.
    upload: async (file, uploadOptions) =>
      (await import('./upload-file.ts')).uploadFile(options.supabase, file, { clock, ...uploadOptions }),
    fileUrl: async (path, urlOptions) =>
      (await import('./file-url.ts')).fileUrl(options.supabase, path, { clock, ...urlOptions }),
  };
}

function submittedIn({ body, status }: Pick<ApiAnswer, 'body' | 'status'>): SubmittedJob {
  if (!isRecord(body) || typeof body.jobId !== 'string') throw unexpectedAnswer(status);
  return { jobId: body.jobId, statusUrl: typeof body.statusUrl === 'string' ? body.statusUrl : '' };
}

const statusPath = (contract: Contract) => `/${contract.name}-status`;

/** How long the server is asked to hold a read, in seconds: 8 is its maximum. */
const holdSeconds = '8';

async function* readChanges<C extends Contract>(
  api: Api,
  contract: C,
  jobId: string,
  { etag, latest, hold, signal }: Parameters<ReadChanges<SnapshotOf<C>>>[0],
): AsyncGenerator<JobChange<SnapshotOf<C>>, void, undefined> {
  const answers = api.lines({
    method: 'GET',
    path: statusPath(contract),
    query: hold ? { jobId, wait: holdSeconds } : { jobId },
    headers: {
      accept: `${linesMediaType}, application/json`,
      ...(etag !== null && { 'if-none-match': etag }),
    },
    signal,
  });
  for await (const answer of answers) {
    const { body, status, retryAfterSeconds } = answer;
    if (status === 304) yield { snapshot: null, etag, retryAfterSeconds };
    else if (isRecord(body) && ('job' in body || Array.isArray(body.changes))) {
      const job = 'job' in body ? body.job : applyChanges(latest, body.changes as readonly Change[]);
      latest = snapshotIn<C>({ body: job, status });
      yield { snapshot: latest, etag: typeof body.etag === 'string' ? body.etag : null, retryAfterSeconds };
    } else yield { snapshot: snapshotIn<C>(answer), etag: answer.etag, retryAfterSeconds };
  }
}

/**
 * The server validated the result against the same contract before it was stored, so here only the
 * outline is checked: another program's answer must not be taken for a job's.
 */
function snapshotIn<C extends Contract>({ body, status }: Pick<ApiAnswer, 'body' | 'status'>): SnapshotOf<C> {
  const isSnapshot =
    isRecord(body) &&
    typeof body.jobId === 'string' &&
    (jobStatuses as readonly unknown[]).includes(body.status);
  if (!isSnapshot) throw unexpectedAnswer(status);
  return body as unknown as SnapshotOf<C>;
}
