import { OvertimeError } from '../errors.ts';
import { atStart } from './model-label.ts';
import { declined, isSpent, notFound, rejections, spentWords } from './rejections.ts';
import { retryAfterSeconds } from './retry-after.ts';

/** The fields that the providers' errors have in common, in whatever class. */
interface ProviderFailure {
  readonly status: number | undefined;
  /** Codes, types and states as the provider names them, lower case. */
  readonly words: readonly string[];
  /** What it says in a sentence. */
  readonly message: string;
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly body: unknown;
}

/**
 * Maps a failed model call to one of Overtime's codes. The provider's text is kept as the cause, for the operator; the
 * message is for the job's owner and quotes none of it, because it may contain parts of keys and of the prompt.
 *
 * `started` distinguishes a stream that broke from a call that never began.
 */
export function mapModelError(error: unknown, model: string, now: number, started = false): OvertimeError {
  if (error instanceof OvertimeError) return error;
  const failure = read(error);
  const { status, words, message } = failure;
  const has = (...names: string[]) => names.some((name) => words.includes(name));
  const wait = retryAfterSeconds(failure.headers, failure.body, now);
  const details = { cause: error, ...(wait === undefined ? {} : { retryAfterSeconds: wait }) };

  if (has(...spentWords) || status === 402 || (status !== undefined && isSpent(message))) {
    return new OvertimeError(
      'model_quota_exhausted',
      `The account behind ${model} has no credit left, or has used up its quota: add credit, or raise the limit.`,
      details,
    );
  }
  if (status === 429 || has('rate_limit_error', 'rate_limit_exceeded', 'resource_exhausted')) {
    return new OvertimeError(
      'model_rate_limited',
      `${atStart(model)} has reached its rate limit: try again in a few minutes.`,
      details,
    );
  }
  // Errors of the server say nothing of the request.
  if (status !== 401 && (status ?? 400) < 500) {
    const known = rejections.find(
      ({ said, words: names = [] }) => said.test(message) || has(...names) || names.includes(String(status)),
    );
    if (known !== undefined) return new OvertimeError(known.code, known.tell(model), details);
  }
  // Gemini answers a wrong key with 400 and says so in its reason.
  if (
    status === 401 ||
    status === 403 ||
    has('api_key_invalid', 'authentication_error', 'permission_error')
  ) {
    return new OvertimeError(
      'model_key_rejected',
      `The provider of ${model} refused the API key: check that it is valid and may use this model.`,
      details,
    );
  }
  if (has('content_filter', 'content_policy_violation', 'moderation_blocked')) {
    return new OvertimeError('model_refused', declined(model), details);
  }
  if (status === 408 || status === 504) {
    return new OvertimeError(
      'model_timed_out',
      `${atStart(model)} did not answer in time: try again.`,
      details,
    );
  }
  if (status === 404) {
    return new OvertimeError('model_not_found', notFound(model), details);
  }
  // 409 and 425 are temporary conflicts; every other 4xx stays wrong when repeated.
  if (status !== undefined && status >= 400 && status < 500 && status !== 409 && status !== 425) {
    return new OvertimeError(
      'model_request_rejected',
      `${atStart(model)} rejected the request with status ${status}: check the model's name and what it accepts.`,
      details,
    );
  }
  if (
    started &&
    (status === undefined || status < 400) &&
    !has('overloaded_error', 'server_error', 'api_error')
  ) {
    return new OvertimeError(
      'model_stream_broken',
      `The answer of ${model} was not sent completely: try again.`,
      details,
    );
  }
  return new OvertimeError(
    'model_unavailable',
    `${atStart(model)} cannot be reached, or has an internal error: try again in a few minutes.`,
    details,
  );
}

/** Whether the provider rejected the request before it produced anything, so that nothing is billed. */
export function wasTurnedDown(error: unknown): boolean {
  const { status } = read(error);
  return status !== undefined && status >= 400;
}

/** What the provider says in its error: for the operator, since it may quote keys and prompts. */
export function providerMessage(error: unknown): string {
  return read(error).message;
}

function read(error: unknown): ProviderFailure {
  const raw = field(error, 'responseBody');
  const data = field(error, 'data');
  const body = typeof raw === 'string' ? (parse(raw) ?? data) : (data ?? error);
  const inner = field(Array.isArray(body) ? body[0] : body, 'error') ?? body;
  const details = field(inner, 'details');
  const status = field(error, 'statusCode') ?? field(inner, 'status_code');
  const parts: unknown[] = Array.isArray(details) ? details : [];
  const words = [error, inner, ...parts].flatMap((part) =>
    ['code', 'type', 'status', 'reason'].map((name) => field(part, name)),
  );
  return {
    status: typeof status === 'number' ? status : undefined,
    message: [error, inner, ...parts.flatMap((part) => field(part, 'violations') ?? [])]
      .flatMap((part) => [part, field(part, 'message'), field(part, 'quotaId')])
      .concat(raw, field(field(inner, 'metadata'), 'raw'))
      .filter((said) => typeof said === 'string')
      .join('\n'),
    words: words.filter((word) => typeof word === 'string').map((word) => word.toLowerCase()),
    headers: field(error, 'responseHeaders') as Record<string, string> | undefined,
    body,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
