import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { speak } from '../../../../src/overtime/models/speak.ts';
import { streamItems } from '../../../../src/overtime/models/stream-items.ts';
import { streamObject } from '../../../../src/overtime/models/stream-object.ts';
import { streamProse } from '../../../../src/overtime/models/stream-prose.ts';
import { attemptContext, type RecordingContext } from '../attempt-context.ts';

const schema = z.object({
  title: z.string(),
  rows: z.array(z.object({ name: z.string(), points: z.number() })),
});
const answer = {
  title: 'Essay',
  rows: [
    { name: 'Thesis', points: 10 },
    { name: 'Style', points: 10 },
  ],
};

let folder: string;
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'overtime-sample-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function settings(value: unknown): Promise<Record<string, string>> {
  files += 1;
  const path = join(folder, `${files}.json`);
  await writeFile(path, JSON.stringify(value));
  return { SAMPLE_FILE: path, LLM_PROVIDER: 'sample' };
}

async function call(
  ctx: RecordingContext,
  more: Partial<Parameters<typeof streamObject<typeof schema>>[1]> = {},
) {
  return streamObject(ctx, {
    schema,
    system: 's',
    prompt: 'p',
    purpose: 'test',
    sample: () => answer,
    ...more,
  });
}

test('a call is answered by its sample, for nothing', async () => {
  const ctx = attemptContext({ SAMPLE_PACE_SECONDS: '0' });
  expect(await call(ctx)).toEqual(answer);
  expect(ctx.usage).toMatchObject([
    { provider: 'sample', outcome: 'succeeded', costUsd: 0, estimated: false },
  ]);
  expect(ctx.usage[0]?.inputTokens).toBeGreaterThan(20);
  expect(ctx.usage[0]?.outputTokens).toBeGreaterThan(20);
});

test('a prompt may be reworded, and nothing changes', async () => {
  for (const prompt of ['Write about 300 words.', 'Écris ce que tu veux.', '']) {
    expect(await call(attemptContext({ SAMPLE_PACE_SECONDS: '0' }), { prompt })).toEqual(answer);
  }
});

test('an answer at a pace of 35 seconds takes 35 seconds and arrives bit by bit', async () => {
  const ctx = attemptContext(await settings({ paceSeconds: 35 }));
  const seen: { at: number; count: number }[] = [];
  const start = ctx.clock.now();
  let ended = -1;
  const calling = call(ctx, {
    onCharacters: (count) => seen.push({ at: ctx.clock.now() - start, count }),
  }).then(() => {
    ended = ctx.clock.now() - start;
  });
  // The stall watch sleeps from the start; the second sleeper is the answer.
  await ctx.clock.untilAsleep(2);
  for (let tick = 0; tick < 360; tick += 1) await ctx.clock.advance(100);
  await calling;

  expect(ended).toBeGreaterThanOrEqual(35_000);
  expect(ended).toBeLessThan(36_000);
  expect(seen.length).toBeGreaterThan(10);
  const half = seen.filter(({ at }) => at <= 17_500).at(-1)?.count ?? 0;
  const whole = seen.at(-1)?.count ?? 1;
  expect(half / whole).toBeGreaterThan(0.35);
  expect(half / whole).toBeLessThan(0.65);
});

test('each call takes the next entry of the chaos, and then all is well', async () => {
  const env = await settings({
    paceSeconds: 0,
    chaos: ['429:7', 'drop', 'truncate', 'garbage', 'garbage', 'ok'],
  });
  const codes: unknown[] = [];
  // An answer that is no JSON goes back once, so the fourth takes two entries.
  for (const calls of [1, 1, 1, 2, 1]) {
    const ctx = attemptContext(env);
    await call(ctx).catch((error: { code: string; retryAfterSeconds?: number }) =>
      codes.push([error.code, error.retryAfterSeconds]),
    );
    expect(ctx.usage).toHaveLength(calls);
  }
  expect(codes).toEqual([
    ['model_rate_limited', 7],
    ['model_stream_broken', undefined],
    ['model_output_invalid', undefined],
    ['model_output_invalid', undefined],
  ]);
  expect(await call(attemptContext(env))).toEqual(answer);
});

test('a settings file is read again at every call', async () => {
  const env = await settings({ paceSeconds: 0, chaos: ['drop'] });
  await expect(call(attemptContext(env))).rejects.toMatchObject({ code: 'model_stream_broken' });
  await writeFile(env['SAMPLE_FILE'] ?? '', JSON.stringify({ paceSeconds: 0, chaos: ['429'] }));
  await expect(call(attemptContext(env))).rejects.toMatchObject({ code: 'model_rate_limited' });
});

test('messages name the sample provider at the start of a sentence and within', async () => {
  const env = await settings({ paceSeconds: 0, chaos: ['429', 'drop'] });
  await expect(call(attemptContext(env))).rejects.toThrow(
    'The sample provider has reached its rate limit: try again in a few minutes.',
  );
  await expect(call(attemptContext(env))).rejects.toThrow(
    'The answer of the sample provider was not sent completely: try again.',
  );
});

test('calls at the same time share out the entries', async () => {
  const env = await settings({ paceSeconds: 0, chaos: ['429', '429'] });
  const results = await Promise.allSettled([1, 2, 3, 4].map(() => call(attemptContext(env))));
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(2);
});

