import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { defineContract, type Policy } from '../../src/overtime/contract.ts';
import { trigger } from '../../src/overtime/functions/trigger.ts';
import { extractRubric } from '../../src/tasks/extract-rubric/contract.ts';
import { stack } from '../support/file-stack.ts';
import { rubricPdf } from '../support/sample-files.ts';
import { base64, newVisitor, pdf, triggerUrl, type Visitor } from './visitor.ts';
import { withDatabase } from './with-database.ts';

const sql = withDatabase();

// The task has no function file, so its trigger is called as the platform would call it.
beforeEach(() => {
  const { supabaseUrl, publishableKey, secretKey } = stack;
  vi.stubEnv('SUPABASE_URL', supabaseUrl);
  vi.stubEnv('SUPABASE_PUBLISHABLE_KEY', publishableKey);
  vi.stubEnv('SUPABASE_SECRET_KEY', secretKey);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  // They never run, and every sweep would try to dispatch them.
  await sql`delete from overtime.jobs where task = 'write-story'`;
});

async function submitTo(policy: Partial<Policy>, visitor: Visitor, topic = 'tides'): Promise<Response> {
  const contract = defineContract({
    name: 'write-story',
    version: 1,
    input: z.object({ topic: z.string() }),
    result: z.object({ story: z.string() }),
    partial: z.object({}),
    stages: {},
    policy,
  });
  const request = new Request(`${stack.siteUrl}/.netlify/functions/write-story-trigger`, {
    method: 'POST',
    headers: { authorization: `Bearer ${visitor.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ topic }),
  });
  return trigger(contract)(request, { requestId: 'r1', deploy: { id: '', context: 'dev' } });
}

test('one rubric more than an hour allows is refused, with the time to wait, and leaves no file', async () => {
  const visitor = await newVisitor();
  const { rate } = extractRubric.policy;
  if (!rate) throw new Error('extract-rubric has no rate.');
  // The oldest of them leaves the window in a minute.
  await sql`
    insert into overtime.jobs (
      id, user_id, task, contract_version, priority, max_attempts, retention_hours, status, input, run_at, created_at,
      updated_at, finished_at, expires_at
    )
    select ${visitor.userId} || '-' || number, ${visitor.userId}, 'extract-rubric', 1, 5, 3, 720, 'cancelled', '{}',
      now(), now() - ${rate.seconds - 60} * interval '1 second', now(), now(), now() + interval '1 day'
    from generate_series(1, ${rate.jobs}::integer) as number`;
  const submit = async () =>
    visitor.call('POST', triggerUrl, { file: base64(await rubricPdf()), fileName: 'r.pdf', fileType: pdf });
  const { status, headers, body } = await submit();
  expect([status, body['code'], body['title']]).toEqual([429, 'rate_limited', 'Too many requests']);
  const seconds = Number(headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(40);
  expect(seconds).toBeLessThanOrEqual(60);
  expect((await visitor.supabase.storage.from('job-files').list(visitor.userId)).data).toEqual([]);

  await sql`delete from overtime.jobs where id = ${`${visitor.userId}-1`}`;
  expect((await submit()).status).toBe(202);
});

test('a task of many jobs at once keeps those that have no place waiting, and says so', async () => {
  const visitor = await newVisitor();
  const limit = { userConcurrency: 1 };
  expect((await submitTo(limit, visitor, 'a')).status).toBe(202);
  const second = await submitTo(limit, visitor, 'b');
  expect(second.status).toBe(202);
  const { jobId } = (await second.json()) as { jobId: string };
  expect((await visitor.call('GET', `/api/jobs?jobId=${jobId}`)).body).toMatchObject({
    status: 'pending',
    waitsFor: 'user',
  });
});

test('a budget that is spent is refused until midnight (UTC)', async () => {
  const visitor = await newVisitor();
  const budget = { budgetUsdPerDay: 0.5 };
  expect((await submitTo(budget, visitor)).status).toBe(202);
  await sql`
    insert into overtime.job_usage (
      id, job_id, user_id, task, attempt, provider, model, purpose, outcome, input_tokens,
      cached_input_tokens, output_tokens, reasoning_tokens, characters, estimated, cost_usd, started_at, duration_ms
    ) values (
      ${visitor.userId}, 'one', ${visitor.userId}, 'write-story', 1, 'google', 'a-model', 'story',
      'succeeded', 1, 0, 1, 0, 0, false, 0.5, now(), 1
    )`;
  const refused = await submitTo(budget, visitor);
  expect(refused.status).toBe(429);
  expect(await refused.json()).toMatchObject({ code: 'budget_spent' });
  const midnight = new Date().setUTCHours(24, 0, 0, 0);
  const seconds = Number(refused.headers.get('retry-after'));
  expect(Math.abs(seconds - (midnight - Date.now()) / 1000)).toBeLessThan(30);
});

test('an equal request is answered with the result that is there', async () => {
  const visitor = await newVisitor();
  const cache = { cache: { hours: 1, shared: false } };
  const first = await submitTo(cache, visitor);
  const { jobId } = (await first.json()) as { jobId: string };
  await sql`
    update overtime.jobs
    set status = 'completed', progress = 100, result = '{"story": "end"}', finished_at = now(),
      expires_at = now() + interval '1 day'
    where id = ${jobId}`;
  const again = await submitTo(cache, visitor);
  expect(again.status).toBe(200);
  const body = (await again.json()) as { jobId: string };
  expect(body).toMatchObject({ status: 'completed', result: { story: 'end' } });
  expect(body.jobId).not.toBe(jobId);
  expect((await submitTo(cache, visitor, 'stars')).status).toBe(202);
  expect((await submitTo(cache, await newVisitor())).status).toBe(202);
});
