import { http, HttpResponse } from 'msw/http';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { sweepNow } from '../../../src/overtime/functions/sweep-now.ts';

const database = 'http://database.test';
const called: string[] = [];
const server = setupServer(
  http.post(`${database}/rest/v1/rpc/:name`, ({ params }) => {
    called.push(String(params['name']));
    return HttpResponse.json(
      { overtime_schema_version: { version: 1, compatibleFrom: 1 }, overtime_due_work: ['dispatch'] }[
        String(params['name'])
      ] ?? [],
    );
  }),
);
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
beforeEach(() => {
  called.length = 0;
  vi.stubEnv('SUPABASE_URL', database);
  vi.stubEnv('SUPABASE_PUBLISHABLE_KEY', 'sb_publishable_x');
  vi.stubEnv('SUPABASE_SECRET_KEY', 'sb_secret_x');
  vi.stubEnv('LOG_LEVEL', 'silent');
});
afterEach(() => vi.unstubAllEnvs());
afterAll(() => server.close());

const call = (authorization?: string) =>
  sweepNow([])(
    new Request('http://site.test/.netlify/functions/sweep-now', {
      method: 'POST',
      headers: authorization ? { authorization } : {},
    }),
    { requestId: 'r', deploy: { id: '', context: '' } },
  );

test.each([undefined, 'Bearer ', 'Bearer wrong', 'open sesame', 'Bearer open sesame '])(
  'the authorization "%s" starts no sweep',
  async (authorization) => {
    vi.stubEnv('SWEEP_SECRET', 'open sesame!');
    const response = await call(authorization);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ code: 'unauthorized' });
    expect(called).toEqual([]);
  },
);

test('without a secret no call starts a sweep', async () => {
  vi.stubEnv('SWEEP_SECRET', '');
  expect((await call('Bearer ')).status).toBe(401);
  expect((await call('Bearer undefined')).status).toBe(401);
  expect(called).toEqual([]);
});

test('who knows the secret starts one', async () => {
  vi.stubEnv('SWEEP_SECRET', 'open sesame!');
  await call('Bearer open sesame!');
  expect(called).toContain('overtime_sweep_jobs');
});
