import { http } from 'msw/http';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { providers, type Provider } from '../../../src/overtime/contract.ts';
import { streamObject } from '../../../src/overtime/models/stream-object.ts';
import { attemptContext, type RecordingContext } from './attempt-context.ts';
import { refused, streamed } from './provider-answers.ts';
import { providerStubs } from './provider-stubs.ts';

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const schema = z.object({ title: z.string() });
const allKeys = Object.assign({}, ...providers.map((name) => providerStubs[name].env)) as Record<
  string,
  string
>;

/** What each provider answers, always; one that is not named must not be called. */
function world(answers: Partial<Record<Provider, () => Response>>): Provider[] {
  const called: Provider[] = [];
  for (const provider of providers) {
    server.use(
      http.post(providerStubs[provider].url, () => {
        called.push(provider);
        return answers[provider]?.() ?? refused(418);
      }),
    );
  }
  return called;
}

const writes = (provider: Provider) => () =>
  streamed(providerStubs[provider].events([`{"title":"by ${provider}"}`], 'stop'));

const call = (ctx: RecordingContext, more: object = {}) =>
  streamObject(ctx, { schema, system: 's', prompt: 'p', purpose: 'test', ...more });

test.each([
  ['is down', () => refused(503)],
  ['has a failure of its own', () => refused(500)],
  ['is overloaded', () => refused(529, { type: 'overloaded_error' })],
  ['rejects the key', () => refused(401)],
  ['forbids the model', () => refused(403)],
  ['does not have the model', () => refused(404)],
  ['has no credit left', () => refused(429, { code: 'insufficient_quota' })],
  ['has no credit left, in words only', () => refused(400, { message: 'Your credit balance is too low.' })],
  ['wants to be paid', () => refused(402)],
  ['reads no text so long', () => refused(400, { message: 'The prompt is too long.' })],
  ['reads no file so large', () => refused(413)],
  ['is not offered here', () => refused(400, { message: 'User location is not supported.' })],
  ['asks for a long wait', () => refused(429, {}, { 'retry-after': '90' })],
  ['cannot be reached', () => Response.error()],
])('when a provider %s, the next one answers at once', async (_what, answer) => {
  const called = world({ google: answer, openai: writes('openai') });
  const ctx = attemptContext(allKeys);
  expect(await call(ctx)).toEqual({ title: 'by openai' });
  expect(called).toEqual(['google', 'openai']);
  expect(ctx.usage.map(({ provider, outcome }) => [provider, outcome])).toEqual([
    ['google', 'failed'],
    ['openai', 'succeeded'],
  ]);
  expect(ctx.logs).toEqual([
    { level: 'warn', message: expect.stringMatching(/Asking gpt-6-luna instead\.$/) },
  ]);
});

test.each([
  ['asks for a short wait', () => refused(429, {}, { 'retry-after': '5' }), 'model_rate_limited'],
  [
    'drops its stream',
    () => streamed(providerStubs.google.events(['{"ti', 'tle":"A']), 'cut'),
    'model_stream_broken',
  ],
  ['calls the request wrong', () => refused(400), 'model_request_rejected'],
  ['refuses', () => streamed(providerStubs.google.events([], 'refusal')), 'model_refused'],
])('when a provider %s, no other one is asked', async (_what, answer, code) => {
  const called = world({ google: answer, openai: writes('openai') });
  const ctx = attemptContext(allKeys);
  await expect(call(ctx)).rejects.toMatchObject({ code });
  expect(called).toEqual(['google']);
  expect(ctx.logs).toEqual([]);
});

test('a model that falls silent gives way to the next one', async () => {
  const called = world({
    google: () => streamed(providerStubs.google.events(['{"ti']), 'hang'),
    openai: writes('openai'),
  });
  const ctx = attemptContext(allKeys);
  let hear = () => undefined as void;
  const heard = new Promise<void>((resolve) => (hear = resolve));
  const calling = call(ctx, { stallSeconds: 10, onCharacters: hear });
  await heard;
  await ctx.clock.advance(11_000);
  expect(await calling).toEqual({ title: 'by openai' });
  expect(called).toEqual(['google', 'openai']);
});

test("the policy's order is the order of the calls, and its list is all that is called", async () => {
  const called = world({ anthropic: () => refused(503), google: () => refused(503) });
  const ctx = { ...attemptContext(allKeys), providers: ['anthropic', 'google'] as const };
  await expect(call(ctx)).rejects.toMatchObject({ code: 'model_unavailable' });
  expect(called).toEqual(['anthropic', 'google']);
});

test('the model asked for comes first, and the others in their order', async () => {
  const called = world({
    anthropic: () => refused(404),
    google: () => refused(503),
    openai: writes('openai'),
  });
  const asked = { provider: 'anthropic', modelId: 'claude-haiku-5-5' };
  expect(await call(attemptContext(allKeys), { asked })).toEqual({ title: 'by openai' });
  expect(called).toEqual(['anthropic', 'google', 'openai']);
});

test('a provider that is fixed stands alone', async () => {
  const called = world({ anthropic: () => refused(503) });
  const ctx = attemptContext({ ...allKeys, LLM_PROVIDER: 'anthropic' });
  await expect(call(ctx)).rejects.toMatchObject({ code: 'model_unavailable' });
  expect(called).toEqual(['anthropic']);
});

test('when all fail, the error of the soonest remedy counts', async () => {
  world({
    google: () => refused(429, {}, { 'retry-after': '3600' }),
    openai: () => refused(401),
    anthropic: () => refused(429, {}, { 'retry-after': '60' }),
    'openai-compatible': () => refused(429, { code: 'insufficient_quota' }),
  });
  await expect(call(attemptContext(allKeys))).rejects.toMatchObject({
    code: 'model_rate_limited',
    retryable: true,
    retryAfterSeconds: 60,
  });
});

test('when waiting helps none, the first failure counts', async () => {
  world({ google: () => refused(401), openai: () => refused(404), anthropic: () => refused(400) });
  await expect(call(attemptContext(allKeys))).rejects.toMatchObject({ code: 'model_key_rejected' });
});

test('a wrong request after an outage leaves the job its next attempt', async () => {
  world({ google: () => refused(503), openai: () => refused(400) });
  await expect(call(attemptContext(allKeys))).rejects.toMatchObject({
    code: 'model_unavailable',
    retryable: true,
  });
});

test('an answer is repaired by the model that wrote it', async () => {
  let answers = 0;
  const called = world({
    google: () => refused(503),
    openai: () => {
      answers += 1;
      return streamed(providerStubs.openai.events([answers === 1 ? '{}' : '{"title":"mended"}'], 'stop'));
    },
  });
  expect(await call(attemptContext(allKeys))).toEqual({ title: 'mended' });
  expect(called).toEqual(['google', 'openai', 'openai']);
});

test('after an abort during a failing call, no other model is called', async () => {
  const ctx = attemptContext(allKeys);
  const reason = new Error('cancelled by its user');
  const called = world({
    google: () => {
      ctx.abort(reason);
      return refused(503);
    },
  });
  await expect(call(ctx)).rejects.toBe(reason);
  expect(called).toEqual(['google']);
});
