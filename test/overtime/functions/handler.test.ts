import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { handler, json } from '../../../src/overtime/functions/handler.ts';

const context = { requestId: 'r1', deploy: { id: 'deploy-1', context: 'production' } } as const;
const url = 'https://site.example/.netlify/functions/jobs';
const jobs = handler({ GET: async () => json({}, 200), DELETE: async () => json({}, 200) });

beforeEach(() => {
  vi.stubEnv('SUPABASE_DATABASE_URL', 'http://127.0.0.1:9');
  vi.stubEnv('SUPABASE_ANON_KEY', 'sb_publishable_x');
  vi.stubEnv('SUPABASE_SERVICE_ROLE_KEY', 'sb_secret_x');
});
afterEach(() => vi.unstubAllEnvs());

test('a method that is not served is answered with those that are', async () => {
  const response = await jobs(new Request(url, { method: 'PUT' }), context);
  expect(response.status).toBe(405);
  expect(response.headers.get('allow')).toBe('GET, DELETE');
  expect(await response.json()).toMatchObject({ code: 'method_not_allowed', status: 405 });
});

test('the error for a request without a token says how to send one', async () => {
  const response = await jobs(new Request(url), context);
  expect(response.status).toBe(401);
  expect(response.headers.get('www-authenticate')).toBe('Bearer');
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(await response.json()).toMatchObject({
    code: 'unauthorized',
    detail: expect.stringContaining('Authorization: Bearer'),
  });
});

test('another origin is allowed only when ALLOWED_ORIGINS names it', async () => {
  const preflight = () =>
    jobs(new Request(url, { method: 'OPTIONS', headers: { origin: 'https://app.example' } }), context);
  expect((await preflight()).headers.get('access-control-allow-origin')).toBeNull();
  vi.stubEnv('ALLOWED_ORIGINS', 'https://other.example, https://app.example');
  const response = await preflight();
  expect(response.status).toBe(204);
  expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example');
  expect(response.headers.get('access-control-expose-headers')).toContain('retry-after');
  expect(response.headers.get('access-control-allow-headers')).toContain('webhook-url');
  // An error carries the headers too: without them a browser hides it from the page.
  const refused = await jobs(new Request(url, { headers: { origin: 'https://app.example' } }), context);
  expect(refused.headers.get('access-control-allow-origin')).toBe('https://app.example');
});
