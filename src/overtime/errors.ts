/**
 * Every error that Overtime reports: its stable code, its HTTP status, and whether another attempt of the job
 * may succeed. Callers may rely on the codes.
 */
const errors = {
  // A request that cannot be served.
  invalid_json: { httpStatus: 400, retryable: false },
  unauthorized: { httpStatus: 401, retryable: false },
  not_found: { httpStatus: 404, retryable: false },
  method_not_allowed: { httpStatus: 405, retryable: false },
  body_too_large: { httpStatus: 413, retryable: false },
  unsupported_media_type: { httpStatus: 415, retryable: false },
  invalid_input: { httpStatus: 422, retryable: false },
  idempotency_conflict: { httpStatus: 409, retryable: false },
  job_already_finished: { httpStatus: 409, retryable: false },
  job_not_finished: { httpStatus: 409, retryable: false },
  rate_limited: { httpStatus: 429, retryable: true },
  budget_spent: { httpStatus: 429, retryable: true },
  too_many_schedules: { httpStatus: 409, retryable: false },
  too_many_files: { httpStatus: 409, retryable: false },
  webhook_url_refused: { httpStatus: 422, retryable: false },
  not_configured: { httpStatus: 500, retryable: false },
  schema_mismatch: { httpStatus: 500, retryable: false },
  not_saved: { httpStatus: 500, retryable: false },
  unavailable: { httpStatus: 503, retryable: true },

  // A file that cannot be read.
  file_empty: { httpStatus: 422, retryable: false },
  file_not_found: { httpStatus: 422, retryable: false },
  file_changed: { httpStatus: 422, retryable: false },
  file_too_large: { httpStatus: 413, retryable: false },
  file_unpacks_too_large: { httpStatus: 422, retryable: false },
  file_type_unsupported: { httpStatus: 422, retryable: false },
  file_encrypted: { httpStatus: 422, retryable: false },
  file_unreadable: { httpStatus: 422, retryable: false },
  file_without_text: { httpStatus: 422, retryable: false },
  file_too_many_pages: { httpStatus: 422, retryable: false },

  // A model call that went wrong.
  model_not_configured: { httpStatus: 500, retryable: false },
  speech_not_configured: { httpStatus: 500, retryable: false },
  images_not_configured: { httpStatus: 500, retryable: false },
  model_not_allowed: { httpStatus: 422, retryable: false },
  model_not_found: { httpStatus: 500, retryable: false },
  model_key_rejected: { httpStatus: 500, retryable: false },
  model_quota_exhausted: { httpStatus: 500, retryable: false },
  model_input_too_large: { httpStatus: 422, retryable: false },
  model_request_rejected: { httpStatus: 500, retryable: false },
  model_refused: { httpStatus: 422, retryable: false },
  model_rate_limited: { httpStatus: 503, retryable: true },
  model_unavailable: { httpStatus: 503, retryable: true },
  model_timed_out: { httpStatus: 503, retryable: true },
  model_stream_broken: { httpStatus: 503, retryable: true },
  model_output_invalid: { httpStatus: 502, retryable: true },

  // An attempt that ended for a reason other than the task's.
  lease_lost: { httpStatus: 409, retryable: true },
  job_cancelled: { httpStatus: 409, retryable: false },
  worker_lost: { httpStatus: 500, retryable: true },
  dispatch_rejected: { httpStatus: 401, retryable: false },
  attempt_timed_out: { httpStatus: 503, retryable: true },
  result_too_large: { httpStatus: 500, retryable: false },
  ran_too_long: { httpStatus: 503, retryable: false },
  internal_error: { httpStatus: 500, retryable: true },
} as const satisfies Record<string, { httpStatus: number; retryable: boolean }>;

export type ErrorCode = keyof typeof errors;

/** What an error is, for a program. */
export interface ErrorKind {
  readonly code: string;
  readonly httpStatus: number;
  /** Whether another attempt of a job with this error may succeed. */
  readonly retryable: boolean;
}

/** One thing wrong with an input: where, as a path such as `categories.2.points`, and why. */
export interface InputIssue {
  readonly path: string;
  readonly message: string;
}

export interface ErrorDetails {
  readonly cause?: unknown;
  readonly issues?: readonly InputIssue[];
  /** Seconds after which another try makes sense, if the other side named them. */
  readonly retryAfterSeconds?: number;
  /** Response headers that belong to the error, such as `Allow`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The base of every error that Overtime throws on purpose. Its message names the subject and the remedy. */
export class OvertimeError extends Error {
  override readonly name: string = 'OvertimeError';
  readonly code: string;
  readonly httpStatus: number;
  readonly retryable: boolean;
  readonly issues: readonly InputIssue[] | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly headers: Readonly<Record<string, string>> | undefined;

  constructor(what: ErrorCode | ErrorKind, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    const kind: ErrorKind = typeof what === 'string' ? { code: what, ...errors[what] } : what;
    this.code = kind.code;
    this.httpStatus = kind.httpStatus;
    this.retryable = kind.retryable;
    this.issues = details.issues;
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.headers = details.headers;
  }
}

/** The job now belongs to another worker: nothing that this one writes is kept. */
export class LeaseLostError extends OvertimeError {
  override readonly name = 'LeaseLostError';
  constructor(jobId: string) {
    super('lease_lost', `The lease of job ${jobId} was lost: another worker holds it, or the job has ended.`);
  }
}

/** The user cancelled the job while it ran. */
export class JobCancelledError extends OvertimeError {
  override readonly name = 'JobCancelledError';
  constructor(jobId: string) {
    super('job_cancelled', `Job ${jobId} was cancelled by its user.`);
  }
}

/** The invocation's time is nearly up: a fresh one continues the job from its saved stages. */
export class HandOver extends Error {
  override readonly name = 'HandOver';
}

/** A failure that a task reports, with its own code and message. */
export class TaskError extends OvertimeError {
  override readonly name = 'TaskError';

  /**
   * @param options.httpStatus the trigger's answer when its check throws this. Default 422.
   * @param options.retryable whether another attempt may succeed. Default false.
   */
  constructor(
    code: string,
    message: string,
    options: { httpStatus?: number; retryable?: boolean; cause?: unknown } = {},
  ) {
    const { httpStatus = 422, retryable = false, cause } = options;
    super({ code, httpStatus, retryable }, message, { cause });
  }
}
