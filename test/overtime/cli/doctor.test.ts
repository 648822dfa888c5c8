import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { http, HttpResponse } from 'msw/http';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { examine, type Finding } from '../../../src/overtime/cli/doctor.ts';
import { schemaVersion } from '../../../src/overtime/engine/schema-version.ts';
import { type ErrorCode, OvertimeError } from '../../../src/overtime/errors.ts';
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

const schema = { version: schemaVersion, compatibleFrom: schemaVersion, realtime: true };
const json = (body: object, status = 200) => HttpResponse.json(body, { status });
const refusal = (code: string, status: number) => json({ code, message: 'no' }, status);
const isSecret = (request: Request) => request.headers.get('apikey') === secret;

/** What was asked, with which key. */
const asked: string[] = [];
const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
beforeEach(() => {
  asked.length = 0;
  server.use(
    http.post(version, ({ request }) => (isSecret(request) ? json(schema) : refusal('42501', 401))),
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
    'Realtime reports changes of jobs',
    'The bucket job-files is there, and private',
    'openai accepts its key and has gpt-6-luna',
    'jobs refuses callers who are not signed in',
    'write-haiku-trigger refuses callers who are not signed in',
    'write-haiku-background runs in the background',
  ]);
});

const noUrl = ['SUPABASE_URL is not the URL of a project', 'https://<ref>'] as const;
test.for<readonly [what: string, env: Changes, text: string, remedy: string]>([
  ['no address', { SUPABASE_URL: '' }, 'SUPABASE_URL is not set', 'API Keys'],
  ['no secret key', { SUPABASE_SECRET_KEY: undefined }, 'SECRET_KEY is not', 'Netlify'],
  ['an address without a scheme', { SUPABASE_URL: 'abcdefgh' }, ...noUrl],
  ['the word null', { SUPABASE_URL: 'null' }, ...noUrl],
  ['a connection string', { SUPABASE_URL: 'postgresql://u:hunter2-hunter2@db.x/y' }, ...noUrl],
  ["the dashboard's address", { SUPABASE_URL: 'https://supabase.com' }, ...noUrl],
  ['an address with a path', { SUPABASE_URL: `${url}/rest/v1` }, ...noUrl],
  ['http to another machine', { SUPABASE_URL: 'http://abcdefgh.supabase.co' }, ...noUrl],
  ['a secret key for pages', { SUPABASE_PUBLISHABLE_KEY: secret }, 'holds a secret key', 'may have read it'],
  [
    'a publishable key for functions',
    { SUPABASE_SECRET_KEY: publishable },
    'holds a publishable',
    'Set it to',
  ],
  ['half a key', { SUPABASE_SECRET_KEY: 'eyJhbGciOiJ' }, 'does not look like a key', 'without quotes'],
  ['a short secret', { DISPATCH_SECRET: 'hunter2' }, 'DISPATCH_SECRET is 7 long', 'openssl'],
])('%s is a fault of the settings that says what to do', async ([, env, text, remedy]) => {
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

/** Storage answers every fault with 400, and says in the body what it would be. */
const ofStorage = (statusCode: string) => http.get(bucket, () => json({ statusCode }, 400));
const bySecret = (answer: () => Response) =>
  http.post(version, ({ request }) => (isSecret(request) ? answer() : refusal('42501', 401)));

test('a project whose Realtime came after the migrations is told so', async () => {
  server.use(bySecret(() => json({ ...schema, realtime: false })));
  expect(await worse()).toEqual(only('warning', 'no policy for jobs', 'SQL editor'));
  server.use(bySecret(() => json({ ...schema, realtime: null })));
  expect(await worse()).toEqual([]);
});

test.for([
  ['no answer', http.post(version, () => HttpResponse.error()), 'cannot be reached', 'paused'],
  ['an older schema', bySecret(() => json({ ...schema, version: 0 })), 'version 0', 'db push'],
  [
    'a newer schema',
    bySecret(() => json({ ...schema, version: 3, compatibleFrom: 2 })),
    'from version 2',
    'Deploy',
  ],
  ['no schema', bySecret(() => refusal('PGRST202', 404)), 'no schema', 'db push'],
  ['no grant', bySecret(() => refusal('42501', 403)), 'may not call', 'grant execute'],
  ['a wrong secret key', bySecret(() => json({}, 401)), 'rejects the secret', 'again'],
  ['an error', bySecret(() => refusal('57014', 500)), '500 57014', 'logs'],
  ['an engine open to all', http.post(version, () => json(schema)), 'publishable key may', 'revoke'],
  ['a public bucket', http.get(bucket, () => json({ public: true })), 'is public', 'set public = false'],
  ['no bucket', ofStorage('404'), 'no bucket job-files', 'New bucket'],
  ['a Storage that is down', ofStorage('544'), 'Storage answers 544', 'logs'],
] as const)('%s is a fault of the project', async ([, rule, text, remedy]) => {
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
test.for<readonly [what: string, env: Changes, text: string, remedy: string]>([
  ['no model at all', none, 'model_not_configured', 'GEMINI_API_KEY'],
  ['samples in production', { LLM_PROVIDER: 'sample' }, 'do not run in production', 'Set one of'],
  ['an unknown provider', { LLM_PROVIDER: 'x' }, 'LLM_PROVIDER must be one of', 'Set one'],
  ['a provider without its key', { LLM_PROVIDER: 'google' }, 'GEMINI_API_KEY is not set', 'Set one'],
  [
    'a server without a model',
    { ...none, OPENAI_COMPATIBLE_BASE_URL: 'https://ollama.example/v1' },
    'OPENAI_COMPATIBLE_MODEL is not set',
    'serves',
  ],
  [
    'an address that is none',
    { ...none, OPENAI_COMPATIBLE_BASE_URL: 'ollama', OPENAI_COMPATIBLE_MODEL: 'llama' },
    'cannot be reached',
    'base URL',
  ],
])('%s is a fault of the models', async ([, env, text, remedy]) => {
  expect(await worse(env)).toEqual(only('fault', text, remedy));
});

test.for([
  ['a rejected key', () => json({}, 401), 'fault', 'openai rejects OPENAI_API_KEY'],
  ["Google's word for it", () => json({ reason: 'API_KEY_INVALID' }, 400), 'fault', 'rejects OPENAI_API_KEY'],
  ['an unknown model', () => json({}, 404), 'fault', 'not have the model gpt-6-luna'],
  ['no answer', () => HttpResponse.error(), 'fault', 'openai cannot be reached'],
  ['a gateway without a list', () => new HttpResponse('', { status: 404 }), 'warning', 'answers 404'],
] as const)('of a provider, %s is noticed', async ([, answer, outcome, text]) => {
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

const [trigger, background] = ['write-haiku-trigger', 'write-haiku-background'];
const page = (status: number) => () => HttpResponse.html('<form>', { status });
const says = (code: ErrorCode, detail: string) => () => problem(new OvertimeError(code, detail));
const sync = says('dispatch_rejected', 'No.');

test.for([
  ['a function that is missing', trigger, page(404), `${trigger} is not there (404)`, 'Deploy'],
  ['a background function that is none', background, sync, 'runs while its caller waits', '…-background.ts'],
  ['a missing variable', 'jobs', says('not_configured', 'Set X.'), '500 not_configured: Set X.', 'deploy'],
  [
    'a trigger that lets all in',
    trigger,
    () => json({ jobId: '1' }, 202),
    `${trigger} answers 202`,
    'password',
  ],
  ['a login page', 'jobs', page(401), 'answers 401, not as a function', 'password'],
  ['a login page for dispatches', background, page(200), 'answers 200, not as a function', 'password'],
  ['a function that does not answer', 'jobs', () => HttpResponse.error(), 'jobs does not answer', 'logs'],
] as const)('of the site, %s is a fault', async ([, name, answer, text, remedy]) => {
  server.use(http.all(`${functions}/${name}`, answer));
  expect(await worse()).toEqual(only('fault', text, remedy));
});

test('no value of a variable that is named like a secret is printed, whatever brought it there', async () => {
  const longer = `${secret}_and_more_than_32_characters`;
  const detail = `${longer}, ${secret} at ${url}, ollama`;
  server.use(http.get(`${functions}/jobs`, () => problem(new OvertimeError('unavailable', detail))));
  const env = { SWEEP_SECRET: longer, OPENAI_COMPATIBLE_API_KEY: 'ollama' };
  expect(await worse(env)).toEqual(only('fault', `unavailable: (hidden), (hidden) at ${url}, ollama`, 'Fix'));
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
