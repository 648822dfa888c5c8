import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { http, HttpResponse } from 'msw/http';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { examine, type Finding } from '../../../src/overtime/cli/doctor.ts';
import { schemaVersion } from '../../../src/overtime/engine/schema-version.ts';
import { OvertimeError } from '../../../src/overtime/errors.ts';
import { problem } from '../../../src/overtime/functions/problem.ts';

const url = 'https://abcdefgh.supabase.co';
const publishable = 'sb_publishable_0123456789';
const secret = 'sb_secret_0123456789';
const site = 'https://site.example';
const functions = `${site}/.netlify/functions`;
const sound = {
  SUPABASE_URL: url,
  SUPABASE_PUBLISHABLE_KEY: publishable,
  SUPABASE_SECRET_KEY: secret,
  OPENAI_API_KEY: 'openai-0123456789',
  SITE_URL: site,
};
const openai = 'https://api.openai.com/v1/models/:model';
const version = `${url}/rest/v1/rpc/overtime_schema_version`;
const bucket = `${url}/storage/v1/bucket/job-files`;

/** A folder whose `netlify/functions` has the files of a task. */
const folder = mkdtempSync(join(tmpdir(), 'overtime-doctor-'));
mkdirSync(join(folder, 'netlify', 'functions'), { recursive: true });
for (const part of ['background', 'status', 'trigger']) {
  writeFileSync(join(folder, 'netlify', 'functions', `write-haiku-${part}.mts`), '');
}

const json = (body: object | number, status = 200) => HttpResponse.json(body, { status });
const refusal = (code: string, status: number) => json({ code, message: 'no' }, status);
const isSecret = (request: Request) => request.headers.get('apikey') === secret;

/** What was asked, with which key. */
const asked: string[] = [];
const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
beforeEach(() => {
  asked.length = 0;
  server.use(
    http.post(version, ({ request }) => (isSecret(request) ? json(schemaVersion) : refusal('42501', 401))),
    http.get(bucket, ({ request }) => (isSecret(request) ? json({ public: false }) : refusal('403', 400))),
    http.get(openai, ({ request }) => {
      asked.push(`${new URL(request.url).pathname} ${request.headers.get('authorization')}`);
      return json({});
    }),
    http.get(`${site}/`, () => HttpResponse.html('')),
    http.post(`${functions}/write-haiku-background`, () => new HttpResponse(null, { status: 202 })),
    http.get(`${functions}/jobs`, () => problem(new OvertimeError('unauthorized', 'Sign in.'))),
    http.post(`${functions}/write-haiku-trigger`, () =>
      problem(new OvertimeError('unauthorized', 'Sign in.')),
    ),
  );
});
afterEach(() => server.resetHandlers());
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

type Changes = Readonly<Record<string, string | undefined>>;

/** What is found of a sound deployment with some variables changed. Never with a secret in it. */
async function find(changes: Changes = {}, from = folder): Promise<Finding[]> {
  const env = { ...sound, ...changes };
  const findings = (await examine(env, from)).flatMap((section) => section.findings);
  expect(JSON.stringify(findings)).not.toMatch(/0123456789|hunter2/);
  return findings;
}
const worse = async (changes: Changes = {}, from = folder) =>
  (await find(changes, from)).filter(({ outcome }) => outcome !== 'ok');

/** One thing that is found, with a remedy, and nothing else. */
const only = (outcome: Finding['outcome'], text: string, remedy: string) => [
  {
    outcome,
    text: expect.stringContaining(text),
    remedies: expect.arrayContaining([expect.stringContaining(remedy)]),
  },
];

