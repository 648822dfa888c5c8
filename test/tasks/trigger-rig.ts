import { http, HttpResponse } from 'msw/http';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Contract } from '../../src/overtime/contract.ts';
import { schemaVersion } from '../../src/overtime/engine/schema-version.ts';
import { trigger } from '../../src/overtime/functions/trigger.ts';
import type { InputCheck } from '../../src/overtime/task.ts';

const project = 'https://project.example';
const userId = '00000000-0000-4000-8000-00000000000a';
const context = { requestId: 'r1', deploy: { id: 'deploy-1', context: 'production' } } as const;

interface BadInput {
  /** What is wrong, for the title of its test. */
  readonly what: string;
  readonly body: unknown;
  /** Of the issue that names it. */
  readonly path: string;
  readonly reason: RegExp;
}

/** The trigger function of a task as the platform calls it, with Supabase answered at the network. */
export function triggerRig<C extends Contract>(contract: C, check?: InputCheck<C>) {
  /** The parameters of each call of overtime_enqueue_job. */
  const enqueued: Record<string, unknown>[] = [];
  /** What `read_…` functions answer, by name; without one they find nothing. Their parameters are kept. */
  const rows = new Map<string, unknown>();
  const reads: Record<string, unknown>[] = [];
  const server = setupServer(
    http.get(`${project}/auth/v1/user`, () => HttpResponse.json({ id: userId, role: 'authenticated' })),
    http.post(`${project}/rest/v1/rpc/overtime_schema_version`, () => HttpResponse.json(schemaVersion)),
    http.post(`${project}/rest/v1/rpc/overtime_enqueue_job`, async ({ request }) => {
      enqueued.push((await request.json()) as Record<string, unknown>);
      return HttpResponse.json({ jobId: 'job-1', status: 'pending', created: true });
    }),
    http.post(`${project}/rest/v1/rpc/:name`, async ({ request, params }) => {
      reads.push({ name: params['name'], ...((await request.json()) as object) });
      return HttpResponse.json(rows.get(String(params['name'])) ?? null);
    }),
    http.post('https://site.example/*', () => new HttpResponse(null, { status: 202 })),
  );
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
  beforeEach(() => {
    vi.stubEnv('SUPABASE_URL', project);
    vi.stubEnv('SUPABASE_PUBLISHABLE_KEY', 'sb_publishable_x');
    vi.stubEnv('SUPABASE_SECRET_KEY', 'sb_secret_x');
  });
  afterEach(() => {
    enqueued.length = 0;
    reads.length = 0;
    rows.clear();
    server.resetHandlers();
    vi.unstubAllEnvs();
  });
  afterAll(() => server.close());

  const submit = async (body: unknown) =>
    trigger(contract, check)(
      new Request(`https://site.example/.netlify/functions/${contract.name}-trigger`, {
        method: 'POST',
        headers: { authorization: `Bearer ${accessToken()}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
      context,
    );

  /** What a body is answered: the status, and what the answer's own body says. */
  async function answerTo(body: unknown): Promise<Record<string, unknown>> {
    const response = await submit(body);
    return { ...((await response.json()) as object), status: response.status };
  }

  return {
    enqueued,
    rows,
    reads,
    submit,
    answerTo,
    /** Tests that each of them is answered with its path and its reason, before any row is read or written. */
    refuses(badInputs: readonly BadInput[]): void {
      test.for(badInputs)('$what is refused with the path and the reason', async ({ body, path, reason }) => {
        expect(await answerTo(body)).toMatchObject({
          status: 422,
          code: 'invalid_input',
          issues: expect.arrayContaining([{ path, message: expect.stringMatching(reason) }]),
        });
        expect([enqueued, reads]).toEqual([[], []]);
      });
    },
  };
}

/** An access token signed with a shared secret: supabase-js has the auth server verify it. */
function accessToken(): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { sub: userId, role: 'authenticated', exp: Math.floor(Date.now() / 1000) + 600 };
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}.${part({})}`;
}
