import { http, HttpResponse } from 'msw/http';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { checkModels } from '../../../src/local/doctor/check-models.ts';

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const google = 'https://generativelanguage.googleapis.com/v1beta/models/:model';
const openai = 'https://api.openai.com/v1/models/:model';
const anthropic = 'https://api.anthropic.com/v1/models/:model';
const ollama = 'http://ollama.example/v1/models';
const local = { OPENAI_COMPATIBLE_BASE_URL: 'http://ollama.example/v1', OPENAI_COMPATIBLE_MODEL: 'llama' };
const json = (body: object, status = 200) => HttpResponse.json(body, { status });

test('every provider that is configured is asked for its model, with its key, and no answer is paid for', async () => {
  const asked: string[] = [];
  const record = ({ request }: { request: Request }) => {
    const { headers, method, url } = request;
    const key = headers.get('x-goog-api-key') ?? headers.get('x-api-key') ?? headers.get('authorization');
    asked.push(`${method} ${new URL(url).pathname} ${key}`);
    return json({ data: [{ id: 'other' }, { id: 'llama:latest' }] });
  };
  server.use(...[google, openai, anthropic, ollama].map((url) => http.get(url, record)));
  const env = {
    GEMINI_API_KEY: 'g',
    OPENAI_API_KEY: 'o',
    ANTHROPIC_API_KEY: 'a',
    ...local,
    OPENAI_MODEL: 'gpt-x',
  };
  const findings = await checkModels(env, false);
  expect(findings.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'ok', 'ok']);
  expect(asked.toSorted()).toEqual([
    'GET /v1/models null',
    'GET /v1/models/claude-haiku-5-5 a',
    'GET /v1/models/gpt-x Bearer o',
    'GET /v1beta/models/gemini-3.8-flash g',
  ]);
});

test.for([
  { what: 'no model at all', env: {}, text: 'model_not_configured', remedy: 'GEMINI_API_KEY' },
  {
    what: 'samples in production',
    env: { LLM_PROVIDER: 'sample' },
    text: 'do not run in production',
    remedy: 'Remove',
  },
  {
    what: 'an unknown provider',
    env: { LLM_PROVIDER: 'mistral' },
    text: 'LLM_PROVIDER is none of',
    remedy: 'Correct it',
  },
  {
    what: 'a provider without its key',
    env: { LLM_PROVIDER: 'openai', GEMINI_API_KEY: 'g' },
    text: 'OPENAI_API_KEY is not set',
    remedy: 'Set OPENAI_API_KEY',
  },
  {
    what: 'a server without a model',
    env: { OPENAI_COMPATIBLE_BASE_URL: local.OPENAI_COMPATIBLE_BASE_URL },
    text: 'OPENAI_COMPATIBLE_MODEL is not set',
    remedy: 'serves',
  },
  {
    what: 'an address that is none',
    env: { ...local, OPENAI_COMPATIBLE_BASE_URL: 'ollama' },
    text: 'cannot be reached',
    remedy: 'base URL',
  },
])('$what is a fault that says what to do', async ({ env, text, remedy }) => {
  const [first, ...more] = await checkModels(env, false);
  expect(more).toEqual([]);
  expect(first).toMatchObject({ outcome: 'fault', text: expect.stringContaining(text) });
  expect(first?.remedies.join('\n')).toContain(remedy);
});

test.for([
  {
    what: 'a key that OpenAI rejects',
    url: openai,
    env: { OPENAI_API_KEY: 'x' },
    answer: () => json({}, 401),
    text: 'openai rejects OPENAI_API_KEY',
  },
  {
    what: 'a key that Google rejects',
    url: google,
    env: { GEMINI_API_KEY: 'x' },
    answer: () => json({ error: { details: [{ reason: 'API_KEY_INVALID' }] } }, 400),
    text: 'google rejects GEMINI_API_KEY',
  },
  {
    what: 'a model that is not there',
    url: anthropic,
    env: { ANTHROPIC_API_KEY: 'x', ANTHROPIC_MODEL: 'claude-0' },
    answer: () => json({}, 404),
    text: 'does not have the model claude-0',
  },
  {
    what: 'a model that is not loaded',
    url: ollama,
    env: local,
    answer: () => json({ data: [{ id: 'qwen' }] }),
    text: 'does not have the model llama',
  },
  {
    what: 'a server that is down',
    url: ollama,
    env: local,
    answer: () => HttpResponse.error(),
    text: 'openai-compatible cannot be reached',
  },
])('$what is a fault', async ({ url, env, answer, text }) => {
  server.use(http.get(url, answer));
  const [first] = await checkModels(env, true);
  expect(first).toMatchObject({ outcome: 'fault', text: expect.stringContaining(text) });
  expect(first?.remedies).toHaveLength(1);
});

test('a gateway that lists no models is warned of alone', async () => {
  server.use(http.get(openai, () => new HttpResponse('not here', { status: 404 })));
  expect(await checkModels({ OPENAI_API_KEY: 'x' }, false)).toMatchObject([{ outcome: 'warning' }]);
});

test('where samples answer, nothing need be configured', async () => {
  expect(await checkModels({}, true)).toMatchObject([{ outcome: 'ok' }]);
  expect(await checkModels({ LLM_PROVIDER: 'sample' }, true)).toMatchObject([{ outcome: 'ok' }]);
});
