import { HttpResponse, http } from 'msw/http';
import { setupServer } from 'msw/node';
import { createCanvas } from '@napi-rs/canvas';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Contract } from '../../src/overtime/contract.ts';
import { makeFilePath } from '../../src/overtime/file-path.ts';
import { extractRubric } from '../../src/tasks/extract-rubric/contract.ts';
import { extractRubricTask } from '../../src/tasks/extract-rubric/run.ts';
import { gradeSubmission } from '../../src/tasks/grade-submission/contract.ts';
import { gradeSubmissionTask } from '../../src/tasks/grade-submission/run.ts';
import type { Rubric } from '../../src/tasks/rubric/rubric-contract.ts';
import { providerStubs } from '../overtime/models/provider-stubs.ts';
import { scannedPdf } from '../support/sample-files.ts';
import { taskRig } from './task-rig.ts';

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const canvas = createCanvas(40, 20);
canvas.getContext('2d').fillText('Essay', 2, 12);
const files = [
  ['image/png', () => canvas.encode('png')],
  ['image/jpeg', () => canvas.encode('jpeg')],
  ['image/webp', () => canvas.encode('webp')],
  ['application/pdf', () => scannedPdf()],
] as const;
const looking = ['google', 'openai', 'anthropic'] as const;

/** The file in a body, as each provider's reference describes it. */
const fileIn = {
  // https://ai.google.dev/api/caching#Part
  google: (type: string, data: string) => ({ inlineData: { mimeType: type, data } }),
  // https://platform.openai.com/docs/api-reference/responses/create
  openai: (type: string, data: string) =>
    type === 'application/pdf'
      ? { type: 'input_file', file_data: `data:${type};base64,${data}` }
      : { type: 'input_image', image_url: `data:${type};base64,${data}` },
  // https://docs.anthropic.com/en/api/messages
  anthropic: (type: string, data: string) => ({
    type: type === 'application/pdf' ? 'document' : 'image',
    source: { type: 'base64', media_type: type, data },
  }),
};

interface Sent {
  readonly contents?: { parts: object[] }[];
  readonly input?: { content: object[] }[];
  readonly messages?: { content: object[] }[];
}

const levels = [
  { name: 'Good', description: 'Clear', points: 20 },
  { name: 'Poor', description: 'Weak', points: 10 },
];
const rubric: Rubric = {
  title: 'Essay',
  totalPoints: 20,
  categories: [{ name: 'Thesis', description: 'The claim', points: 20, levels }],
};

/** Answers with what `write` makes of a body; gives the parts of the user's message of each call. */
function world(provider: (typeof looking)[number], write: (body: string) => string) {
  const stub = providerStubs[provider];
  const parts: object[][] = [];
  server.use(
    http.post(stub.url, async ({ request }) => {
      const body = await request.text();
      const { contents, input, messages } = JSON.parse(body) as Sent;
      parts.push(contents?.at(-1)?.parts ?? input?.at(-1)?.content ?? messages?.at(-1)?.content ?? []);
      const headers = { 'content-type': 'text/event-stream', 'transfer-encoding': 'chunked' };
      return new HttpResponse(stub.events([write(body)], 'stop').join(''), { headers });
    }),
  );
  return { parts, env: stub.env };
}

function rig<C extends Contract>(
  contract: C,
  file: Uint8Array,
  env: Record<string, string>,
  more: object = {},
) {
  const made = taskRig(
    contract,
    { filePath: makeFilePath(crypto.randomUUID(), 'abc', 'scan'), fileName: 'scan', fileType: '', ...more },
    { env },
  );
  return { ...made, ctx: { ...made.ctx, readFile: async () => file } };
}

for (const provider of looking) {
  test.for(files)(`${provider}: a rubric is read from %s`, async ([type, make]) => {
    const bytes = await make();
    const { parts, env } = world(provider, () => JSON.stringify(rubric));
    const { ctx } = rig(extractRubric, bytes, env, { fileType: type });
    expect(await extractRubricTask.run(ctx)).toMatchObject({ totalPoints: 20, categoryCount: 1 });
    expect(parts).toHaveLength(1);
    expect(parts[0]).toContainEqual(
      expect.objectContaining(fileIn[provider](type, Buffer.from(bytes).toString('base64'))),
    );
  });

  test(`${provider}: a photo of a work is written down once, and graded by that text`, async () => {
    const bytes = await canvas.encode('jpeg');
    const { parts, env } = world(provider, (body) =>
      body.includes('word for word, page')
        ? 'Bees matter more than most people think.'
        : body.includes('Write the feedback')
          ? 'Well said.'
          : JSON.stringify({
              quotes: ['Bees matter more than most people think.'],
              reasons: 'It is clear.',
              level: 'Good',
              points: 18,
            }),
    );
    const { ctx, saved } = rig(gradeSubmission, bytes, env, { rubric });
    expect(await gradeSubmissionTask.run(ctx)).toMatchObject({ totalPoints: 18 });
    expect(parts[0]).toContainEqual(
      expect.objectContaining(fileIn[provider]('image/jpeg', Buffer.from(bytes).toString('base64'))),
    );
    expect(ctx.usage.map(({ purpose }) => purpose)).toEqual(['transcription', 'grading', 'feedback']);

    saved.delete('feedback_writing');
    saved.delete('category_grading 1');
    await gradeSubmissionTask.run(ctx);
    expect(ctx.usage.map(({ purpose }) => purpose).filter((each) => each === 'transcription')).toHaveLength(
      1,
    );
  });
}

test('a photo in which nothing can be read says how to take a better one', async () => {
  const { env } = world('google', () => '[no text]');
  const { ctx } = rig(gradeSubmission, await canvas.encode('png'), env, { rubric });
  await expect(gradeSubmissionTask.run(ctx)).rejects.toMatchObject({
    code: 'file_without_text',
    message: expect.stringContaining('good light'),
  });
});

const blind = providerStubs['openai-compatible'].env;

test.each([
  ['extract-rubric', async (file: Uint8Array) => extractRubricTask.run(rig(extractRubric, file, blind).ctx)],
  [
    'grade-submission',
    async (file: Uint8Array) => gradeSubmissionTask.run(rig(gradeSubmission, file, blind, { rubric }).ctx),
  ],
])('%s: where no model can look, a scan and a picture are refused, with what to do', async (_task, run) => {
  await expect(run(await scannedPdf())).rejects.toMatchObject({ code: 'file_without_text' });
  await expect(run(await canvas.encode('png'))).rejects.toMatchObject({
    code: 'model_not_configured',
    message: expect.stringContaining('GEMINI_API_KEY'),
  });
});

test('a scan goes past a model that cannot look to one that can', async () => {
  const { parts, env } = world('google', () => JSON.stringify(rubric));
  const made = rig(extractRubric, await scannedPdf(), { ...blind, ...env });
  const ctx = { ...made.ctx, providers: ['openai-compatible', 'google'] as const };
  expect(await extractRubricTask.run(ctx)).toMatchObject({ totalPoints: 20 });
  expect(parts).toHaveLength(1);
});
