import { HttpResponse, http } from 'msw/http';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { streamObject } from '../../../src/overtime/models/stream-object.ts';
import { streamProse } from '../../../src/overtime/models/stream-prose.ts';
import { attemptContext } from './attempt-context.ts';
import { streamed } from './provider-answers.ts';
import { providerStubs } from './provider-stubs.ts';

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const stub = providerStubs['openai-compatible'];
const asked = { system: 'Write.', prompt: 'Write on.', purpose: 'test' };
const event = (delta: object) =>
  `data: ${JSON.stringify({ id: 'c1', created: 1, model: 'llama', choices: [{ index: 0, delta }] })}\n\n`;

/** A provider that sends the event for as long as it is read; gives what it has sent. */
function sendsEndlessly(text: string) {
  const bytes = new TextEncoder().encode(text);
  const sent = { bytes: 0, left: false };
  server.use(
    http.post(stub.url, () => {
      const body = new ReadableStream<Uint8Array>({
        async pull(controller) {
          sent.bytes += bytes.byteLength;
          controller.enqueue(bytes);
          await new Promise((resolve) => setImmediate(resolve));
        },
        cancel: () => void (sent.left = true),
      });
      return new HttpResponse(body, {
        headers: { 'content-type': 'text/event-stream', 'transfer-encoding': 'chunked' },
      });
    }),
  );
  return sent;
}

test.for<[string, string]>([
  ['an answer', event({ content: 'x'.repeat(5000) })],
  ['reasoning', event({ reasoning_content: 'x'.repeat(5000) })],
])('%s without end is cut at its longest', async ([, text]) => {
  const sent = sendsEndlessly(text);
  const ctx = attemptContext(stub.env);
  await expect(streamProse(ctx, asked)).rejects.toMatchObject({
    code: 'model_output_invalid',
    message: expect.stringContaining('llama wrote more than 200000 characters'),
  });
  expect(ctx.usage).toMatchObject([{ outcome: 'failed' }]);
  await vi.waitFor(() => expect(sent.left).toBe(true));
  expect(sent.bytes).toBeLessThan(600_000);
});

test('an answer is cut at what its schema allows', async () => {
  const sent = sendsEndlessly(event({ content: '\n'.repeat(100) }));
  const schema = z.object({ title: z.string().max(50) });
  await expect(streamObject(attemptContext(stub.env), { ...asked, schema })).rejects.toMatchObject({
    code: 'model_output_invalid',
    message: expect.stringMatching(/wrote more than \d{3} characters/),
  });
  await vi.waitFor(() => expect(sent.left).toBe(true));
});

test('a single event without end is not read for ever', async () => {
  const sent = sendsEndlessly('x'.repeat(2 ** 20));
  const ctx = attemptContext(stub.env);
  await expect(streamProse(ctx, asked)).rejects.toMatchObject({ code: expect.stringMatching(/^model_/) });
  await vi.waitFor(() => expect(sent.left).toBe(true));
  expect(sent.bytes).toBeLessThan(80 * 2 ** 20);
}, 30_000);

/** A provider that sends the event once a second of the test's clock, `seconds` long. */
async function paced(text: string, seconds: number, before: readonly string[] = []) {
  let send: (text: string) => void = () => undefined;
  server.use(
    http.post(stub.url, () => {
      const encoder = new TextEncoder();
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          send = (sent) => controller.enqueue(encoder.encode(sent));
          for (const each of before) send(each);
        },
      });
      return new HttpResponse(body, {
        headers: { 'content-type': 'text/event-stream', 'transfer-encoding': 'chunked' },
      });
    }),
  );
  const ctx = attemptContext(stub.env);
  const progress = { ended: false };
  const calling = streamProse(ctx, asked)
    .catch((error: unknown) => error)
    .finally(() => (progress.ended = true));
  await ctx.clock.untilAsleep(1);
  let second = 0;
  for (; second < seconds && !progress.ended; second += 1) {
    send(text);
    await new Promise((resolve) => setTimeout(resolve, 1));
    await ctx.clock.advance(1000);
  }
  return { ctx, calling, ended: progress.ended, second };
}

test('a model that writes a character a second has stalled', async () => {
  const { calling, ended, second } = await paced(event({ content: 'x' }), 400);
  expect(ended).toBe(true);
  expect(second).toBeLessThan(130);
  expect(await calling).toMatchObject({
    code: 'model_timed_out',
    message: expect.stringMatching(/^llama wrote only \d+ characters in 120 seconds/),
    retryable: true,
  });
});

test('a model that only says that it is alive has stalled after ten minutes', async () => {
  const { calling, ended, second } = await paced(event({}), 700);
  expect(ended).toBe(true);
  expect(second).toBeGreaterThanOrEqual(599);
  expect(await calling).toMatchObject({
    code: 'model_timed_out',
    message: expect.stringContaining('llama wrote nothing for 600 seconds'),
  });
});

test('a slow model on a slow machine may go on', async () => {
  const { ctx, calling, ended } = await paced(event({ content: 'four' }), 400);
  expect(ended).toBe(false);
  ctx.abort(new Error('enough'));
  expect(await calling).toMatchObject({ message: 'enough' });
});

test('an answer of ordinary length is not touched', async () => {
  const text = 'A sentence of a chapter. '.repeat(4000);
  server.use(
    http.post(stub.url, () => streamed(stub.events([text.slice(0, 50_000), text.slice(50_000)], 'stop'))),
  );
  expect(await streamProse(attemptContext(stub.env), asked)).toBe(text.trim());
});
