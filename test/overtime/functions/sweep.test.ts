import { http, HttpResponse } from 'msw/http';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { schemaVersion } from '../../../src/overtime/engine/schema-version.ts';
import { sweep } from '../../../src/overtime/functions/sweep.ts';

const database = 'http://database.test';
const called: string[] = [];
let stuck = '';
let due: readonly string[] = [];
/** What a test has the database answer instead. */
let instead: Readonly<Record<string, number | object>> = {};
const server = setupServer(
  http.post(`${database}/rest/v1/rpc/overtime_schema_version`, () => HttpResponse.json(schemaVersion)),
  http.post(`${database}/rest/v1/rpc/:name`, ({ params }) => {
    const name = String(params['name']);
    called.push(name);
    if (name === 'overtime_due_work' && stuck !== name) return HttpResponse.json(due);
    if (name === stuck) return new Promise<never>(() => undefined);
    const all = { ...answers, ...instead };
    return HttpResponse.json(name in all ? all[name] : []);
  }),
);
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
beforeEach(() => {
  called.length = 0;
  vi.stubEnv('SUPABASE_URL', database);
  vi.stubEnv('SUPABASE_PUBLISHABLE_KEY', 'sb_publishable_x');
  vi.stubEnv('SUPABASE_SECRET_KEY', 'sb_secret_x');
});
afterEach(() => {
  vi.unstubAllEnvs();
  server.resetHandlers();
  instead = {};
});
afterAll(() => server.close());

/** The database's answers, where they are no empty list. */
const answers: Readonly<Record<string, number | object | null>> = {
  overtime_purge_jobs: 0,
  overtime_unneeded_files: null,
  overtime_sweep_jobs: [],
  overtime_count_dispatches: 0,
};

const steps = {
  dispatch: 'overtime_sweep_jobs',
  schedules: 'overtime_due_schedules',
  webhooks: 'overtime_claim_deliveries',
  purge: 'overtime_purge_jobs',
  files: 'overtime_unneeded_files',
};

async function swept(stepMs?: number) {
  const deploy = { id: '', context: '' };
  const response = await sweep([], stepMs)(new Request('http://site.test/sweep'), { requestId: 'r', deploy });
  const report = { dispatched: 0, scheduled: 0, claimed: 0, delivered: 0, purged: 0, filesPurged: 0 };
  return { status: response.status, body: (await response.json()) as unknown, report };
}

test('where nothing is due, a sweep is one call', async () => {
  [stuck, due] = ['', []];
  const { status, body, report } = await swept();
  expect(called).toEqual(['overtime_due_work']);
  expect([status, body]).toEqual([200, { ...report, failed: [] }]);
});

test.each(Object.entries(steps))('a step that is due is made, and no other: %s', async (step, rpc) => {
  [stuck, due] = ['', [step]];
  expect((await swept()).status).toBe(200);
  expect(called).toEqual(['overtime_due_work', rpc]);
});

test.each([...Object.entries(steps), ['look', 'overtime_due_work'] as const])(
  'a %s step that hangs keeps no other waiting',
  async (step, rpc) => {
    [stuck, due] = [rpc, Object.keys(steps)];
    const { status, body, report } = await swept(1000);
    expect(called.toSorted()).toEqual([...Object.values(steps), 'overtime_due_work'].toSorted());
    expect([status, body]).toEqual([500, { ...report, failed: [step] }]);
  },
);

test('a sweep reports the dispatches that were accepted, and how many of these a worker claimed', async () => {
  [stuck, due] = ['', ['dispatch']];
  const jobs = ['one', 'two', 'three'].map((jobId) => ({
    jobId,
    task: jobId === 'two' ? 'gone' : 'write-story',
  }));
  instead = { overtime_sweep_jobs: jobs, overtime_count_dispatches: 1 };
  server.use(
    http.post(
      'http://site.test/.netlify/functions/write-story-background',
      () => new Response(null, { status: 202 }),
    ),
    http.post(
      'http://site.test/.netlify/functions/gone-background',
      () => new Response(null, { status: 404 }),
    ),
  );
  const { status, body, report } = await swept(400);
  expect([status, body]).toEqual([200, { ...report, dispatched: 2, claimed: 1, failed: [] }]);
});
