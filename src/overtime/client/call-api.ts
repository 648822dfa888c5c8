import type { SupabaseClient } from '@supabase/supabase-js';
import type { InputIssue } from '../errors.ts';
import { ApiError } from './api-error.ts';
import { watchSilence, type Silence } from './silence.ts';

/** One JSON value per line. */
export const linesMediaType = 'application/x-ndjson';

/** The part of supabase-js that knows the signed-in user. */
export type SupabaseAuth = Pick<SupabaseClient, 'auth'>;

export interface ApiCall {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below the base URL, such as `/jobs`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/** An answer with a status below 400. */
export interface ApiAnswer {
  readonly status: number;
  /** The parsed JSON, null where there is none (304). */
  readonly body: unknown;
  readonly etag: string | null;
  readonly retryAfterSeconds: number | undefined;
}

/** The API, called as the signed-in user. */
export interface Api {
  /**
   * Calls and reads the whole answer.
   *
   * @throws {ApiError} for every answer of 400 and above, and where no answer arrives; the caller's abort
   * reason is thrown as it is.
   */
  call(call: ApiCall): Promise<ApiAnswer>;
  /**
   * Calls and yields each line of a JSON lines answer as it arrives; a blank one, which says that nothing has changed,
   * as a 304. Any other answer is yielded as a whole. Throws like `call`, and when the answer breaks off.
   */
  lines(call: ApiCall): AsyncGenerator<ApiAnswer, void, undefined>;
}

/** Longest wait for an answer to a read, in seconds: a held one comes within 8, after a cold start. */
const answerSeconds = 30;
/** Longest silence within an answer, in seconds: a held one sends a line every 5. */
const silenceSeconds = 15;
/** Longest wait for writes: the body may take minutes on a slow connection. */
const writeSeconds = 300;

/** Makes the API as the signed-in user. An expired session is renewed once per call. */
export function createApi(options: {
  supabase: SupabaseAuth;
  baseUrl: string;
  fetch: typeof globalThis.fetch;
}): Api {
  const { auth } = options.supabase;
  const send = async (call: ApiCall, token: string, signal: AbortSignal): Promise<Response> => {
    const query = call.query === undefined ? '' : `?${new URLSearchParams(call.query).toString()}`;
    try {
      return await options.fetch(`${options.baseUrl}${call.path}${query}`, {
        method: call.method,
        // The ETag is handled here: the browser's own cache must not answer for the server.
        cache: 'no-store',
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${token}`,
          ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...call.headers,
        },
        body: call.body === undefined ? null : JSON.stringify(call.body),
        signal,
      });
    } catch (cause) {
      signal.throwIfAborted();
      throw new ApiError(
        'network_error',
        'The server could not be reached. Check your connection and try again.',
        {
          cause,
        },
      );
    }
  };

  /** An answer that may be trusted to be one: below 400. */
  const open = async (call: ApiCall, silence: Silence): Promise<Response> => {
    let response = await send(call, tokenOf(await auth.getSession()), silence.signal);
    if (response.status === 401) {
      response = await send(call, tokenOf(await auth.refreshSession()), silence.signal);
    }
    silence.heard(silenceSeconds);
    if (response.status < 400) return response;
    throw problemAsError(response, await readJson(response, silence));
  };

  const listen = (call: ApiCall) =>
    watchSilence(call.method === 'GET' ? answerSeconds : writeSeconds, call.signal);

  return {
    async call(call) {
      const silence = listen(call);
      try {
        const response = await open(call, silence);
        return answerOf(response, await readJson(response, silence));
      } finally {
        silence.end();
      }
    },
    async *lines(call) {
      const silence = listen(call);
      try {
        const response = await open(call, silence);
        if (response.headers.get('content-type')?.startsWith(linesMediaType) && response.body !== null) {
          for await (const line of linesOf(response.body, silence)) {
            yield line === ''
              ? { ...answerOf(response, null), status: 304 }
              : answerOf(response, parseJson(line, response.status));
          }
        } else {
          yield answerOf(response, await readJson(response, silence));
        }
      } finally {
        silence.end();
      }
    },
  };
}

function answerOf({ status, headers }: Response, body: unknown): ApiAnswer {
  return {
    status,
    body,
    etag: headers.get('etag'),
    retryAfterSeconds: parseRetryAfter(headers.get('retry-after')),
  };
}

/** The token of a session that supabase-js has read, and renewed when it had expired. */
function tokenOf({
  data,
  error,
}: {
  data: { session: { access_token: string } | null };
  error: Error | null;
}): string {
  if (data.session !== null) return data.session.access_token;
  throw notSignedIn(error);
}

/** `cause` is the error of supabase-js: without a network the session may be valid and only its renewal failed. */
export function notSignedIn(cause: Error | null): ApiError {
  if (cause !== null && cause.name === 'AuthRetryableFetchError') {
    return new ApiError(
      'network_error',
      'Your session could not be renewed. Check your connection and try again.',
      {
        cause,
      },
    );
  }
  return new ApiError('not_signed_in', 'You are not signed in, or your session has ended. Sign in again.', {
    status: 401,
    cause,
  });
}

async function readJson(response: Response, silence: Silence): Promise<unknown> {
  if (response.status === 304 || response.status === 204) return null;
  const text = await response.text().catch((cause: unknown) => {
    throw brokenOff(cause, silence);
  });
  return parseJson(text, response.status);
}

async function* linesOf(
  body: ReadableStream<Uint8Array>,
  silence: Silence,
): AsyncGenerator<string, void, undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw brokenOff(cause, silence);
      });
      if (done) return;
      silence.heard(silenceSeconds);
      const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } finally {
    // A consumer that stops reading early closes the connection.
    await reader.cancel().catch(() => {});
  }
}

function brokenOff(cause: unknown, { signal }: Silence): unknown {
  if (signal.aborted) return signal.reason;
  return new ApiError(
    'network_error',
    'The connection was lost before the whole answer arrived. Try again.',
    { cause },
  );
}

/** For an answer of something else than the jobs API. */
export function unexpectedAnswer(status: number, cause?: unknown): ApiError {
  return new ApiError(
    'unexpected_answer',
    `The answer (status ${status}) is not from the jobs API. Try again in a moment.`,
    { status, cause },
  );
}

function parseJson(text: string, status: number): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    // A page of a proxy, a login wall or the site's own index.html.
    throw unexpectedAnswer(status, cause);
  }
}

/** Reads a problem detail (RFC 9457) with our `code` and `issues`, or what a gateway sent in its place. */
function problemAsError({ status, headers }: Response, body: unknown): ApiError {
  const problem = isRecord(body) ? body : {};
  const code = typeof problem.code === 'string' ? problem.code : 'unexpected_answer';
  const detail =
    textOf(problem.detail) ??
    textOf(problem.title) ??
    `The server answered with status ${status}. Try again in a moment.`;
  const retryAfterSeconds = parseRetryAfter(headers.get('retry-after'));
  return new ApiError(code, detail, {
    status,
    issues: Array.isArray(problem.issues) ? problem.issues.filter(isIssue) : [],
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}

/** Retry-After in its seconds form (RFC 9110, 10.2.3); the date form is not used by this API. */
function parseRetryAfter(header: string | null): number | undefined {
  const seconds = Number(header?.trim() || undefined);
  return seconds >= 0 ? seconds : undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isIssue(value: unknown): value is InputIssue {
  return isRecord(value) && typeof value.path === 'string' && typeof value.message === 'string';
}
