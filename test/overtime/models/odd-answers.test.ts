import { HttpResponse, http } from 'msw/http';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { streamItems } from '../../../src/overtime/models/stream-items.ts';
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
const asked = { system: 's', prompt: 'p', purpose: 'chapter' };
const chunk = (delta: object, finish?: string | null) =>
  `data: ${JSON.stringify({ id: 'c', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish ?? null }] })}\n\n`;
const done = 'data: [DONE]\n\n';
const inPieces = (text: string) => text.match(/[^]{1,7}/g) ?? [];

/** What the server sends at every call; returns how often it was called. */
function sends(events: readonly string[]): () => number {
  let calls = 0;
  server.use(
    http.post(stub.url, () => {
      calls += 1;
      return streamed(events);
    }),
  );
  return () => calls;
}

const writes = (text: string, finish: string | null = 'stop') =>
  sends([...inPieces(text).map((content) => chunk({ content })), chunk({}, finish), done]);

const schema = z.object({ title: z.string(), points: z.number() });
const essay = '{"title":"Essay","points":40}';
const wrong = '{"title":"Wrong","points":1}';

test.each([
  ['in a fence', '```json\n' + essay + '\n```'],
  ['behind a sentence', `Here is the rubric: ${essay} Done.`],
  ['with a comma too many', '{"title":"Essay","points":40,}'],
  ['twice', essay + essay],
  ['in a key', `{"rubric":${essay}}`],
  ['behind thoughts', `<think>Maybe ${wrong}</think>${essay}`],
  ['behind thoughts with only a closing tag', `Maybe ${wrong}</think>${essay}`],
])('an object %s is paid once, and no thought is shown', async (_how, text) => {
  const calls = writes(text);
  const shown: unknown[] = [];
  const ctx = attemptContext(stub.env);
  const object = await streamObject(ctx, {
    ...asked,
    schema,
    onPartial: (partial) => {
      shown.push(partial);
      void ctx.clock.advance(300);
    },
  });
  expect(object).toEqual({ title: 'Essay', points: 40 });
  expect(calls()).toBe(1);
  expect(JSON.stringify(shown)).not.toContain('Wrong');
});

test('a partial of an object in a key is that of the object', async () => {
  writes(`{"rubric":${essay}}`);
  const shown: unknown[] = [];
  await streamObject(attemptContext(stub.env), {
    ...asked,
    schema,
    onPartial: (partial) => shown.push(partial),
  });
  expect(shown[0]).not.toHaveProperty('rubric');
});

const element = z.object({ name: z.string() });
const list = '[{"name":"a"},{"name":"b"}]';

test.each([
  ['as a bare list', list],
  ['in a fenced list with a comma too many', '```json\n{"items":[{"name":"a",},{"name":"b"},]}\n```'],
  ['behind a sentence', `Here they are: {"items":${list}}`],
  ['twice', `{"items":${list}}{"items":${list}}`],
  ['in a list of one', `[{"items":${list}}]`],
  ['in a key each', '{"items":[{"item":{"name":"a"}},{"item":{"name":"b"}}]}'],
  ['line by line', '{"name":"a"}\n{"name":"b"}'],
  ['behind thoughts', `<think>{"items":[{"name":"wrong"}]}?</think>{"items":${list}}`],
  ['behind thoughts with only a closing tag', `Maybe {"items":[{"name":"wrong"}]}</think>{"items":${list}}`],
])('items %s are paid once', async (_how, text) => {
  const calls = writes(text);
  const given: string[] = [];
  await streamItems(attemptContext(stub.env), {
    ...asked,
    element,
    count: 2,
    onItem: ({ name }) => given.push(name),
  });
  expect(given).toEqual(['a', 'b']);
  expect(calls()).toBe(1);
});

const dark = 'It was a dark night.';