/** A key of the system that ends in 2026. */
function legacyKey(role: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ iss: 'supabase', ref: 'abcdefgh', role })}.signature`;
}

test('a sound deployment is well, under our names and under those of the extension', async () => {
  const extension = {
    SUPABASE_URL: undefined,
    SUPABASE_PUBLISHABLE_KEY: undefined,
    SUPABASE_SECRET_KEY: undefined,
    SUPABASE_DATABASE_URL: url,
    SUPABASE_ANON_KEY: publishable,
    SUPABASE_SERVICE_ROLE_KEY: secret,
    DISPATCH_SECRET: 'd'.repeat(32),
  };
  expect(await worse(extension)).toEqual([]);
  expect((await find()).map(({ text }) => text)).toEqual([
    `SUPABASE_URL is ${url}`,
    'SUPABASE_PUBLISHABLE_KEY has the shape of a publishable key',
    'SUPABASE_SECRET_KEY has the shape of a secret key',
    'The publishable key may not call the engine',
    `The secret key may call the engine, version ${schemaVersion}`,
    'The bucket job-files is there, and private',
    'openai accepts its key and has gpt-6-luna',
    'jobs refuses whoever is not signed in',
    'write-haiku-trigger refuses whoever is not signed in',
    'write-haiku-background runs in the background',
  ]);
});

const noUrl = { text: 'SUPABASE_URL is not the URL of a project', remedy: 'https://<ref>' };
test.for<{ what: string; env: Changes; text: string; remedy: string }>([
  { what: 'no address', env: { SUPABASE_URL: '' }, text: 'SUPABASE_URL is not set', remedy: 'API Keys' },
  {
    what: 'no secret key',
    env: { SUPABASE_SECRET_KEY: undefined },
    text: 'SECRET_KEY is not',
    remedy: 'Netlify',
  },
  { what: 'an address without a scheme', env: { SUPABASE_URL: 'abcdefgh' }, ...noUrl },
  { what: 'the word null', env: { SUPABASE_URL: 'null' }, ...noUrl },
  { what: 'a connection string', env: { SUPABASE_URL: 'postgresql://u:hunter2-hunter2@db.x/y' }, ...noUrl },
  { what: "the dashboard's address", env: { SUPABASE_URL: 'https://supabase.com' }, ...noUrl },
  { what: 'an address with a path', env: { SUPABASE_URL: `${url}/rest/v1` }, ...noUrl },
  { what: 'http to another machine', env: { SUPABASE_URL: 'http://abcdefgh.supabase.co' }, ...noUrl },
  {
    what: 'a secret key for pages',
    env: { SUPABASE_PUBLISHABLE_KEY: secret },
    text: 'SUPABASE_PUBLISHABLE_KEY holds a secret key',
    remedy: 'may have read it',
  },
  {
    what: 'a publishable key for functions',
    env: { SUPABASE_SECRET_KEY: publishable },
    text: 'SUPABASE_SECRET_KEY holds a publishable key',
    remedy: 'Set it to the secret key',
  },
  {
    what: 'half a key',
    env: { SUPABASE_SECRET_KEY: 'eyJhbGciOiJ' },
    text: 'does not look like a key',
    remedy: 'whole and without quotes',
  },
  {
    what: 'a short secret',
    env: { DISPATCH_SECRET: 'hunter2' },
    text: 'DISPATCH_SECRET has 7 characters',
    remedy: 'openssl',
  },
])('$what is a fault of the settings that says what to do', async ({ env, text, remedy }) => {
  expect(await worse(env)).toEqual(only('fault', text, remedy));
});

test('swapped keys are both named, old or new; legacy keys that are right are warned of', async () => {
  for (const [forPages, forFunctions] of [
    [secret, publishable],
    [legacyKey('service_role'), legacyKey('anon')],
  ]) {
    const swapped = { SUPABASE_PUBLISHABLE_KEY: forPages, SUPABASE_SECRET_KEY: forFunctions };
    expect(await worse(swapped)).toMatchObject([
      { outcome: 'fault', text: 'SUPABASE_PUBLISHABLE_KEY holds a secret key.' },
      { outcome: 'fault', text: 'SUPABASE_SECRET_KEY holds a publishable key.' },
    ]);
  }
  const legacy = {
    SUPABASE_PUBLISHABLE_KEY: legacyKey('anon'),
    SUPABASE_SECRET_KEY: legacyKey('service_role'),
  };
  const ofSettings = (await examine({ ...sound, ...legacy }, folder))[0]?.findings;
  expect(ofSettings?.map(({ outcome }) => outcome)).toEqual(['ok', 'warning', 'warning']);
});

const bySecret = (answer: () => Response) =>
  http.post(version, ({ request }) => (isSecret(request) ? answer() : refusal('42501', 401)));

test.for([
  {
    what: 'no answer',
    rule: http.post(version, () => HttpResponse.error()),
    text: 'cannot be reached',
    remedy: 'paused',
  },
  {
    what: 'an older schema',
    rule: bySecret(() => json(schemaVersion - 1)),
    text: 'version 0',
    remedy: 'db push',
  },
  {
    what: 'a newer schema',
    rule: bySecret(() => json(schemaVersion + 1)),
    text: 'version 2',
    remedy: 'Deploy',
  },
  { what: 'no schema', rule: bySecret(() => refusal('PGRST202', 404)), text: 'no schema', remedy: 'db push' },
  {
    what: 'no grant',
    rule: bySecret(() => refusal('42501', 403)),
    text: 'may not call',
    remedy: 'grant execute',
  },
  {
    what: 'a wrong secret key',
    rule: bySecret(() => json({}, 401)),
    text: 'rejects the secret',
    remedy: 'again',
  },
  { what: 'an error', rule: bySecret(() => refusal('57014', 500)), text: '500 57014', remedy: 'logs' },
  {
    what: 'an engine open to all',
    rule: http.post(version, () => json(schemaVersion)),
    text: 'The publishable key may call the engine',
    remedy: 'revoke execute',
  },
  {
    what: 'a public bucket',
    rule: http.get(bucket, () => json({ public: true })),
    text: 'job-files is public',
    remedy: 'set public = false',
  },
  {
    what: 'no bucket',
    rule: http.get(bucket, () => json({ statusCode: '404', error: 'Bucket not found' }, 400)),
    text: 'no bucket job-files',
    remedy: 'New bucket',
  },
  {
    what: 'a Storage that is down',
    rule: http.get(bucket, () => json({ statusCode: '544' }, 400)),
    text: 'Storage answers 544',
    remedy: 'logs',
  },
])('$what is a fault of the project', async ({ rule, text, remedy }) => {
  server.use(rule);
  expect(await worse()).toEqual(only('fault', text, remedy));
});

test('every provider that is configured is asked for its model, with its key, and no answer is paid for', async () => {
  const record = ({ request }: { request: Request }) => {
    const { headers } = request;
    asked.push(
      `${new URL(request.url).pathname} ${headers.get('x-goog-api-key') ?? headers.get('x-api-key')}`,
    );
    return json({ data: [{ id: 'other' }, { id: 'llama:latest' }] });
  };
  const hosts = ['generativelanguage.googleapis.com/v1beta', 'api.anthropic.com/v1'];
  const ollama = 'https://ollama.example/v1';
  server.use(...hosts.map((host) => http.get(`https://${host}/models/:model`, record)));
  server.use(http.get(`${ollama}/models`, record));
  const local = { OPENAI_COMPATIBLE_BASE_URL: ollama, OPENAI_COMPATIBLE_MODEL: 'llama' };
  expect(
    await worse({ GEMINI_API_KEY: 'g', ANTHROPIC_API_KEY: 'a', OPENAI_MODEL: 'gpt-x', ...local }),
  ).toEqual([]);
  expect(asked.toSorted()).toEqual([
    '/v1/models null',
    '/v1/models/claude-haiku-5-5 a',
    '/v1/models/gpt-x Bearer openai-0123456789',
    '/v1beta/models/gemini-3.8-flash g',
  ]);
});

