import { http, HttpResponse } from 'msw/http';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { schemaVersion } from '../../../src/overtime/engine/schema-version.ts';
import { sweep } from '../../../src/overtime/functions/sweep.ts';

const database = 'http://database.test';
const called: string[] = [];
let stuck = '';
const server = setupServer(
  http.post(`${database}/rest/v1/rpc/overtime_schema_version`, () => HttpResponse.json(schemaVersion)),
  http.post(`${database}/rest/v1/rpc/:name`, ({ params }) => {
    const name = String(params['name']);
    called.push(name);
    if (name === stuck) return new Promise<never>(() => undefined);
    return HttpResponse.json(name in nothing ? nothing[name] : []);
  }),
);
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
beforeEach(() => {
  called.length = 0;
  vi.stubEnv('SUPABASE_URL', database);
  vi.stubEnv('SUPABASE_PUBLISHABLE_KEY', 'sb_publishable_x');
  vi.stubEnv('SUPABASE_SECRET_KEY', 'sb_secret_x');
});
afterEach(() => vi.unstubAllEnvs());
afterAll(() => server.close());

/** Of the database where nothing is due. */
const nothing: Readonly<Record<string, number | null>> = {
  overtime_purge_jobs: 0,
  overtime_unneeded_files: null,
};

const steps = {
  dispatch: 'overtime_sweep_jobs',
  schedules: 'overtime_due_schedules',
  webhooks: 'overtime_claim_deliveries',
  purge: 'overtime_purge_jobs',
  files: 'overtime_unneeded_files',
};

test.each(Object.entries(steps))('a %s step that hangs keeps no other waiting', async (step, rpc) => {
  stuck = rpc;
  const response = await sweep([], 200)(new Request('http://site.test/sweep'), {
    requestId: 'r',
    deploy: { id: '' },
  } as never);
  expect(called.toSorted()).toEqual(Object.values(steps).toSorted());
  expect(response.status).toBe(500);
  expect(await response.json()).toEqual({
    dispatched: 0,
    scheduled: 0,
    delivered: 0,
    purged: 0,
    filesPurged: 0,
    failed: [step],
  });
});
