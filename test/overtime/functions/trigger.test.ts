import { http, HttpResponse } from 'msw/http';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { schemaVersion } from '../../../src/overtime/engine/schema-version.ts';
import { trigger } from '../../../src/overtime/functions/trigger.ts';
import { extractRubric } from '../../../src/tasks/extract-rubric/contract.ts';
import { rubricPdf } from '../../support/sample-files.ts';

const project = 'https://project.example';
const userId = '00000000-0000-4000-8000-00000000000a';
const context = { requestId: 'r1', deploy: { id: 'deploy-1', context: 'production' } } as const;

/** What the trigger asked of Storage. */
const storageCalls: string[] = [];
const server = setupServer(
  http.get(`${project}/auth/v1/user`, () => HttpResponse.json({ id: userId, role: 'authenticated' })),
  http.post(`${project}/rest/v1/rpc/overtime_schema_version`, () => HttpResponse.json(schemaVersion)),
  http.all(`${project}/storage/v1/*`, ({ request }) => {
    storageCalls.push(request.method);
    return HttpResponse.json({ Key: 'x', Id: 'x' });
  }),
);
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
beforeEach(() => {
  vi.stubEnv('SUPABASE_URL', project);
  vi.stubEnv('SUPABASE_PUBLISHABLE_KEY', 'sb_publishable_x');
  vi.stubEnv('SUPABASE_SECRET_KEY', 'sb_secret_x');
});
afterEach(() => {
  storageCalls.length = 0;
  server.resetHandlers();
  vi.unstubAllEnvs();
});
afterAll(() => server.close());

/** An access token signed with a shared secret: supabase-js has the auth server verify it. */
function accessToken(): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { sub: userId, role: 'authenticated', exp: Math.floor(Date.now() / 1000) + 600 };
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}.${part({})}`;
}

async function submit(
  encode = (bytes: Buffer) => bytes.toString('base64'),
  fileType = 'application/pdf',
  waitUntil?: (work: Promise<unknown>) => void,
): Promise<Response> {
  const file = encode(Buffer.from(await rubricPdf()));
  const request = new Request('https://site.example/.netlify/functions/extract-rubric-trigger', {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken()}`, 'content-type': 'application/json' },
    body: JSON.stringify({ file, fileName: 'r.pdf', fileType }),
  });
  return trigger(extractRubric)(request, { ...context, ...(waitUntil && { waitUntil }) });
}

test('a job that the database refuses leaves no file behind', async () => {
  server.use(
    http.post(`${project}/rest/v1/rpc/overtime_enqueue_job`, () =>
      HttpResponse.json({ code: 'OT008', message: 'Too many.', details: '30', hint: null }, { status: 400 }),
    ),
  );
  const response = await submit();
  expect(response.status).toBe(429);
  expect(response.headers.get('retry-after')).toBe('30');
  expect(storageCalls).toEqual(['POST', 'DELETE']);
});

test('a job whose enqueue was not answered keeps its file: it may be there', async () => {
  server.use(http.post(`${project}/rest/v1/rpc/overtime_enqueue_job`, () => HttpResponse.error()));
  const response = await submit();
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ code: 'unavailable' });
  expect(storageCalls).toEqual(['POST']);
});

test('a refusal is answered as it is, though Storage does not take the file back', async () => {
  server.use(
    http.post(`${project}/rest/v1/rpc/overtime_enqueue_job`, () =>
      HttpResponse.json({ code: 'OT008', message: 'Too many.', details: '30', hint: null }, { status: 400 }),
    ),
    http.delete(`${project}/storage/v1/*`, () => HttpResponse.json({ message: 'Down.' }, { status: 503 })),
  );
  expect((await submit()).status).toBe(429);
});

test('a user whose folder is full is refused, and no job is made', async () => {
  server.use(
    http.post(`${project}/storage/v1/*`, () =>
      HttpResponse.json(
        { statusCode: '403', error: 'Unauthorized', message: 'new row violates row-level security policy' },
        { status: 400 },
      ),
    ),
    http.post(`${project}/rest/v1/rpc/overtime_enqueue_job`, () => HttpResponse.error()),
  );
  const response = await submit();
  expect(response.status).toBe(409);
  expect(await response.json()).toMatchObject({ code: 'too_many_files' });
});

test.for([
  ['without padding', (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')],
  ['in the letters of URLs', (bytes: Buffer) => bytes.toString('base64url')],
  ['as a data URL', (bytes: Buffer) => `data:application/pdf;name=r.pdf;base64,${bytes.toString('base64')}`],
  ['in lines', (bytes: Buffer) => bytes.toString('base64').replaceAll(/.{76}/g, '$&\r\n')],
] as const)('a file is taken in base64 %s, with no type', async ([, encode]) => {
  const stored: ArrayBuffer[] = [];
  server.use(
    http.post(`${project}/storage/v1/*`, async ({ request }) => {
      stored.push(await request.arrayBuffer());
      return HttpResponse.json({ Id: 'x', Key: 'x' });
    }),
    http.post(`${project}/rest/v1/rpc/overtime_enqueue_job`, () => HttpResponse.error()),
  );
  expect((await submit(encode, '')).status).toBe(503);
  expect(stored).toHaveLength(1);
  expect(Buffer.from(stored[0] ?? new ArrayBuffer()).includes(Buffer.from(await rubricPdf()))).toBe(true);
});

test.for(['not base64!', 'A', 'data:text/plain,%E0%A4%A'])(
  'a file that is not encoded is refused: %s',
  async (text) => {
    const response = await submit(() => text);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ issues: [{ path: 'file' }] });
  },
);

/** A background function that answers when it is let. */
function heldDispatch() {
  const held = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  server.use(
    http.post(`${project}/rest/v1/rpc/overtime_enqueue_job`, () =>
      HttpResponse.json({ jobId: 'one', status: 'pending', created: true }),
    ),
    http.post('https://site.example/.netlify/functions/extract-rubric-background', async () => {
      arrived.resolve();
      await held.promise;
      return new HttpResponse(null, { status: 202 });
    }),
  );
  return { release: held.resolve, arrived: arrived.promise };
}

test('a job is answered before its dispatch is done, where the platform waits for that', async () => {
  const { release, arrived } = heldDispatch();
  const behind: Promise<unknown>[] = [];
  expect((await submit(undefined, undefined, (work) => void behind.push(work))).status).toBe(202);
  await arrived;
  release();
  expect((await Promise.all(behind)).flat()).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)]);
});

test('elsewhere it is answered after its dispatch: nothing would be left to finish that', async () => {
  const { release, arrived } = heldDispatch();
  let isAnswered = false;
  const answer = submit().then((response) => {
    isAnswered = true;
    return response;
  });
  await arrived;
  expect(isAnswered).toBe(false);
  release();
  expect((await answer).status).toBe(202);
});
