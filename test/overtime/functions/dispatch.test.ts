import { http, HttpResponse } from 'msw/http';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { dispatch, signDispatch, verifyDispatch } from '../../../src/overtime/functions/dispatch.ts';
import { log } from '../../../src/overtime/functions/log.ts';
import { manualClock } from '../../../src/overtime/testing/manual-clock.ts';

const keys = { url: 'https://project.example', publishableKey: 'sb_publishable_x', secretKey: 'sb_secret_x' };
const call = { task: 'write-story', jobId: 'one', lane: 'production', origin: 'https://site.example' };
const url = 'https://site.example/.netlify/functions/write-story-background';

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => {
  server.resetHandlers();
  vi.restoreAllMocks();
});
afterAll(() => server.close());

const signed = (signature: string, method = 'POST') =>
  new Request(url, { method, headers: { authorization: `Bearer ${signature}` } });

test('a signed dispatch is accepted, and its id is returned', async () => {
  const clock = manualClock();
  const signature = await signDispatch(call, {}, keys, clock);
  const first = await verifyDispatch(signed(signature), 'write-story', 'production', {}, keys, clock);
  const other = await signDispatch(call, {}, keys, clock);
  expect(first).toMatch(/^[0-9a-f-]{36}$/);
  expect(await verifyDispatch(signed(other), 'write-story', 'production', {}, keys, clock)).not.toBe(first);
});

test('what is unsigned, expired, or signed for another task, lane or with another key is not', async () => {
  const clock = manualClock();
  const signature = await signDispatch(call, {}, keys, clock);
  const rejected = { code: 'dispatch_rejected', httpStatus: 401 };
  const verify = (request: Request, task = 'write-story', lane = 'production', env = {}) =>
    verifyDispatch(request, task, lane, env, keys, clock);

  await expect(verify(new Request(url, { method: 'POST' }))).rejects.toMatchObject(rejected);
  await expect(verify(signed(signature, 'GET'))).rejects.toMatchObject(rejected);
  await expect(verify(signed('junk'))).rejects.toMatchObject(rejected);
  await expect(verify(signed(`${signature}A`))).rejects.toMatchObject(rejected);
  await expect(verify(signed(signature), 'other-task')).rejects.toMatchObject(rejected);
  await expect(
    verify(signed(signature), 'write-story', 'deploy-preview-42--site.netlify.app'),
  ).rejects.toMatchObject(rejected);
  await expect(
    verify(signed(signature), 'write-story', 'production', { DISPATCH_SECRET: 'another' }),
  ).rejects.toMatchObject(rejected);
  await clock.advance(66_000);
  await expect(verify(signed(signature))).rejects.toMatchObject(rejected);
});

test('a dispatch goes to the origin where the caller was reached', async () => {
  const seen: string[] = [];
  server.use(
    http.post('*', ({ request }) => {
      seen.push(request.url);
      return new HttpResponse(null, { status: 202 });
    }),
  );
  expect(await dispatch({ ...call, origin: 'https://preview.example' }, {}, keys)).toMatch(/^[0-9a-f-]{36}$/);
  expect(seen).toEqual(['https://preview.example/.netlify/functions/write-story-background']);
});

test.for([200, 302, 401, 404, 500])(
  'an answer of %i is not an accepted dispatch, and is logged',
  async (status) => {
    const warn = vi.spyOn(log, 'warn').mockReturnValue(undefined);
    server.use(http.post(url, () => new HttpResponse(null, { status, headers: { location: '/login' } })));
    expect(await dispatch(call, {}, keys)).toBeNull();
    expect(warn).toHaveBeenCalledWith(
      { task: call.task, jobId: call.jobId, status },
      'dispatch not accepted',
    );
  },
);

test('a dispatch that does not arrive is logged, not thrown', async () => {
  const warn = vi.spyOn(log, 'warn').mockReturnValue(undefined);
  server.use(http.post(url, () => HttpResponse.error()));
  expect(await dispatch(call, {}, keys)).toBeNull();
  const reason = { task: call.task, jobId: call.jobId, err: expect.any(Error) };
  expect(warn).toHaveBeenCalledWith(reason, 'dispatch did not arrive');
});
