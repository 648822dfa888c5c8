import { http, HttpResponse } from 'msw/http';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { OvertimeError } from '../../../src/overtime/errors.ts';
import { problem } from '../../../src/overtime/functions/problem.ts';
import { checkManifest } from '../../../src/local/doctor/check-build.ts';
import { checkPages } from '../../../src/local/doctor/check-pages.ts';
import { checkSite } from '../../../src/local/doctor/check-site.ts';

const site = 'https://site.example';
const functions = `${site}/.netlify/functions`;
const keys = {
  url: 'https://abc.supabase.co',
  publishableKey: 'sb_publishable_x1',
  secretKey: 'sb_secret_x1',
};

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const refuses = () => problem(new OvertimeError('unauthorized', 'Sign in.'));
const paths = { '/api/write-haiku-trigger': {}, '/api/write-haiku-status': {} };
const scripts = (text: string) => [
  http.get(`${site}/`, () => HttpResponse.html('<script type="module" src="/assets/main.js"></script>')),
  http.get(`${site}/assets/main.js`, () => new HttpResponse(text)),
];

beforeEach(() =>
  server.use(
    http.get(`${functions}/openapi`, () => HttpResponse.json({ openapi: '3.1.0', paths })),
    http.post(`${functions}/write-haiku-background`, () => new HttpResponse(null, { status: 202 })),
    http.all(`${functions}/:name`, refuses),
    ...scripts(`const a = "${keys.url}", b = "${keys.publishableKey}"`),
  ),
);

test('a site whose functions answer is well, as are its pages', async () => {
  const findings = [...(await checkSite(site, ['write-haiku'])), ...(await checkPages(site, keys))];
  expect(findings.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'ok']);
  expect(findings[0]?.text).toContain('6 functions answer');
});

test.for([
  {
    what: 'a function that is missing',
    name: 'write-haiku-trigger',
    answer: () => new HttpResponse('no', { status: 404 }),
    text: 'write-haiku-trigger: not there (404)',
    remedy: 'Deploy',
  },
  {
    what: 'a background function that is none',
    name: 'write-haiku-background',
    answer: () => problem(new OvertimeError('dispatch_rejected', 'No.')),
    text: 'runs while the caller waits',
    remedy: '…-background.ts',
  },
  {
    what: 'a missing variable',
    name: 'jobs',
    answer: () => problem(new OvertimeError('not_configured', 'Set SUPABASE_URL.')),
    text: 'jobs: not configured. Set SUPABASE_URL.',
    remedy: 'deploy again',
  },
  {
    what: 'a login page',
    name: 'write-haiku-status',
    answer: () => HttpResponse.html('<form>', { status: 401 }),
    text: 'answers 401 text/html',
    remedy: 'password-protected',
  },
  {
    what: 'a login page for dispatches',
    name: 'write-haiku-background',
    answer: () => HttpResponse.html('<form>', { status: 200 }),
    text: 'answers 200 text/html',
    remedy: 'password-protected',
  },
  {
    what: 'an error',
    name: 'sweep-now',
    answer: () => problem(new OvertimeError('unavailable', 'Down.')),
    text: 'sweep-now: answers 503 unavailable: Down.',
    remedy: 'log',
  },
])('$what is named, with what to do', async ({ name, answer, text, remedy }) => {
  server.use(http.all(`${functions}/${name}`, answer));
  const faults = (await checkSite(site, ['write-haiku'])).filter(({ outcome }) => outcome === 'fault');
  expect(faults).toHaveLength(1);
  expect(faults[0]?.text).toContain(text);
  expect(faults[0]?.remedies.join('\n')).toContain(remedy);
});

test('faults alike are told once, and another version is warned of', async () => {
  server.use(http.all(`${functions}/:name`, () => new HttpResponse(null, { status: 404 })));
  const findings = await checkSite(site, ['write-haiku', 'write-ode']);
  expect(findings[0]?.text).toBe(
    'jobs, schedules, sweep-now, write-haiku-background and 5 more: not there (404).',
  );
  server.resetHandlers();
  server.use(
    http.get(`${site}/`, () => HttpResponse.html('')),
    http.get(`${functions}/openapi`, () => HttpResponse.json({ paths })),
    http.post(`${functions}/:task-background`, () => new HttpResponse(null, { status: 202 })),
    http.all(`${functions}/:name`, refuses),
  );
  expect((await checkSite(site, ['write-haiku', 'write-ode'])).at(-1)).toMatchObject({
    outcome: 'warning',
    text: 'The site is of another version: without write-ode.',
  });
});

test('an address where nothing is, and one that is none, are faults', async () => {
  server.use(http.get(`${site}/`, () => HttpResponse.error()));
  expect(await checkSite(site, [])).toMatchObject([
    { outcome: 'fault', text: `Nothing answers at ${site}.` },
  ]);
  expect(await checkSite('site', [])).toMatchObject([{ outcome: 'fault' }]);
});

test.for([
  {
    what: 'the secret key',
    text: `"${keys.url}" "${keys.publishableKey}" "${keys.secretKey}"`,
    found: 'The secret key is in',
  },
  {
    what: 'another project',
    text: `"https://xyz.supabase.co" "${keys.publishableKey}"`,
    found: 'another Supabase project',
  },
  { what: 'another key', text: `"${keys.url}" "sb_publishable_y"`, found: 'another publishable key' },
])('$what in the scripts of the site is a fault', async ({ text, found }) => {
  server.use(...scripts(text));
  expect(await checkPages(site, keys)).toMatchObject([
    { outcome: 'fault', text: expect.stringContaining(found) },
  ]);
});

const built = [
  { name: 'sweep', invocationMode: 'stream', path: 'sweep.zip', schedule: '* * * * *' },
  { name: 'write-haiku-trigger', invocationMode: 'stream', path: 'a.zip' },
  { name: 'write-haiku-background', invocationMode: 'background', path: 'b.zip' },
];
const doors = built.map(({ name }) => name);

test.for([
  { what: 'a function left out', functions: built.slice(0, 2), text: 'write-haiku-background is not built' },
  {
    what: 'a background function in the foreground',
    functions: built.with(2, { ...built[2]!, invocationMode: 'stream' }),
    text: 'write-haiku-background would be deployed as stream',
  },
  {
    what: 'a sweep without a clock',
    functions: built.with(0, { name: 'sweep', invocationMode: 'stream', path: '' }),
    text: 'sweep would be deployed without its schedule',
  },
])('$what in the build is a fault', ({ functions: found, text }) => {
  expect(checkManifest(found, doors)).toMatchObject([
    { outcome: 'fault', text: expect.stringContaining(text) },
  ]);
  expect(checkManifest(built, doors)).toMatchObject([{ outcome: 'ok' }]);
});
