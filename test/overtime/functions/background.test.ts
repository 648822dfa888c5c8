import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { defineContract } from '../../../src/overtime/contract.ts';
import { background } from '../../../src/overtime/functions/background.ts';
import { log } from '../../../src/overtime/functions/log.ts';
import { signDispatch } from '../../../src/overtime/functions/dispatch.ts';
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
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

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

test.for([
  {
    what: 'of another lane',
    lane: 'deploy-preview-42--site.example',
    reason: 'unexpected "iss" claim value',
  },
  { what: 'for another task', task: 'other-task', reason: 'unexpected "aud" claim value' },
  { what: 'of another key', secret: 'sb_secret_y', reason: 'signature verification failed' },
  { what: 'of an hour ago', ageMs: 3_600_000, reason: '"exp" claim timestamp check failed' },
])('a dispatch $what is refused, and the log says why', async (refused) => {
  const warn = vi.spyOn(log, 'warn');
  const { lane = 'production', task = 'write-story', secret = 'sb_secret_x', ageMs = 0, reason } = refused;
  const clock = { now: () => Date.now() - ageMs };
  const token = await signDispatch({ task, jobId: '', lane }, {}, { secretKey: secret }, clock);
  const headers = { authorization: `Bearer ${token}` };
  const response = await background(defineTask(contract, vi.fn()))(
    new Request(url, { method: 'POST', headers }),
    context,
  );
  expect(response.status).toBe(401);
  expect(warn.mock.calls).toEqual([[{ task: 'write-story', requestId: 'r1', reason }, 'dispatch refused']]);
});