test('a slow answer that keeps coming is not taken for a stall', async () => {
  const ctx = attemptContext(await settings({ paceSeconds: 600 }));
  const long = { ...answer, title: 'slow '.repeat(1000) };
  const calling = call(ctx, { stallSeconds: 60, sample: () => long });
  await ctx.clock.untilAsleep(2);
  await ctx.clock.advance(600_000);
  expect(await calling).toEqual(long);
});

test('an abort ends a slow answer at once', async () => {
  const ctx = attemptContext(await settings({ paceSeconds: 600 }));
  const reason = new Error('cancelled');
  const calling = call(ctx, { onCharacters: () => ctx.abort(reason) });
  const ended = calling.catch((error: unknown) => error);
  await ctx.clock.untilAsleep(2);
  await ctx.clock.advance(60_000);
  expect(await ended).toBe(reason);
  expect(ctx.usage).toMatchObject([{ outcome: 'aborted', costUsd: 0 }]);
});

test('prose is spoiled by the same chaos', async () => {
  const env = await settings({ paceSeconds: 0, chaos: ['429:7', 'drop', 'truncate', 'ok'] });
  const results: unknown[] = [];
  for (let number = 0; number < 4; number += 1) {
    const sample = () => 'A key lay on the step, and nobody had lost it.';
    const request = { system: 's', prompt: 'Write.', purpose: 'test', sample };
    results.push(
      await streamProse(attemptContext(env), request).catch((error: { code: string }) => error.code),
    );
  }
  expect(results).toEqual([
    'model_rate_limited',
    'model_stream_broken',
    'model_output_invalid',
    'A key lay on the step, and nobody had lost it.',
  ]);
});

test('items that an answer broke off before are asked for again, and come from the same sample', async () => {
  const env = await settings({ paceSeconds: 0, chaos: ['drop'] });
  const ctx = attemptContext(env);
  const names = ['one', 'two', 'three', 'four'];
  const items = await streamItems(ctx, {
    element: z.object({ name: z.string() }),
    count: 4,
    system: 's',
    prompt: 'p',
    purpose: 'test',
    sample: () => names.map((name) => ({ name })),
    onItem: () => undefined,
  });
  expect(items.map(({ name }) => name)).toEqual(names);
  expect(ctx.usage.map(({ outcome }) => outcome)).toEqual(['failed', 'succeeded']);
});

test('what the settings do not release is held back', async () => {
  const env = await settings({ paceSeconds: 0, released: 0.5 });
  const ctx = attemptContext(env);
  let count = 0;
  let ended = false;
  const calling = call(ctx, { onCharacters: (now) => (count = now) }).finally(() => (ended = true));
  await ctx.clock.untilAsleep(2);
  const length = JSON.stringify(answer).length;
  expect(count / length).toBeGreaterThan(0.4);
  expect(count / length).toBeLessThanOrEqual(0.5);
  // A file that is being written releases nothing.
  await writeFile(env['SAMPLE_FILE'] ?? '', '');
  await ctx.clock.advance(25);
  await ctx.clock.untilAsleep(2);
  expect(ended).toBe(false);
  await writeFile(env['SAMPLE_FILE'] ?? '', '{}');
  await ctx.clock.advance(25);
  expect(await calling).toEqual(answer);
});

test('a call without a sample says what to set', async () => {
  const ctx = attemptContext({ SAMPLE_PACE_SECONDS: '0' });
  const refusal = { code: 'model_not_configured', message: expect.stringContaining('no sample') as string };
  await expect(call(ctx, { sample: undefined })).rejects.toMatchObject(refusal);
  await expect(speak(ctx, { text: 'Hello.', purpose: 'test' })).rejects.toMatchObject(refusal);
});

const recording = Uint8Array.of(0xff, 0xf3, 1, 2, 3, 4);
const spoken = (ctx: RecordingContext) =>
  speak(ctx, { text: 'Once upon a time.', purpose: 'test', sample: async () => recording });

test('a recording is the sample of speech, whatever the length of the text', async () => {
  const ctx = attemptContext({ SAMPLE_PACE_SECONDS: '0' });
  const text = 'Once upon a time there was a boat. '.repeat(1000);
  const { bytes, mediaType } = await speak(ctx, { text, purpose: 'test', sample: async () => recording });
  expect([...bytes]).toEqual([...recording]);
  expect(mediaType).toBe('audio/mpeg');
  expect(ctx.usage).toMatchObject([{ provider: 'sample', characters: text.trim().length, costUsd: 0 }]);
});

test('pace, abort and chaos hold for speech', async () => {
  const slow = attemptContext({ SAMPLE_PACE_SECONDS: '30' });
  const ended = spoken(slow).catch((error: unknown) => error);
  await slow.clock.untilAsleep(2);
  await slow.clock.advance(29_000);
  const reason = new Error('cancelled');
  slow.abort(reason);
  expect(await ended).toBe(reason);

  const env = await settings({ paceSeconds: 0, chaos: ['429:7', 'drop', 'garbage', 'truncate'] });
  const codes: unknown[] = [];
  for (let number = 0; number < 3; number += 1) {
    await spoken(attemptContext(env)).catch(({ code }: { code: string }) => codes.push(code));
  }
  expect(codes).toEqual(['model_rate_limited', 'model_unavailable', 'model_output_invalid']);
  expect((await spoken(attemptContext(env))).bytes).toHaveLength(3);
});
