import { http, HttpResponse } from 'msw/http';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import type { Handler } from '../../../src/overtime/functions/handler.ts';
import { ada, engineRig } from '../sql/engine-rig.ts';

const context = { requestId: 'r1', deploy: { id: 'deploy-1', context: 'production' } } as const;

/**
 * The functions as the platform calls them, on a PostgreSQL of their own: an SQL function is called in it, and of
 * a read from a table every value that is compared is given to it as its column's type, by which it refuses what
 * the Data API would have it refuse. Every read finds nothing.
 */
export function apiRig() {
  const database = engineRig();
  // Its own: a process keeps what it knows of a project, such as the version of its schema.
  const project = `https://${crypto.randomUUID()}.example`;
  /** The names of what was asked of the database. */
  const asked: string[] = [];
  /** The background functions that were called. */
  const dispatched: string[] = [];
  /** The schema's version, which the first request of a process asks for, is counted apart. */
  let versionCalls = 0;

  const answered = async (name: string, work: () => Promise<unknown>) => {
    if (name === 'overtime_schema_version') versionCalls += 1;
    else asked.push(name);
    try {
      return HttpResponse.json((await work()) as object);
    } catch (error) {
      const { code, message, detail } = error as { code: string; message: string; detail?: string };
      return HttpResponse.json({ code, message, details: detail ?? null, hint: null }, { status: 400 });
    }
  };
  const server = setupServer(
    http.get(`${project}/auth/v1/user`, () => HttpResponse.json({ id: ada, role: 'authenticated' })),
    http.post(`${project}/rest/v1/rpc/:name`, async ({ request, params }) => {
      const parameters = (await request.json()) as Record<string, unknown>;
      const name = String(params['name']);
      return answered(name, async () =>
        name === 'overtime_get_job'
          ? ((
              await database.sql`select public.overtime_get_job(${parameters['p_job_id'] as string}, ${(parameters['p_since'] ?? null) as number | null}::integer, ${parameters['p_changes'] === true}) as job`
            )[0]?.['job'] ?? null)
          : database.call(name, parameters),
      );
    }),
    http.get(`${project}/rest/v1/:table`, ({ request, params }) =>
      answered(String(params['table']), async () => {
        for (const [name, value] of new URL(request.url).searchParams) {
          await database.sql`select ${value}::text`;
          if (name !== 'or') continue;
          for (const [, time] of value.matchAll(/created_at\.lt\."([^"]*)"/g)) {
            await database.sql`select ${time ?? ''}::text::timestamptz`;
          }
        }
        return [];
      }),
    ),
    http.post('https://site.example/*', ({ request }) => {
      dispatched.push(new URL(request.url).pathname.split('/').at(-1) ?? '');
      return new HttpResponse(null, { status: 202 });
    }),
  );
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
  beforeEach(() => {
    vi.stubEnv('SUPABASE_URL', project);
    vi.stubEnv('SUPABASE_PUBLISHABLE_KEY', 'sb_publishable_x');
    vi.stubEnv('SUPABASE_SECRET_KEY', 'sb_secret_x');
  });
  afterEach(() => {
    asked.length = 0;
    dispatched.length = 0;
    versionCalls = 0;
    vi.unstubAllEnvs();
  });
  afterAll(() => server.close());

  return {
    database,
    asked,
    dispatched,
    versionCalls: () => versionCalls,
    /** What a function answers: the status, and what the answer's own body says. */
    async answerTo(
      handler: Handler,
      method: string,
      address: string,
      body?: unknown,
      headers: Record<string, string> = {},
    ): Promise<Record<string, unknown>> {
      const request = new Request(`https://site.example/.netlify/functions/${address}`, {
        method,
        headers: { authorization: `Bearer ${accessToken()}`, 'content-type': 'application/json', ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const response = await handler(request, context);
      return { ...((await response.json()) as object), status: response.status };
    },
  };
}

/** An access token signed with a shared secret: supabase-js has the auth server verify it. */
function accessToken(): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { sub: ada, role: 'authenticated', exp: Math.floor(Date.now() / 1000) + 600 };
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}.${part({})}`;
}
