import type { InputIssue } from '../errors.ts';
import type { StorageFault } from '../storage-fault.ts';

/** The fields of an {@link ApiError}. */
export interface ApiErrorDetails {
  /** The HTTP status, 0 where no answer arrived. */
  readonly status?: number;
  readonly issues?: readonly InputIssue[];
  /** Seconds after which another try makes sense, if the other side named them. */
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/**
 * A call that did not succeed. `code` is stable over versions: either the server's own (see
 * `src/overtime/errors.ts`) or one of the client's: `network_error` (no answer), `not_signed_in`,
 * `unexpected_answer` (not from this API), `upload_failed`, `watch_gave_up`.
 */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string;
  /** The HTTP status, 0 where no answer arrived. */
  readonly status: number;
  /** What happened, for a person to read; the same as `message`. */
  readonly detail: string;
  /** What is wrong with the input, by path; empty unless the code is `invalid_input`. */
  readonly issues: readonly InputIssue[];
  readonly retryAfterSeconds: number | undefined;

  constructor(code: string, detail: string, details: ApiErrorDetails = {}) {
    super(detail, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.detail = detail;
    this.status = details.status ?? 0;
    this.issues = details.issues ?? [];
    this.retryAfterSeconds = details.retryAfterSeconds;
  }

  /** True where the same call may succeed later: no answer, too many calls, a server error. */
  get isPassing(): boolean {
    return this.code === 'network_error' || this.status === 429 || this.status >= 500;
  }
}

/** For a call to Storage that may succeed later. The HTTP status would say 400 for most of them. */
export function storageUnavailable(fault: StorageFault, cause: unknown): ApiError {
  return fault === 'unreachable'
    ? new ApiError('network_error', 'Storage could not be reached. Check your connection and try again.', {
        cause,
      })
    : new ApiError('unavailable', 'Storage did not answer. Try again in a moment.', { status: 503, cause });
}