const none = { OPENAI_API_KEY: '' };
test.for<{ what: string; env: Changes; text: string; remedy: string }>([
  { what: 'no model at all', env: none, text: 'model_not_configured', remedy: 'GEMINI_API_KEY' },
  {
    what: 'samples in production',
    env: { LLM_PROVIDER: 'sample' },
    text: 'do not run in production',
    remedy: 'Set one of',
  },
  {
    what: 'an unknown provider',
    env: { LLM_PROVIDER: 'x' },
    text: 'LLM_PROVIDER is none of',
    remedy: 'Set one',
  },
  {
    what: 'a provider without its key',
    env: { LLM_PROVIDER: 'google' },
    text: 'GEMINI_API_KEY is not set',
    remedy: 'Set one',
  },
  {
    what: 'a server without a model',
    env: { ...none, OPENAI_COMPATIBLE_BASE_URL: 'https://ollama.example/v1' },
    text: 'OPENAI_COMPATIBLE_MODEL is not set',
    remedy: 'serves',
  },
  {
    what: 'an address that is none',
    env: { ...none, OPENAI_COMPATIBLE_BASE_URL: 'ollama', OPENAI_COMPATIBLE_MODEL: 'llama' },
    text: 'cannot be reached',
    remedy: 'base URL',
  },
])('$what is a fault of the models', async ({ env, text, remedy }) => {
  expect(await worse(env)).toEqual(only('fault', text, remedy));
});

