import { http, HttpResponse } from 'msw/http';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { canSpeak, speak } from '../../../src/overtime/models/speak.ts';
import { splitAtSentences } from '../../../src/overtime/models/split-at-sentences.ts';
import { attemptContext, type RecordingContext } from './attempt-context.ts';
import { refused } from './provider-answers.ts';

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const openai = { OPENAI_API_KEY: 'o' };
const google = { GEMINI_API_KEY: 'g' };
const openaiUrl = 'https://api.openai.com/v1/audio/speech';
const googleUrl =
  'https://generativelanguage.googleapis.com/v1beta/models/gemini-3.8-flash-tts:generateContent';

const mp3 = (...bytes: number[]) => Uint8Array.of(0xff, 0xf3, ...bytes);
const call = (ctx: RecordingContext, text = 'Once upon a time.', more: object = {}) =>
  speak(ctx, { text, purpose: 'narration', ...more });

interface Spoken {
  readonly input: string;
  readonly voice: string;
  readonly response_format: string;
}

function openaiSpeaks(sound: (call: number) => Uint8Array<ArrayBuffer> | Response): Spoken[] {
  const spoken: Spoken[] = [];
  server.use(
    http.post(openaiUrl, async ({ request }) => {
      spoken.push((await request.json()) as Spoken);
      const answer = sound(spoken.length);
      return answer instanceof Response
        ? answer
        : new HttpResponse(answer, { headers: { 'content-type': 'audio/mpeg' } });
    }),
  );
  return spoken;
}

/** Samples of one channel, 16 bits, as Gemini sends them: without a header. */
function googleSpeaks(samples: Uint8Array, usageMetadata?: object): string[] {
  const bodies: string[] = [];
  server.use(
    http.post(googleUrl, async ({ request }) => {
      bodies.push(await request.text());
      const inlineData = { mimeType: 'audio/L16;rate=24000', data: Buffer.from(samples).toString('base64') };
      return HttpResponse.json({
        candidates: [{ content: { parts: [{ inlineData }] }, finishReason: 'STOP' }],
        ...(usageMetadata === undefined ? {} : { usageMetadata }),
      });
    }),
  );
  return bodies;
}

const tag = (bytes: Uint8Array, at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
const number = (bytes: Uint8Array, at: number) =>
  new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);

test('OpenAI speaks MP3, billed by characters', async () => {
  const spoken = openaiSpeaks(() => mp3(1, 2, 3));
  const ctx = attemptContext(openai);
  const { bytes, mediaType } = await call(ctx, 'Once upon a time.', { voice: 'deep' });
  expect([...bytes]).toEqual([...mp3(1, 2, 3)]);
  expect(mediaType).toBe('audio/mpeg');
  expect(spoken).toMatchObject([{ input: 'Once upon a time.', voice: 'onyx', response_format: 'mp3' }]);
  expect(ctx.usage).toMatchObject([
    {
      provider: 'openai',
      model: 'tts-1',
      purpose: 'narration',
      outcome: 'succeeded',
      characters: 17,
      inputTokens: 0,
      outputTokens: 0,
      estimated: false,
    },
  ]);
  expect(ctx.usage[0]?.costUsd).toBeCloseTo((17 * 15) / 1e6, 12);
});

test('a long text is spoken sentence by sentence, in pieces that are joined', async () => {
  const sentence = `The ${'very '.repeat(60)}old boat sailed.`;
  const text = Array.from({ length: 30 }, () => sentence).join(' ');
  const spoken = openaiSpeaks((piece) => mp3(piece));
  const ctx = attemptContext(openai);
  const { bytes } = await call(ctx, text);
  expect(spoken.length).toBeGreaterThan(2);
  for (const { input } of spoken) {
    expect(input.length).toBeLessThanOrEqual(4096);
    expect(input).toMatch(/^The .*sailed\.$/s);
  }
  expect(spoken.map(({ input }) => input).join(' ')).toBe(text);
  expect([...bytes]).toEqual(spoken.flatMap((_, index) => [...mp3(index + 1)]));
  const billed = ctx.usage.reduce((sum, { characters }) => sum + characters, 0);
  expect(billed).toBe(text.length - (spoken.length - 1));
});

test('Gemini speaks WAV with one header for all pieces, billed by the tokens that it counts', async () => {
  const bodies = googleSpeaks(Uint8Array.of(1, 0, 2, 0), { promptTokenCount: 10, candidatesTokenCount: 500 });
  const ctx = attemptContext(google);
  const { bytes, mediaType } = await call(ctx, 'A wave. '.repeat(700));
  expect(mediaType).toBe('audio/wav');
  expect(bodies).toHaveLength(2);
  expect(bodies[0]).toContain('Sulafat');
  expect(tag(bytes, 0)).toBe('RIFF');
  expect(number(bytes, 4)).toBe(bytes.length - 8);
  expect(tag(bytes, 36)).toBe('data');
  expect(number(bytes, 40)).toBe(8);
  expect([...bytes.subarray(44)]).toEqual([1, 0, 2, 0, 1, 0, 2, 0]);
  expect(ctx.usage).toMatchObject([
    { provider: 'google', inputTokens: 10, outputTokens: 500, estimated: false },
    { provider: 'google', inputTokens: 10, outputTokens: 500, estimated: false },
  ]);
  expect(ctx.usage[0]?.costUsd).toBeCloseTo((10 * 0.5 + 500 * 9) / 1e6, 12);
});

