import { OvertimeError } from '../errors.ts';

const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not signed in',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Invalid input',
  429: 'Too many requests',
  500: 'Server error',
  502: 'Bad gateway',
  503: 'Unavailable',
};

/** An error as problem details (RFC 9457) with our stable `code`, and `issues` where input was wrong. */
export function problem(error: OvertimeError): Response {
  const headers = new Headers(error.headers);
  headers.set('content-type', 'application/problem+json');
  headers.set('cache-control', 'no-store');
  if (error.retryAfterSeconds !== undefined) {
    headers.set('retry-after', String(Math.ceil(error.retryAfterSeconds)));
  }
  return new Response(
    JSON.stringify({
      type: 'about:blank',
      title: titles[error.httpStatus] ?? 'Error',
      status: error.httpStatus,
      detail: error.message,
      code: error.code,
      ...(error.issues && { issues: error.issues }),
    }),
    { status: error.httpStatus, headers },
  );
}