test.each([
  ['behind thoughts', `<think>\nThe user wants wrong.\n</think>\n\n${dark}`],
  ['behind thoughts with only a closing tag', `Okay, the user wants wrong.\n</think>\n${dark}`],
  ['around thoughts', 'It was <think>wrong?</think>a dark night.'],
  ['before thoughts without end', `${dark}<thinking>wrong, or`],
  ['in a fence', '```markdown\n' + dark + '\n```'],
  ['with a byte order mark and the end token', `\uFEFF${dark}<|im_end|>`],
  ['behind the tokens of its turn', `<|im_start|>assistant\n${dark}`],
  ['behind the token of an instruction', `[/INST] ${dark}`],
  ['behind an announcement', `Sure! Here is the chapter:\n\n${dark}`],
  ['in a fence behind an announcement', 'Here is the chapter:\n```\n' + dark + '\n```'],
  ['between tags', `<answer>\n${dark}\n</answer>`],
])('a text %s is itself, and no thought is shown', async (_how, text) => {
  const calls = writes(text);
  const ctx = attemptContext(stub.env);
  const shown: string[] = [];
  const prose = await streamProse(ctx, {
    ...asked,
    onText: (soFar) => {
      shown.push(soFar);
      void ctx.clock.advance(300);
    },
  });
  expect(prose).toBe(dark);
  expect(calls()).toBe(1);
  expect(shown.join('|')).not.toMatch(/wrong|think|user|`|Okay/);
  expect(shown.at(-1)).toBe(dark);
});

test('a text that is an object of JSON with one text is that text, and is shown when it is whole', async () => {
  writes(JSON.stringify({ chapter: dark }));
  const shown: string[] = [];
  const onText = (soFar: string) => void shown.push(soFar);
  expect(await streamProse(attemptContext(stub.env), { ...asked, onText })).toBe(dark);
  expect(shown.join('')).not.toContain('{');
});

test.each([
  'Here is the night, dark as ever:\nnothing moved.',
  'Sure of his text, he read it:\n"No."',
  '{"a": "b", "c": "d"} was all it said.',
  '<em>Night.</em>',
])('a text that only looks announced or packed stays as it is: %j', async (text) => {
  writes(text);
  expect(await streamProse(attemptContext(stub.env), asked)).toBe(text);
});

test("the AI SDK's own reasoning parts are in no text", async () => {
  sends([
    chunk({ reasoning_content: 'wrong' }),
    chunk({ reasoning: 'wrong' }),
    chunk({ content: dark }, 'stop'),
    done,
  ]);
  const shown: string[] = [];
  await streamProse(attemptContext(stub.env), { ...asked, onText: (text) => shown.push(text) });
  expect(shown.at(-1)).toBe(dark);
  expect(shown.join()).not.toContain('wrong');
});

test('thoughts without end are no text', async () => {
  writes('<think>It was a dark night.');
  await expect(streamProse(attemptContext(stub.env), asked)).rejects.toMatchObject({
    code: 'model_output_invalid',
  });
});

test.each(['eos', 'end', 'eos_token', 'end_turn', 'STOP', 'COMPLETE', '<|im_end|>', '', null])(
  'a whole text may end with %s',
  async (finish) => {
    writes(dark, finish);
    expect(await streamProse(attemptContext(stub.env), asked)).toBe(dark);
  },
);

test.each([
  'length',
  'max_tokens',
  'MAX_TOKENS',
  'model_length',
  'abort',
  'insufficient_system_resource',
  'error',
  'tool_calls',
])('a text that ends with %s is not whole, an object may be', async (finish) => {
  writes(dark, finish);
  await expect(streamProse(attemptContext(stub.env), asked)).rejects.toMatchObject({
    code: 'model_output_invalid',
  });
  const calls = writes(essay, finish);
  expect(await streamObject(attemptContext(stub.env), { ...asked, schema })).toMatchObject({ points: 40 });
  expect(calls()).toBe(1);
});

test.each([
  ['nothing', []],
  ['a reason that is not there', [chunk({}, null)]],
  ['an error', ['data: {"error":{"message":"out of memory"}}\n\n', done]],
])('a text that ends with %s and is not whole is not accepted, a whole object is', async (_what, end) => {
  sends([chunk({ content: 'It was a dark' }), ...end]);
  await expect(streamProse(attemptContext(stub.env), asked)).rejects.toMatchObject({ retryable: true });
  sends([chunk({ content: essay }), ...end]);
  expect(await streamObject(attemptContext(stub.env), { ...asked, schema })).toMatchObject({ points: 40 });
});

test('a connection that breaks behind a whole object has lost nothing', async () => {
  let breakOff = () => undefined as void;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(chunk({ content: essay })));
      breakOff = () => controller.error(new Error('cut'));
    },
  });
  const headers = { 'content-type': 'text/event-stream', 'transfer-encoding': 'chunked' };
  server.use(http.post(stub.url, () => new HttpResponse(body, { headers })));
  const object = await streamObject(attemptContext(stub.env), {
    ...asked,
    schema,
    onCharacters: () => breakOff(),
  });
  expect(object).toMatchObject({ points: 40 });
});
