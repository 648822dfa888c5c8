import type { Environment } from './environment.ts';

/** Headers for a cross-origin caller that `ALLOWED_ORIGINS` (comma-separated) names; else none. */
export function corsHeaders(request: Request, env: Environment): Record<string, string> {
  const origin = request.headers.get('origin');
  const allowed = (env['ALLOWED_ORIGINS'] ?? '').split(',').map((entry) => entry.trim());
  if (!origin || !allowed.includes(origin)) return {};
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'GET, POST, DELETE',
    'access-control-allow-headers':
      'authorization, content-type, idempotency-key, if-none-match, prefer, webhook-url',
    'access-control-expose-headers': 'etag, location, preference-applied, retry-after',
    'access-control-max-age': '600',
    vary: 'Origin',
  };
}
