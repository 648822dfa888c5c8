import { readFileSync } from 'node:fs';
import { http, HttpResponse } from 'msw/http';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { canDraw, draw, type DrawRequest } from '../../../src/overtime/models/draw.ts';
import { attemptContext, type RecordingContext } from './attempt-context.ts';
import { refused } from './provider-answers.ts';

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const openai = { OPENAI_API_KEY: 'o' };
const google = { GEMINI_API_KEY: 'g' };
const openaiUrl = 'https://api.openai.com/v1/images/generations';
const openaiEditUrl = 'https://api.openai.com/v1/images/edits';
const googleUrl =
  'https://generativelanguage.googleapis.com/v1beta/models/gemini-nano-banana-2.1:generateContent';

/** 1 × 1 pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const jpeg = readFileSync(
  new URL('../../../src/tasks/generate-book/sample-pictures/sea.jpg', import.meta.url),
);
const reference = { bytes: png, mediaType: 'image/png', note: 'The attached picture is the dragon.' };
const webp = Buffer.from('RIFF\x1a\x00\x00\x00WEBPVP8L', 'latin1');

const call = (ctx: RecordingContext, more: Partial<DrawRequest> = {}) =>
  draw(ctx, { prompt: 'A dragon reads a map.', size: 'landscape', purpose: 'picture', ...more });

function openaiDraws(answer: () => object | Response): Record<string, unknown>[] {
  const bodies: Record<string, unknown>[] = [];
  server.use(
    http.post(openaiUrl, async ({ request }) => {
      bodies.push((await request.json()) as Record<string, unknown>);
      const answered = answer();
      return answered instanceof Response ? answered : HttpResponse.json(answered);
    }),
  );
  return bodies;
}

interface GeminiRequest {
  readonly contents: readonly {
    readonly parts: readonly { readonly text?: string; readonly inlineData?: object }[];
  }[];
  readonly generationConfig: { readonly responseModalities: unknown; readonly imageConfig: unknown };
}

function googleDraws(answer: () => object | Response): GeminiRequest[] {
  const bodies: GeminiRequest[] = [];
  server.use(
    http.post(googleUrl, async ({ request }) => {
      bodies.push((await request.json()) as GeminiRequest);
      const answered = answer();
      return answered instanceof Response ? answered : HttpResponse.json(answered);
    }),
  );
  return bodies;
}

const drawnByOpenAI = (bytes: Buffer, usage?: object) => ({
  data: [{ b64_json: bytes.toString('base64') }],
  ...(usage && { usage }),
});
const drawnByGoogle = (bytes: Buffer) => ({
  candidates: [
    {
      // A provider's word for the type decides nothing.
      content: { parts: [{ inlineData: { mimeType: 'image/png', data: bytes.toString('base64') } }] },
      finishReason: 'STOP',
    },
  ],
  usageMetadata: { promptTokenCount: 40, candidatesTokenCount: 1120, totalTokenCount: 1160 },
});

test('OpenAI draws a JPEG, billed by the tokens that it counts', async () => {
  const bodies = openaiDraws(() => drawnByOpenAI(jpeg, { input_tokens: 50, output_tokens: 1584 }));
  const ctx = attemptContext(openai);
  const { bytes, mediaType } = await call(ctx);
  expect(mediaType).toBe('image/jpeg');
  expect(Buffer.compare(bytes, jpeg)).toBe(0);
  expect(bodies).toEqual([
    {
      model: 'gpt-image-2',
      prompt: 'A dragon reads a map.',
      n: 1,
      size: '1536x1024',
      quality: 'medium',
      output_format: 'jpeg',
    },
  ]);
  expect(ctx.usage).toMatchObject([
    {
      provider: 'openai',
      model: 'gpt-image-2',
      purpose: 'picture',
      outcome: 'succeeded',
      inputTokens: 50,
      outputTokens: 1584,
      estimated: false,
    },
  ]);
  expect(ctx.usage[0]?.costUsd).toBeCloseTo((50 * 8 + 1584 * 30) / 1e6, 12);
});

test('Gemini draws, and the type is recognised by the content, not the label', async () => {
  const bodies = googleDraws(() => drawnByGoogle(jpeg));
  const ctx = attemptContext({ ...google, ...openai });
  expect((await call(ctx, { size: 'portrait' })).mediaType).toBe('image/jpeg');
  expect(bodies).toMatchObject([
    {
      contents: [{ parts: [{ text: 'A dragon reads a map.' }] }],
      generationConfig: { responseModalities: ['IMAGE'], imageConfig: { aspectRatio: '2:3' } },
    },
  ]);
  expect(ctx.usage).toMatchObject([{ provider: 'google', inputTokens: 40, outputTokens: 1120 }]);
  expect(ctx.usage[0]?.costUsd).toBeCloseTo((40 * 1.5 + 1120 * 30) / 1e6, 12);
});

test('a reference goes with the prompt: to Gemini as a part, to OpenAI as a file', async () => {
  const bodies = googleDraws(() => drawnByGoogle(png));
  expect((await call(attemptContext(google), { reference })).mediaType).toBe('image/png');
  expect(bodies[0]?.contents[0]?.parts).toEqual([
    { text: 'A dragon reads a map.\n\nThe attached picture is the dragon.' },
    { inlineData: { mimeType: 'image/png', data: png.toString('base64') } },
  ]);

  let form = new FormData();
  server.use(
    http.post(openaiEditUrl, async ({ request }) => {
      form = await request.formData();
      return HttpResponse.json(drawnByOpenAI(jpeg));
    }),
  );
  await call(attemptContext(openai), { reference });
  // A form's text has lines of its own kind.
  expect(form.get('prompt')).toBe('A dragon reads a map.\r\n\r\nThe attached picture is the dragon.');
  expect(form.get('size')).toBe('1536x1024');
  const sent = form.get('image') as File;
  expect(sent.type).toBe('image/png');
  expect(Buffer.compare(Buffer.from(await sent.arrayBuffer()), png)).toBe(0);
});

test('a model that takes no reference is sent the prompt alone', async () => {
  const bodies = openaiDraws(() => drawnByOpenAI(jpeg));
  await call(attemptContext({ ...openai, OPENAI_IMAGE_MODEL: 'dall-e-3' }), { reference });
  expect(bodies).toMatchObject([{ model: 'dall-e-3', prompt: 'A dragon reads a map.' }]);
});

test('a model whose price is not known costs null, which is not nothing', async () => {
  openaiDraws(() => drawnByOpenAI(jpeg, { input_tokens: 50, output_tokens: 1584 }));
  const ctx = attemptContext({ ...openai, OPENAI_IMAGE_MODEL: 'gpt-image-9' });
  await call(ctx);
  expect(ctx.usage).toMatchObject([{ model: 'gpt-image-9', outputTokens: 1584, costUsd: null }]);
});

test('a picture of more than 8 MB, of another type, or cut off is not taken, and is billed', async () => {
  const large = Buffer.concat([png.subarray(0, 8), Buffer.alloc(8 * 1024 * 1024), png.subarray(-12)]);
  for (const [bytes, reason] of [
    [large, /more than 8 MB/],
    [webp, /not a complete PNG or JPEG/],
    [jpeg.subarray(0, -1000), /not a complete PNG or JPEG/],
    [png.subarray(0, -4), /not a complete PNG or JPEG/],
    [Buffer.from('no picture today'), /not a complete PNG or JPEG/],
    [Buffer.alloc(0), /not a complete PNG or JPEG/],
  ] as const) {
    openaiDraws(() => drawnByOpenAI(bytes, { input_tokens: 50, output_tokens: 1584 }));
    const ctx = attemptContext(openai);
    await expect(call(ctx)).rejects.toMatchObject({
      code: 'model_output_invalid',
      message: expect.stringMatching(reason),
    });
    expect(ctx.usage).toMatchObject([{ outcome: 'failed', outputTokens: 1584 }]);
    server.resetHandlers();
  }
});

test('an answer without a picture may be asked for again', async () => {
  openaiDraws(() => ({ data: [] }));
  await expect(call(attemptContext(openai))).rejects.toMatchObject({
    code: 'model_output_invalid',
    retryable: true,
  });
  googleDraws(() => ({
    candidates: [{ content: { parts: [{ text: 'Here it is:' }] }, finishReason: 'STOP' }],
  }));
  await expect(call(attemptContext(google))).rejects.toMatchObject({ code: 'model_output_invalid' });
});

test('a refusal is an answer: no other model is asked, and nothing is tried again', async () => {
  openaiDraws(() => refused(400, { code: 'moderation_blocked', type: 'image_generation_user_error' }));
  await expect(call(attemptContext(openai))).rejects.toMatchObject({
    code: 'model_refused',
    retryable: false,
  });
  for (const answer of [
    { candidates: [{ finishReason: 'IMAGE_SAFETY' }] },
    { candidates: [{ finishReason: 'PROHIBITED_CONTENT', content: {} }] },
    { promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } },
  ]) {
    const asked = openaiDraws(() => drawnByOpenAI(jpeg));
    googleDraws(() => answer);
    await expect(call(attemptContext({ ...google, ...openai }))).rejects.toMatchObject({
      code: 'model_refused',
    });
    expect(asked).toEqual([]);
  }
});

test('when one provider cannot draw, the next one does', async () => {
  googleDraws(() => refused(503));
  openaiDraws(() => drawnByOpenAI(jpeg));
  const ctx = attemptContext({ ...google, ...openai });
  expect((await call(ctx)).mediaType).toBe('image/jpeg');
  expect(ctx.usage).toMatchObject([
    { provider: 'google', outcome: 'failed', costUsd: 0 },
    { provider: 'openai', outcome: 'succeeded', estimated: true },
  ]);
  expect(ctx.logs).toMatchObject([
    { level: 'warn', message: expect.stringContaining('gpt-image-2 instead') },
  ]);
});

test('an abort ends the call with the reason of the job, and bills it by estimate', async () => {
  const ctx = attemptContext(openai);
  const reason = new Error('cancelled by its user');
  openaiDraws(() => {
    ctx.abort(reason);
    return new Promise<never>(() => undefined);
  });
  await expect(call(ctx)).rejects.toBe(reason);
  expect(ctx.usage).toMatchObject([{ outcome: 'aborted', estimated: true, outputTokens: 1500 }]);
});

test('a call that takes too long is given up', async () => {
  const ctx = attemptContext(openai);
  server.use(http.post(openaiUrl, () => new Promise<never>(() => undefined)));
  const drawing = call(ctx, { timeoutSeconds: 60 }).catch((error: unknown) => error);
  await ctx.clock.untilAsleep(1);
  await ctx.clock.advance(60_000);
  expect(await drawing).toMatchObject({ code: 'model_timed_out' });
});

test('where no model draws, canDraw says so, and the error says what to set', async () => {
  const blind = attemptContext({ ANTHROPIC_API_KEY: 'a' });
  expect(canDraw(blind)).toBe(false);
  await expect(call(blind)).rejects.toMatchObject({
    code: 'images_not_configured',
    message: expect.stringContaining('GEMINI_API_KEY or OPENAI_API_KEY'),
  });
  const both = { ...openai, ANTHROPIC_API_KEY: 'a' };
  expect(canDraw(attemptContext(both))).toBe(true);
  expect(canDraw(attemptContext({ ...both, LLM_PROVIDER: 'anthropic' }))).toBe(false);
  expect(canDraw(attemptContext({ ...both, LLM_PROVIDER: 'anthropic', IMAGE_PROVIDER: 'openai' }))).toBe(
    true,
  );
  expect(() => canDraw(attemptContext({ ...both, IMAGE_PROVIDER: 'google' }))).toThrow(/GEMINI_API_KEY/);
  expect(canDraw(attemptContext({}, 'production'))).toBe(false);
});
