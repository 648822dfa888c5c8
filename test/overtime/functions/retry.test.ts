import { http, HttpResponse } from 'msw/http';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { schemaVersion } from '../../../src/overtime/engine/schema-version.ts';
import { jobs } from '../../../src/overtime/functions/jobs.ts';
import { storyContract } from '../engine/attempt-rig.ts';

const project = 'https://project.example';
const userId = '00000000-0000-4000-8000-00000000000a';
const context = { requestId: 'r1', deploy: { id: 'deploy-1', context: 'production' } } as const;

/** What the database answers to a retry, and what it was called with. */
let answer: object;
let retries: Record<string, unknown>[] = [];
let dispatches = 0;
const server = setupServer(
  http.get(`${project}/auth/v1/user`, () => HttpResponse.json({ id: userId })),
  http.post(`${project}/rest/v1/rpc/overtime_schema_version`, () => HttpResponse.json(schemaVersion)),
  http.post(`${project}/rest/v1/rpc/overtime_get_job`, () =>
    HttpResponse.json({ jobId: 'old', task: 'demo-task' }),
  ),
  http.post(`${project}/rest/v1/rpc/overtime_retry_job`, async ({ request }) => {
    retries.push((await request.json()) as Record<string, unknown>);
    return HttpResponse.json(answer);
  }),
  http.post('https://site.example/*', () => {
    dispatches += 1;
    return new HttpResponse(null, { status: 202 });
  }),
);
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
beforeEach(() => {
  vi.stubEnv('SUPABASE_URL', project);
  vi.stubEnv('SUPABASE_PUBLISHABLE_KEY', 'sb_publishable_x');
  vi.stubEnv('SUPABASE_SECRET_KEY', 'sb_secret_x');
  retries = [];
  dispatches = 0;
});
afterEach(() => vi.unstubAllEnvs());
afterAll(() => server.close());

function retry(headers: Record<string, string> = {}): Promise<Response> {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const exp = Math.floor(Date.now() / 1000) + 600;
  const claims = { sub: userId, role: 'authenticated', aud: 'authenticated', exp };
  const token = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}.${part({})}`;
  const request = new Request('https://site.example/.netlify/functions/jobs?jobId=old&action=retry', {
    method: 'POST',
    headers: { ...headers, authorization: `Bearer ${token}` },
  });
  return jobs([storyContract()])(request, context);
}

test('a retry is dispatched when it is new, and is known by its idempotency key', async () => {
  answer = { jobId: 'new', status: 'pending', created: true, task: 'demo-task', lane: 'production' };
  const response = await retry({ 'idempotency-key': 'k' });
  expect([response.status, await response.json()]).toEqual([
    202,
    expect.objectContaining({ jobId: 'new', status: 'pending' }),
  ]);
  expect(retries).toEqual([expect.objectContaining({ p_job_id: 'old', p_idempotency_key: 'k' })]);
  expect(dispatches).toBe(1);
});

test('a retry that is there already is answered, and not dispatched again', async () => {
  answer = { jobId: 'new', status: 'processing', created: false, task: 'demo-task', lane: 'production' };
  expect((await retry()).status).toBe(202);
  answer = { jobId: 'new', status: 'completed', created: false, task: 'demo-task', lane: 'production' };
  expect((await retry({ 'idempotency-key': 'k' })).status).toBe(200);
  expect(dispatches).toBe(0);
});

test('an idempotency key that is too long is refused, and nothing is retried', async () => {
  const response = await retry({ 'idempotency-key': 'k'.repeat(256) });
  expect([response.status, await response.json()]).toEqual([
    422,
    expect.objectContaining({ issues: [expect.objectContaining({ path: 'Idempotency-Key' })] }),
  ]);
  expect(retries).toEqual([]);
});
