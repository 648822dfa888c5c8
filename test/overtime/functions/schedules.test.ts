import { http, HttpResponse } from 'msw/http';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { schedules } from '../../../src/overtime/functions/schedules.ts';
import { storyContract } from '../engine/attempt-rig.ts';

const project = 'https://project.example';
const userId = '00000000-0000-4000-8000-00000000000a';
const context = { requestId: 'r1', deploy: { id: 'deploy-1', context: 'production' } } as const;
const databaseTime = '2026-11-22T12:00:30Z';

/** The parameters of each call of the database, by its function's name. */
const calls: Record<string, Record<string, unknown>> = {};
let dispatches = 0;
/** What an enqueue answers. */
let enqueuedStatus = 'pending';
const server = setupServer(
  http.get(`${project}/auth/v1/user`, () => HttpResponse.json({ id: userId, role: 'authenticated' })),
  http.post(`${project}/rest/v1/rpc/:name`, async ({ request, params }) => {
    const name = String(params['name']);
    calls[name] = (await request.json()) as Record<string, unknown>;
    if (name === 'overtime_engine_time') return HttpResponse.json(databaseTime);
    return HttpResponse.json({ jobId: 'job-1', status: enqueuedStatus, created: true });
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
  for (const name of Object.keys(calls)) delete calls[name];
  dispatches = 0;
  enqueuedStatus = 'pending';
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});
afterAll(() => server.close());

async function schedule(skewSeconds: number, times: object): Promise<Response> {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(databaseTime) + skewSeconds * 1000 });
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const exp = Math.floor(Date.now() / 1000) + 600;
  const claims = { sub: userId, role: 'authenticated', aud: 'authenticated', exp };
  const request = new Request('https://site.example/.netlify/functions/schedules', {
    method: 'POST',
    headers: {
      authorization: `Bearer ${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}.${part({})}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ task: 'demo-task', input: { topic: 'tides' }, ...times }),
  });
  return schedules([storyContract()])(request, context);
}

const skews = [
  { what: '70 s ahead of', skewSeconds: 70 },
  { what: '70 s behind', skewSeconds: -70 },
];

test.for(skews)(
  "a schedule's first run is the next time of the database, with a function's clock $what it",
  async ({ skewSeconds }) => {
    const response = await schedule(skewSeconds, { cron: '* * * * *' });
    expect([response.status, await response.json()]).toEqual([
      201,
      expect.objectContaining({ nextRunAt: '2026-11-22T12:01:00.000Z' }),
    ]);
    expect(calls['overtime_save_schedule']).toMatchObject({ p_next_run_at: '2026-11-22T12:01:00.000Z' });
  },
);

test.for(skews)(
  "a job is dispatched when its time has come in the database, with a function's clock $what it",
  async ({ skewSeconds }) => {
    await schedule(skewSeconds, { runAt: '2026-11-22T12:01:00Z' });
    expect(calls['overtime_enqueue_job']).toMatchObject({ p_run_at: '2026-11-22T12:01:00Z' });
    expect(dispatches).toBe(0);
    await schedule(skewSeconds, { runAt: '2026-11-22T12:00:00Z' });
    expect(dispatches).toBe(1);
  },
);

test('a job that a cached result has completed is not dispatched', async () => {
  enqueuedStatus = 'completed';
  const response = await schedule(0, { runAt: '2026-11-22T12:00:00Z' });
  expect([response.status, await response.json()]).toEqual([
    200,
    expect.objectContaining({ jobId: 'job-1', status: 'completed' }),
  ]);
  expect(dispatches).toBe(0);
});
