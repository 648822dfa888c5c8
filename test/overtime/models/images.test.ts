import { HttpResponse, http } from 'msw/http';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { canReadImages } from '../../../src/overtime/models/choose-models.ts';
import { streamObject } from '../../../src/overtime/models/stream-object.ts';
import { rejection } from '../../support/rejection.ts';
import { attemptContext } from './attempt-context.ts';
import { providerStubs } from './provider-stubs.ts';

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const request = {
  schema: z.object({ color: z.string() }),
  system: 'You look at pictures.',
  prompt: 'Which colour is it?',
  document: { kind: 'png', mediaType: 'image/png', bytes: png, text: '' },
  purpose: 'look',
};

test.for(['google', 'openai', 'anthropic'] as const)('%s is sent an image as it is', async (provider) => {
  const { env, url, events } = providerStubs[provider];
  const bodies: string[] = [];
  server.use(
    http.post(url, async ({ request: sent }) => {
      bodies.push(await sent.text());
      const headers = { 'content-type': 'text/event-stream', 'transfer-encoding': 'chunked' };
      return new HttpResponse(events(['{"color":"red"}'], 'stop').join(''), { headers });
    }),
  );
  expect(await streamObject(attemptContext(env), request)).toEqual({ color: 'red' });
  expect(bodies).toHaveLength(1);
  expect(bodies[0]).toContain(png.toString('base64'));
  expect(bodies[0]).toContain('image/png');
});

test('an image goes to no model that cannot look at it, and the refusal says what to set', async () => {
  const { env } = providerStubs['openai-compatible'];
  const error = await rejection(streamObject(attemptContext(env), request));
  expect(error).toMatchObject({ code: 'model_not_configured' });
  expect(error.message).toContain('GEMINI_API_KEY');
});

test('whether images are read is known before one is sent', () => {
  expect(canReadImages(attemptContext(providerStubs.anthropic.env))).toBe(true);
  expect(canReadImages(attemptContext(providerStubs['openai-compatible'].env))).toBe(false);
  expect(canReadImages(attemptContext({ LLM_PROVIDER: 'sample' }))).toBe(false);
});
