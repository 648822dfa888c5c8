import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { http, HttpResponse } from 'msw/http';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { examine } from '../../../../src/overtime/cli/doctor.ts';
import type { Provider } from '../../../../src/overtime/contract.ts';
import type { ModelProvider } from '../../../../src/overtime/models/providers/provider.ts';
import { registry } from '../../../../src/overtime/models/providers/registry.ts';
import { streamObject } from '../../../../src/overtime/models/stream-object.ts';
import { attemptContext } from '../attempt-context.ts';

/** A provider as docs/models.md says to add one. */
const madeUp: ModelProvider = {
  name: 'made-up',
  requires: 'MADE_UP_KEY',
  key: 'MADE_UP_KEY',
  language: {
    modelVariable: 'MADE_UP_MODEL',
    defaultModel: 'made-up-1',
    allowed: /^made-up-\d$/,
    readsPdf: false,
    readsImages: false,
    open: async (modelId, { env }) =>
      createOpenAICompatible({
        name: 'made-up',
        baseURL: 'https://made-up.test/v1',
        apiKey: env['MADE_UP_KEY'] ?? '',
        supportsStructuredOutputs: true,
      })(modelId),
  },
  ping: (modelId, env) => ({
    url: `https://made-up.test/v1/models/${modelId}`,
    headers: { authorization: `Bearer ${env['MADE_UP_KEY'] ?? ''}` },
  }),
};
const env = { MADE_UP_KEY: 'm' };

const sent: unknown[] = [];
const server = setupServer(
  http.get('https://made-up.test/v1/models/:model', ({ request }) =>
    HttpResponse.json({}, { status: request.headers.get('authorization') === 'Bearer m' ? 200 : 401 }),
  ),
  http.post('https://made-up.test/v1/chat/completions', async ({ request }) => {
    sent.push(await request.json());
    const part = (delta: object, finish_reason: string | null) =>
      `data: ${JSON.stringify({ id: '1', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
    const body = `${part({ content: '{"word":"hello"}' }, null)}${part({}, 'stop')}data: [DONE]\n\n`;
    return new HttpResponse(body, {
      headers: { 'content-type': 'text/event-stream', 'transfer-encoding': 'chunked' },
    });
  }),
);
beforeAll(() => {
  Object.assign(registry, { 'made-up': madeUp });
  server.listen({ onUnhandledFrame: 'error' });
});
afterAll(() => {
  Reflect.deleteProperty(registry, 'made-up');
  server.close();
});

test('a provider that is added is chosen, called and counted like every other', async () => {
  const ctx = { ...attemptContext(env, 'production'), providers: ['made-up' as Provider] };
  const request = { system: 's', prompt: 'p', purpose: 'test', schema: z.object({ word: z.string() }) };
  expect(await streamObject(ctx, request)).toEqual({ word: 'hello' });
  expect(sent).toMatchObject([{ model: 'made-up-1' }]);
  expect(ctx.usage).toMatchObject([{ provider: 'made-up', model: 'made-up-1', outcome: 'succeeded' }]);
  const models = (await examine(env)).find(({ title }) => title === 'Models');
  expect(models?.findings.map(({ text }) => text)).toEqual(['made-up accepts its key and has made-up-1']);
});