test.for([
  {
    what: 'a rejected key',
    answer: () => json({}, 401),
    outcome: 'fault',
    text: 'openai rejects OPENAI_API_KEY',
  },
  {
    what: "Google's word for it",
    answer: () => json({ error: { details: [{ reason: 'API_KEY_INVALID' }] } }, 400),
    outcome: 'fault',
    text: 'rejects OPENAI_API_KEY',
  },
  {
    what: 'an unknown model',
    answer: () => json({}, 404),
    outcome: 'fault',
    text: 'not have the model gpt-6-luna',
  },
  {
    what: 'no answer',
    answer: () => HttpResponse.error(),
    outcome: 'fault',
    text: 'openai cannot be reached',
  },
  {
    what: 'a gateway that lists no models',
    answer: () => new HttpResponse('not here', { status: 404 }),
    outcome: 'warning',
    text: 'answers 404',
  },
] as const)('of a provider, $what is a $outcome', async ({ answer, outcome, text }) => {
  server.use(http.get(openai, answer));
  expect(await worse()).toEqual(only(outcome, text, ''));
});

test('a model that is not loaded is a fault', async () => {
  server.use(http.get('https://ollama.example/v1/models', () => json({ data: [{ id: 'qwen' }] })));
  const local = { OPENAI_COMPATIBLE_BASE_URL: 'https://ollama.example/v1', OPENAI_COMPATIBLE_MODEL: 'llama' };
  expect(await worse({ ...none, ...local })).toEqual(
    only('fault', 'not have the model llama', 'OPENAI_COMPATIBLE_MODEL'),
  );
});

test.for([
  {
    what: 'a function that is missing',
    name: 'write-haiku-trigger',
    answer: () => new HttpResponse('no', { status: 404 }),
    text: 'write-haiku-trigger is not there (404)',
    remedy: 'Deploy',
  },
  {
    what: 'a background function that is none',
    name: 'write-haiku-background',
    answer: () => problem(new OvertimeError('dispatch_rejected', 'No.')),
    text: 'runs while its caller waits',
    remedy: '…-background.ts',
  },
  {
    what: 'a missing variable',
    name: 'jobs',
    answer: () => problem(new OvertimeError('not_configured', `Set SUPABASE_URL, not ${secret}.`)),
    text: 'jobs answers 500 not_configured: Set SUPABASE_URL, not (hidden).',
    remedy: 'deploy',
  },
  {
    what: 'a trigger that lets everybody in',
    name: 'write-haiku-trigger',
    answer: () => json({ jobId: 'one' }, 202),
    text: 'write-haiku-trigger answers 202',
    remedy: 'password',
  },
  {
    what: 'a login page',
    name: 'jobs',
    answer: () => HttpResponse.html('<form>', { status: 401 }),
    text: 'answers 401, not as a function',
    remedy: 'password',
  },
  {
    what: 'a login page for dispatches',
    name: 'write-haiku-background',
    answer: () => HttpResponse.html('<form>', { status: 200 }),
    text: 'answers 200, not as a function',
    remedy: 'password',
  },
  {
    what: 'a function that does not answer',
    name: 'jobs',
    answer: () => HttpResponse.error(),
    text: 'jobs does not answer',
    remedy: 'logs',
  },
])('of the site, $what is a fault', async ({ name, answer, text, remedy }) => {
  server.use(http.all(`${functions}/${name}`, answer));
  expect(await worse()).toEqual(only('fault', text, remedy));
});

test('no value of a variable that is named like a secret is printed, whatever brought it there', async () => {
  const longer = `${secret}_and_more_than_32_characters`;
  const detail = `${longer}, ${secret} at ${url}, ollama`;
  server.use(http.get(`${functions}/jobs`, () => problem(new OvertimeError('unavailable', detail))));
  const env = { SWEEP_SECRET: longer, OPENAI_COMPATIBLE_API_KEY: 'ollama' };
  expect(await worse(env)).toEqual(
    only('fault', `unavailable: (hidden), (hidden) at ${url}, ollama`, 'Mend'),
  );
});

test('a site where nothing answers, an address that is none, and none at all are told apart', async () => {
  expect(await worse({ SITE_URL: 'site' })).toEqual(
    only('fault', 'Nothing answers at SITE_URL', 'netlify.app'),
  );
  expect(await worse({ SITE_URL: '' })).toEqual(only('warning', 'SITE_URL is not set', 'netlify.app'));
  expect(await worse({}, tmpdir())).toEqual(only('warning', 'no …-trigger here', 'folder'));
  server.use(http.get(`${site}/`, () => HttpResponse.error()));
  expect(await worse()).toEqual(only('fault', 'Nothing answers at SITE_URL', 'npm run dev'));
});