test('when one provider cannot speak, the next one speaks the whole', async () => {
  server.use(http.post(googleUrl, () => refused(503)));
  const spoken = openaiSpeaks(() => mp3(1));
  const ctx = attemptContext({ ...google, ...openai });
  expect((await call(ctx)).mediaType).toBe('audio/mpeg');
  expect(spoken).toHaveLength(1);
  expect(ctx.usage).toMatchObject([
    { provider: 'google', outcome: 'failed', characters: 0, costUsd: 0 },
    { provider: 'openai', outcome: 'succeeded' },
  ]);
  expect(ctx.logs).toMatchObject([{ level: 'warn', message: expect.stringContaining('tts-1 instead') }]);
});

test('a rate limit with a short wait is for the next attempt', async () => {
  openaiSpeaks(() => refused(429, {}, { 'retry-after': '7' }));
  await expect(call(attemptContext(openai))).rejects.toMatchObject({
    code: 'model_rate_limited',
    retryAfterSeconds: 7,
  });
});

test('an answer that is no recording is not taken for one', async () => {
  openaiSpeaks(() => HttpResponse.json({ detail: 'no sound today' }));
  await expect(call(attemptContext(openai))).rejects.toMatchObject({ code: 'model_output_invalid' });
});

test('an abort ends the call with the reason of the job, and bills it by estimate', async () => {
  const ctx = attemptContext(openai);
  const reason = new Error('cancelled by its user');
  server.use(
    http.post(openaiUrl, () => {
      ctx.abort(reason);
      return new Promise<never>(() => undefined);
    }),
  );
  await expect(call(ctx)).rejects.toBe(reason);
  expect(ctx.usage).toMatchObject([{ outcome: 'aborted', estimated: true, characters: 17 }]);
});

test('a call that takes too long is given up', async () => {
  const ctx = attemptContext(openai);
  server.use(http.post(openaiUrl, () => new Promise<never>(() => undefined)));
  const speaking = call(ctx, 'Hello.', { timeoutSeconds: 60 }).catch((error: unknown) => error);
  await ctx.clock.untilAsleep(1);
  await ctx.clock.advance(60_000);
  expect(await speaking).toMatchObject({ code: 'model_timed_out' });
});

test('where no model speaks, canSpeak says so, and the error says what to set', async () => {
  const mute = attemptContext({ ANTHROPIC_API_KEY: 'a' });
  expect(canSpeak(mute)).toBe(false);
  await expect(call(mute)).rejects.toMatchObject({
    code: 'speech_not_configured',
    message: expect.stringContaining('OPENAI_API_KEY'),
  });
  expect(canSpeak(attemptContext({ ...openai, LLM_PROVIDER: 'openai' }))).toBe(true);
  expect(canSpeak(attemptContext({ ...openai, ANTHROPIC_API_KEY: 'a', LLM_PROVIDER: 'anthropic' }))).toBe(
    false,
  );
  const fixed = { ...openai, ANTHROPIC_API_KEY: 'a', LLM_PROVIDER: 'anthropic', SPEECH_PROVIDER: 'openai' };
  expect(canSpeak(attemptContext(fixed))).toBe(true);
  expect(canSpeak(attemptContext({}, 'production'))).toBe(false);
});

test('a text is cut between sentences, else between words, else anywhere, and nothing is lost', () => {
  expect(splitAtSentences('One two. Three four. Five.', 20)).toEqual(['One two. Three four.', 'Five.']);
  expect(splitAtSentences('one two three four', 9)).toEqual(['one two', 'three', 'four']);
  expect(splitAtSentences('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij']);
  expect(splitAtSentences('Mr. Fox said: “Run!” They ran.', 100)).toEqual(['Mr. Fox said: “Run!” They ran.']);
  expect(splitAtSentences(' \n ', 10)).toEqual([]);
});

test("the gateway's token promises no voice, until a model that speaks is named", () => {
  const gateway = { NETLIFY_AI_GATEWAY_KEY: 'token', OPENAI_API_KEY: 'token', GEMINI_API_KEY: 'token' };
  expect(canSpeak(attemptContext(gateway))).toBe(false);
  expect(canSpeak(attemptContext({ ...gateway, OPENAI_SPEECH_MODEL: 'gpt-speaks' }))).toBe(true);
  // A key of its own leads to the provider itself.
  expect(canSpeak(attemptContext({ ...gateway, GEMINI_API_KEY: 'own' }))).toBe(true);
  expect(canSpeak(attemptContext({ ...gateway, SPEECH_PROVIDER: 'openai' }))).toBe(false);
});
