import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { defineContract } from '../../../src/overtime/contract.ts';
import { background } from '../../../src/overtime/functions/background.ts';
import { defineTask } from '../../../src/overtime/task.ts';

const contract = defineContract({
  name: 'write-story',
  version: 1,
  input: z.object({}),
  result: z.object({}),
  partial: z.object({}),
  stages: {},
});
const context = { requestId: 'r1', deploy: { id: 'deploy-1', context: 'production' } } as const;
const url = 'https://site.example/.netlify/functions/write-story-background';

beforeEach(() => {
  // Nothing listens there: a function that ran would fail with another error than the one expected.
  vi.stubEnv('SUPABASE_URL', 'http://127.0.0.1:9');
  vi.stubEnv('SUPABASE_PUBLISHABLE_KEY', 'sb_publishable_x');
  vi.stubEnv('SUPABASE_SECRET_KEY', 'sb_secret_x');
});
afterEach(() => vi.unstubAllEnvs());

test.for([
  { what: 'a visit', request: () => new Request(url) },
  { what: 'an unsigned call', request: () => new Request(url, { method: 'POST' }) },
  {
    what: 'a forged call',
    request: () => new Request(url, { method: 'POST', headers: { authorization: 'Bearer e30.e30.AAAA' } }),
  },
])('$what gets 401 and runs nothing', async ({ request }) => {
  const run = vi.fn();
  const response = await background(defineTask(contract, run))(request(), context);
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({ code: 'dispatch_rejected' });
  expect(run).not.toHaveBeenCalled();
});

test('a background function without its keys says which one to set', async () => {
  vi.stubEnv('SUPABASE_SECRET_KEY', '');
  const response = await background(defineTask(contract, vi.fn()))(new Request(url), context);
  expect(response.status).toBe(500);
  expect(await response.json()).toMatchObject({
    code: 'not_configured',
    detail: expect.stringContaining('SUPABASE_SECRET_KEY'),
  });
});
