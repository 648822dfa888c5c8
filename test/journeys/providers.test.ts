import { type FixtureResponse, LLMock } from '@copilotkit/aimock';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { rubricDocx } from '../support/sample-files.ts';
import type { JobCall, JobLogLine } from '../../src/overtime/job.ts';
import { base64, docx, newVisitor, triggerUrl, type Accepted } from './visitor.ts';

/** In the order in which they are tried. */
const providers = [
  { provider: 'google', model: 'gemini-3.8-flash' },
  { provider: 'openai', model: 'gpt-6-luna' },
  { provider: 'anthropic', model: 'claude-haiku-5-5' },
  { provider: 'openai-compatible', model: 'llama' },
] as const;

const stub = new LLMock({ port: 0, logLevel: 'silent' });
/** What a model answers, call by call; then it writes a rubric. */
let mishaps: Record<string, FixtureResponse[]> = {};
let called: string[] = [];

const down: FixtureResponse = { error: { message: 'down', type: 'server_error' }, status: 503 };
const busy: FixtureResponse = {
  error: { message: 'slow down', type: 'rate_limit_error' },
  status: 429,
  retryAfter: 1,
};

/** What the stub reports, in the words of every provider. */
const tokens = {
  prompt_tokens: 700,
  completion_tokens: 90,
  total_tokens: 790,
  inputTokens: 700,
  outputTokens: 90,
  promptTokenCount: 700,
  candidatesTokenCount: 90,
  totalTokenCount: 790,
};

/** A rubric that says which model wrote it. */
function rubricBy(model: string): string {
  const levels = [
    { name: 'Good', description: 'Clear', points: 40 },
    { name: 'Poor', description: 'Unclear', points: 5 },
  ];
  return JSON.stringify({
    title: `Rubric by ${model}`,
    totalPoints: 40,
    categories: [{ name: 'Thesis', description: 'The claim', points: 40, levels }],
  });
}

beforeAll(async () => {
  await stub.start();
  stub.on({ predicate: () => true }, ({ model }) => {
    called.push(model);
    return mishaps[model]?.shift() ?? { content: rubricBy(model), usage: tokens };
  });
  // The functions get a key for every provider, and the stub behind their addresses.
  Object.assign(process.env, {
    GEMINI_API_KEY: 'key',
    GOOGLE_GEMINI_BASE_URL: stub.url,
    OPENAI_API_KEY: 'key',
    OPENAI_BASE_URL: `${stub.url}/v1`,
    ANTHROPIC_API_KEY: 'key',
    ANTHROPIC_BASE_URL: stub.url,
    OPENAI_COMPATIBLE_BASE_URL: `${stub.url}/v1`,
    OPENAI_COMPATIBLE_MODEL: 'llama',
  });
});
beforeEach(() => {
  mishaps = {};
  called = [];
});
afterAll(() => stub.stop());

/** Has a rubric read from a Word document, and tells how that went. */
async function extract() {
  const visitor = await newVisitor();
  const { body } = await visitor.call<Accepted>('POST', triggerUrl, {
    file: base64(await rubricDocx()),
    fileName: 'rubric.docx',
    fileType: docx,
  });
  const last = (await visitor.watch(body.statusUrl)).at(-1);
  const read = async <Body>(view: string) =>
    (await visitor.call<Body>('GET', `/api/jobs?jobId=${body.jobId}&view=${view}`)).body;
  const { calls } = await read<{ calls: readonly JobCall[] }>('usage');
  const { logs } = await read<{ logs: readonly JobLogLine[] }>('logs');
  return { last, usage: calls, logs: logs.map(({ message }) => message) };
}

for (const [place, { provider, model }] of providers.entries()) {
  const before = providers.slice(0, place);
  const failed = before.map((other) => ({ ...other, attempt: 1, outcome: 'failed', outputTokens: 0 }));

  test(`${provider} writes the rubric when every provider before it is down`, async () => {
    mishaps = Object.fromEntries(before.map((other) => [other.model, [down]]));
    const { last, usage, logs } = await extract();
    expect(last).toMatchObject({
      status: 'completed',
      attempt: 1,
      sample: false,
      result: { rubric: { title: `Rubric by ${model}` }, totalPoints: 40, categoryCount: 1 },
    });
    expect(called).toEqual([...before.map((other) => other.model), model]);
    expect(usage).toMatchObject([
      ...failed,
      {
        provider,
        model,
        attempt: 1,
        outcome: 'succeeded',
        estimated: false,
        inputTokens: 700,
        outputTokens: 90,
      },
    ]);
    expect(logs.filter((line) => line.includes('instead'))).toHaveLength(before.length);
  });

  test(`${provider} is asked again after a 429, in the next attempt`, async () => {
    mishaps = { ...Object.fromEntries(before.map((other) => [other.model, [down, down]])), [model]: [busy] };
    const { last, usage } = await extract();
    expect(last).toMatchObject({
      status: 'completed',
      attempt: 2,
      result: { rubric: { title: `Rubric by ${model}` } },
    });
    expect(usage).toMatchObject([
      ...failed,
      { provider, attempt: 1, outcome: 'failed' },
      ...failed.map((row) => ({ ...row, attempt: 2 })),
      { provider, attempt: 2, outcome: 'succeeded' },
    ]);
  });
}
