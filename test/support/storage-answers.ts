/**
 * Answers of Storage to a failed call, as the server sends them (supabase/storage, `src/http/error-handler.ts` and
 * `src/internal/errors`): most faults come with HTTP 400, and the body has the status.
 */
export interface StorageAnswer {
  readonly http: number;
  readonly body: { statusCode: string; code?: string; error: string; message: string } | string;
}

const answer = (http: number, statusCode: number, code: string, error: string, message: string) => ({
  http,
  body: { statusCode: String(statusCode), code, error, message },
});

export const noSuchKey: StorageAnswer = answer(400, 404, 'NoSuchKey', 'not_found', 'Object not found');

export const refusedByPolicy: StorageAnswer = answer(
  400,
  403,
  'AccessDenied',
  'Unauthorized',
  'new row violates row-level security policy',
);

export const alreadyThere: StorageAnswer = answer(
  400,
  409,
  'KeyAlreadyExists',
  'Duplicate',
  'The resource already exists',
);

export const tooLarge: StorageAnswer = answer(
  400,
  413,
  'EntityTooLarge',
  'Payload too large',
  'The object exceeded the maximum allowed size',
);

/** Those that say that the file is not there for this caller. */
export const missing: Readonly<Record<string, StorageAnswer>> = {
  'no such key': noSuchKey,
  'no such key, of a server without codes': {
    http: 400,
    body: { statusCode: '404', error: 'not_found', message: 'Object not found' },
  },
  'no such bucket': answer(400, 404, 'NoSuchBucket', 'Bucket not found', 'Bucket not found'),
  'its content is gone': answer(400, 404, 'S3Error', 'The key does not exist.', 'NoSuchKey'),
  forbidden: refusedByPolicy,
};

/** Those that pass, or that only an operator can end: none says anything about the file. */
export const passing: Readonly<Record<string, StorageAnswer>> = {
  'database timeout': answer(544, 544, 'DatabaseTimeout', 'DatabaseTimeout', 'The connection timed out'),
  'database timeout, of an older server': answer(400, 544, 'DatabaseTimeout', 'DatabaseTimeout', 'Timed out'),
  'lock timeout': answer(400, 503, 'LockTimeout', 'acquiring_lock_timeout', 'acquiring lock timeout'),
  'locked row': answer(400, 423, 'ResourceLocked', 'ResourceLocked', 'The resource is locked'),
  'read-only database': answer(400, 503, 'DatabaseReadOnly', 'DatabaseReadOnly', 'Read-only mode'),
  'schema out of sync': answer(400, 503, 'DatabaseSchemaMismatch', 'DatabaseSchemaMismatch', 'Out of sync'),
  'aborted transaction': answer(
    500,
    500,
    'DatabaseTransactionAborted',
    'DatabaseTransactionAborted',
    'Aborted',
  ),
  'database error': answer(500, 500, 'DatabaseError', 'DatabaseError', 'database error, code: 53300'),
  'too many connections': answer(429, 429, 'SlowDown', 'too_many_connections', 'Too many connections'),
  'S3 is slow': answer(400, 503, 'S3Error', 'Please reduce your request rate.', 'SlowDown'),
  'S3 refuses the server': answer(400, 403, 'S3Error', 'Forbidden', 'AccessDenied'),
  'unknown tenant': answer(400, 400, 'TenantNotFound', 'TenantNotFound', 'Missing tenant config'),
  'internal error': answer(500, 500, 'InternalError', 'Internal', 'Internal Server Error'),
  'a page of the gateway': { http: 502, body: '<html>Bad gateway</html>' },
};

export function asResponse({ http, body }: StorageAnswer): Response {
  return typeof body === 'string'
    ? new Response(body, { status: http, headers: { 'content-type': 'text/html' } })
    : Response.json(body, { status: http });
}
