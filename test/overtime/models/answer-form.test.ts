import { http } from 'msw/http';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { Provider } from '../../../src/overtime/contract.ts';
import { streamObject } from '../../../src/overtime/models/stream-object.ts';
import { attemptContext } from './attempt-context.ts';
import { refused, streamed } from './provider-answers.ts';
import { providerStubs } from './provider-stubs.ts';

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const schema = z.object({ title: z.string() });

/** A provider that takes only what `takes` says of the body; gives the bodies it was sent. */
function world(provider: Provider, model: string, takes: (body: string) => Response | undefined) {
  const stub = providerStubs[provider];
  const bodies: string[] = [];
  server.use(
    http.post(stub.url.replace(stub.modelId, model), async ({ request }) => {
      const body = await request.text();
      bodies.push(body);
      return takes(body) ?? streamed(stub.events(['{"title":"Essay"}'], 'stop'));
    }),
  );
  const variable = { google: 'GEMINI_MODEL', openai: 'OPENAI_MODEL', anthropic: 'ANTHROPIC_MODEL' };
  const name = provider === 'openai-compatible' ? 'OPENAI_COMPATIBLE_MODEL' : variable[provider];
  return { bodies, ctx: attemptContext({ ...stub.env, [name]: model }) };
}

const call = (ctx: ReturnType<typeof attemptContext>) =>
  streamObject(ctx, { schema, system: 's', prompt: 'p', purpose: 'test' });

test.each<[Provider, string, string, (body: string) => Response | undefined]>([
  [
    'openai-compatible',
    'no schema',
    'llama-1',
    (body) =>
      body.includes('json_schema')
        ? refused(400, { message: "'response_format.type' must be 'json_object' or 'text'" })
        : undefined,
  ],
  [
    'openai-compatible',
    'neither a schema nor one beside the JSON mode',
    'llama-5',
    (body) =>
      /json_schema|"schema":/.test(body)
        ? refused(400, { message: "unknown field 'schema' of response_format" })
        : undefined,
  ],
  [
    'openai-compatible',
    'no JSON',
    'llama-2',
    (body) =>
      body.includes('response_format')
        ? refused(422, { message: 'Unknown field: response_format' })
        : undefined,
  ],
  [
    'google',
    'too many states',
    'gemini-9-flash',
    (body) =>
      /response(?:Json)?Schema/.test(body)
        ? refused(400, {
            message: 'The specified schema produces a constraint that has too many states for serving.',
          })
        : undefined,
  ],
  [
    'openai',
    'no structured output',
    'gpt-9-old',
    (body) =>
      body.includes('json_schema')
        ? refused(400, {
            message:
              "Invalid parameter: 'text.format' of type 'json_schema' is not supported with this model.",
          })
        : undefined,
  ],
])(
  '%s (%s): the next plainer form is asked at once, and remembered',
  async (provider, _what, model, takes) => {
    const { bodies, ctx } = world(provider, model, takes);
    expect(await call(ctx)).toEqual({ title: 'Essay' });
    const refusals = bodies.length - 1;
    expect(refusals).toBeGreaterThan(0);
    expect(ctx.usage.map(({ outcome }) => outcome)).toEqual([
      ...Array<string>(refusals).fill('failed'),
      'succeeded',
    ]);
    expect(ctx.usage[0]).toMatchObject({ inputTokens: 0, outputTokens: 0 });
    // Without the schema in the request, it is in the prompt.
    expect(bodies.at(-1)).toMatch(/fits this JSON schema.*title/);

    bodies.length = 0;
    expect(await call(ctx)).toEqual({ title: 'Essay' });
    expect(bodies).toHaveLength(1);
  },
);

test("a server of llama.cpp's own kind gets the schema beside the JSON mode", async () => {
  const { bodies, ctx } = world('openai-compatible', 'llama-6', (body) =>
    body.includes('json_schema')
      ? refused(400, { message: "response_format.type: Input should be 'text' or 'json_object'" })
      : undefined,
  );
  expect(await call(ctx)).toEqual({ title: 'Essay' });
  expect(JSON.parse(bodies[1] ?? '')).toMatchObject({
    response_format: { type: 'json_object', schema: { properties: { title: { type: 'string' } } } },
  });
});

test('a model that takes no form at all is named, with what to do', async () => {
  const { bodies, ctx } = world('openai-compatible', 'llama-3', () =>
    refused(400, { message: 'no grammar' }),
  );
  await expect(call(ctx)).rejects.toMatchObject({
    message: expect.stringContaining('does not support structured output: set a model that does'),
  });
  expect(bodies).toHaveLength(4);
});

test('another refusal is not asked again', async () => {
  const { bodies, ctx } = world('openai-compatible', 'llama-4', () =>
    refused(400, { message: 'bad temperature' }),
  );
  await expect(call(ctx)).rejects.toMatchObject({ code: 'model_request_rejected' });
  expect(bodies).toHaveLength(1);
});
