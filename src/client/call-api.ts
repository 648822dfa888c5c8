import type { SupabaseClient } from '@supabase/supabase-js';
import type { InputIssue } from '../errors.ts';
import { ApiError } from './api-error.ts';

/** The part of supabase-js that says who is signed in. */
export type SupabaseAuth = Pick<SupabaseClient, 'auth'>;

export interface ApiCall {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below the base URL, such as `/api/jobs`. */
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

export type CallApi = (call: ApiCall) => Promise<ApiAnswer>;

/**
 * Makes the function that calls the API as the signed-in user. An expired session is renewed once
 * per call; the caller's abort reason is thrown as it is.
 *
 * @throws {ApiError} for every answer of 400 and above, and where no answer arrives.
 */
export function createCallApi(options: {
  supabase: SupabaseAuth;
  baseUrl: string;
  fetch: typeof globalThis.fetch;
}): CallApi {
  const send = async (call: ApiCall, token: string): Promise<Response> => {
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
        signal: call.signal ?? null,
      });
    } catch (cause) {
      call.signal?.throwIfAborted();
      throw new ApiError('network_error', 'The server could not be reached. Check the connection.', {
        cause,
      });
    }
  };

  return async (call) => {
    let response = await send(call, await accessToken(options.supabase));
    if (response.status === 401) {
      response = await send(call, await renewedAccessToken(options.supabase));
    }
    const body = await readJson(response, call.signal);
    const retryAfterSeconds = parseRetryAfter(response.headers.get('retry-after'));
    if (response.status >= 400) {
      throw problemAsError(response.status, body, retryAfterSeconds);
    }
    return { status: response.status, body, etag: response.headers.get('etag'), retryAfterSeconds };
  };
}

/** The user's access token; supabase-js renews it when its time has passed. */
export async function accessToken(supabase: SupabaseAuth): Promise<string> {
  const { data, error } = await supabase.auth.getSession();
  if (data.session !== null) return data.session.access_token;
  throw notSignedIn(error);
}

async function renewedAccessToken(supabase: SupabaseAuth): Promise<string> {
  const { data, error } = await supabase.auth.refreshSession();
  if (data.session !== null) return data.session.access_token;
  throw notSignedIn(error);
}

/** `cause` is what supabase-js reported: without a network the session may be whole and only its renewal lost. */
export function notSignedIn(cause: Error | null): ApiError {
  if (cause !== null && cause.name === 'AuthRetryableFetchError') {
    return new ApiError('network_error', 'The session could not be renewed. Check the connection.', {
      cause,
    });
  }
  return new ApiError('not_signed_in', 'Nobody is signed in, or the session has ended. Sign in again.', {
    status: 401,
    cause,
  });
}

async function readJson(response: Response, signal: AbortSignal | undefined): Promise<unknown> {
  if (response.status === 304 || response.status === 204) return null;
  let text: string;
  try {
    text = await response.text();
  } catch (cause) {
    signal?.throwIfAborted();
    throw new ApiError('network_error', 'The connection broke while the answer arrived.', { cause });
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    // A proxy's page, a login wall or the site's own index.html.
    throw new ApiError(
      'unexpected_answer',
      `The answer (status ${response.status}) is not from the jobs API.`,
      {
        status: response.status,
        cause,
      },
    );
  }
}

/** Reads a problem detail (RFC 9457) with our `code` and `issues`, or what a gateway sent in its place. */
function problemAsError(status: number, body: unknown, retryAfterSeconds: number | undefined): ApiError {
  const problem = isRecord(body) ? body : {};
  const code = typeof problem.code === 'string' ? problem.code : 'unexpected_answer';
  const detail =
    textOf(problem.detail) ?? textOf(problem.title) ?? `The server answered with status ${status}.`;
  return new ApiError(code, detail, {
    status,
    issues: Array.isArray(problem.issues) ? problem.issues.filter(isIssue) : [],
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}

/** Retry-After in its seconds form (RFC 9110, 10.2.3); the date form is not used by this API. */
function parseRetryAfter(header: string | null): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const seconds = Number(header);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
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
