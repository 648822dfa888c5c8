import { HttpResponse, http } from 'msw/http';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { streamObject } from '../../../src/overtime/models/stream-object.ts';
import { attemptContext } from './attempt-context.ts';

const called: string[] = [];
const server = setupServer(
  http.post('https://gateway.test/*', ({ request }) => {
    const key =
      request.headers.get('x-goog-api-key') ??
      request.headers.get('x-api-key') ??
      request.headers.get('authorization');
    called.push(`${new URL(request.url).pathname} ${key}`);
    return HttpResponse.json({}, { status: 400 });
  }),
);
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterAll(() => server.close());

// A gateway sets the base URLs for the providers' own clients, which append a version for two of them.
test.each([
  [
    { GEMINI_API_KEY: 'k', GOOGLE_GEMINI_BASE_URL: 'https://gateway.test/ai' },
    '/ai/v1beta/models/gemini-3.8-flash:streamGenerateContent k',
  ],
  [{ OPENAI_API_KEY: 'k', OPENAI_BASE_URL: 'https://gateway.test/ai' }, '/ai/responses Bearer k'],
  [{ ANTHROPIC_API_KEY: 'k', ANTHROPIC_BASE_URL: 'https://gateway.test/ai/' }, '/ai/v1/messages k'],
  [{ ANTHROPIC_API_KEY: 'k', ANTHROPIC_BASE_URL: 'https://gateway.test/v1' }, '/v1/messages k'],
])('the base URL of %o is honoured', async (env, expected) => {
  const ctx = attemptContext(env);
  const request = { schema: z.object({ a: z.string() }), system: 's', prompt: 'p', purpose: 'test' };
  await expect(streamObject(ctx, request)).rejects.toMatchObject({ code: 'model_request_rejected' });
  expect(called.at(-1)).toBe(expected);
});
