import { http, HttpResponse } from 'msw/http';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { defineContract } from '../../../src/overtime/contract.ts';
import { background } from '../../../src/overtime/functions/background.ts';
import { signDispatch } from '../../../src/overtime/functions/dispatch.ts';
import { log } from '../../../src/overtime/functions/log.ts';
import { trigger } from '../../../src/overtime/functions/trigger.ts';
import { defineTask } from '../../../src/overtime/task.ts';
import { gradeSubmission } from '../../../src/tasks/grade-submission/contract.ts';
import { sampleRubric } from '../../support/sample-rubrics.ts';

/**
 * A file path that climbs out of Storage into the Data API. A user who reads that address sees none of the
 * rows; the worker, whose key passes row-level security, sees everybody's.
 */
const project = 'https://project.example';
const userId = '00000000-0000-4000-8000-00000000000a';
const secretKey = 'sb_secret_x';
const context = { requestId: 'r1', deploy: { id: 'deploy-1', context: 'production' } } as const;
const rows = '/rest/v1/jobs?select=*&user_id=neq.00000000-0000-4000-8000-00000000000a';
const attacks = [
  { how: 'encoded dots', filePath: `${userId}/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e${rows}` },
  { how: 'backslashes', filePath: `${userId}\\..\\..\\..\\..\\..${rows}` },
  { how: 'tabs between the dots', filePath: `${userId}${'/.\t.'.repeat(5)}${rows}` },
];

/** What was read at addresses that are no function of the engine, and with which key. */
const reads: string[] = [];
let stored: Record<string, unknown> | null = null;
const server = setupServer(
  http.get(`${project}/auth/v1/user`, () => HttpResponse.json({ id: userId, role: 'authenticated' })),
  http.post(`${project}/rest/v1/rpc/:name`, async ({ request, params }) => {
    const parameters = (await request.json()) as Record<string, unknown>;
    if (params['name'] === 'overtime_enqueue_job') {
      stored = { input: parameters['p_input'], fileBytes: parameters['p_file_bytes'] };
      return HttpResponse.json({ jobId: 'job-1', status: 'pending', created: true });
    }
    if (params['name'] === 'overtime_fail_job') return HttpResponse.json('failed');
    if (params['name'] !== 'overtime_claim_job' || stored === null) return HttpResponse.json(null);
    const job = { jobId: 'job-1', userId, contractVersion: 1, attempt: 1, maxAttempts: 1, leaseId: 'l1' };
    const claimed = { ...job, progress: 0, hasWebhook: false, stages: [], ...stored };
    stored = null;
    return HttpResponse.json(claimed);
  }),
  http.all(`${project}/*`, ({ request }) => {
    const asSecret = request.headers.get('authorization') === `Bearer ${secretKey}`;
    reads.push(`${asSecret ? 'secret key' : 'user'} ${new URL(request.url).pathname}`);
    return asSecret ? HttpResponse.json([{ input: "another user's" }]) : HttpResponse.json([]);
  }),
  http.post('https://site.example/*', () => new HttpResponse(null, { status: 202 })),
);
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
beforeEach(() => {
  log.level = 'silent';
  vi.stubEnv('SUPABASE_URL', project);
  vi.stubEnv('SUPABASE_PUBLISHABLE_KEY', 'sb_publishable_x');
  vi.stubEnv('SUPABASE_SECRET_KEY', secretKey);
});
afterEach(() => {
  reads.length = 0;
  stored = null;
  vi.unstubAllEnvs();
});
afterAll(() => server.close());

/** Reads the file that its input names, as the tasks do. */
function readingTask(onText: (text: string) => void) {
  const contract = defineContract({
    name: 'grade-submission',
    version: 1,
    input: z.object({ filePath: z.string() }),
    result: z.object({}),
    partial: z.object({}),
    stages: {},
  });
  return defineTask(contract, async (ctx) => {
    onText(new TextDecoder().decode(await ctx.readFile(ctx.input.filePath)));
    return {};
  });
}

/** Runs the worker for what was stored. Returns what the task read. */
async function work(): Promise<string[]> {
  const texts: string[] = [];
  const call = { task: 'grade-submission', jobId: '', lane: 'production' };
  const signature = await signDispatch(call, {}, { secretKey });
  const request = new Request('https://site.example/.netlify/functions/grade-submission-background', {
    method: 'POST',
    headers: { authorization: `Bearer ${signature}` },
  });
  const response = await background(readingTask((text) => texts.push(text)))(request, context);
  expect(response.status).toBe(204);
  return texts;
}

function submit(filePath: string): Promise<Response> {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { sub: userId, role: 'authenticated', exp: Math.floor(Date.now() / 1000) + 600 };
  const token = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}.${part({})}`;
  const request = new Request('https://site.example/.netlify/functions/grade-submission-trigger', {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ rubric: sampleRubric(1), filePath, fileName: 'essay.txt' }),
  });
  return trigger(gradeSubmission)(request, context);
}

test.for(attacks)(
  'a path with $how reads no row, neither at the trigger nor at the worker',
  async (attack) => {
    const response = await submit(attack.filePath);
    const answer = (await response.json()) as Record<string, unknown>;
    expect(await work()).toEqual([]);
    expect(reads).toEqual([]);
    expect({ ...answer, status: response.status }).toMatchObject({
      status: 422,
      code: 'invalid_input',
      issues: [{ path: 'filePath' }],
    });
  },
);

test.for(attacks)('a stored path with $how is not read by the worker', async ({ filePath }) => {
  stored = { input: { filePath }, fileBytes: 2 };
  expect(await work()).toEqual([]);
  expect(reads).toEqual([]);
});
