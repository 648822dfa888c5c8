import { nanoid } from 'nanoid';
import { createClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { defaultLimits } from '../support/default-limits.ts';
import { fileFacts } from '../support/file-facts.ts';
import { stack } from '../support/file-stack.ts';
import { hostFunctions } from '../support/function-host.ts';
import { rubricPdf } from '../support/sample-files.ts';
import { base64, newVisitor, pdf, triggerUrl, type Accepted } from './visitor.ts';
import { withDatabase } from './with-database.ts';

const sql = withDatabase();
const production = await hostFunctions(undefined, { id: 'published', context: 'production' });
const preview = await hostFunctions(undefined, { id: 'pushed', context: 'deploy-preview' });
beforeAll(() => {
  vi.stubEnv('NETLIFY_DEV', 'false');
  vi.stubEnv('URL', production.url);
});
afterAll(() => Promise.all([production.close(), preview.close()]));

const job = async (id: string) =>
  (await sql`select status, lane, sample, error ->> 'code' as code from overtime.jobs where id = ${id}`)[0];

test("a preview without a key on production's database completes its own job and never production's", async () => {
  const visitor = await newVisitor({ ...stack, siteUrl: preview.url });
  const bytes = await rubricPdf();
  // Enqueued by production, whose dispatch was lost a minute ago.
  const lost = nanoid();
  const { error } = await createClient(stack.supabaseUrl, stack.secretKey).rpc('overtime_enqueue_job', {
    p_id: lost,
    p_user_id: visitor.userId,
    p_task: 'extract-rubric',
    p_input: { filePath: await visitor.upload(bytes, 'r.pdf'), fileName: 'r.pdf', fileType: pdf },
    p_lane: 'production',
    ...defaultLimits,
    ...fileFacts(bytes),
  });
  expect(error).toBeNull();
  await sql`update overtime.jobs set dispatched_at = now() - interval '1 minute' where id = ${lost}`;

  const submitted = await visitor.call<Accepted>('POST', triggerUrl, {
    file: base64(bytes),
    fileName: 'r.pdf',
    fileType: pdf,
  });
  expect((await visitor.watch(submitted.body.statusUrl)).at(-1)).toMatchObject({
    status: 'completed',
    sample: true,
  });
  expect(await job(submitted.body.jobId)).toMatchObject({ lane: new URL(preview.url).host });

  // Its user reads it at the preview, and somebody sweeps there.
  const read = await visitor.call('GET', `/.netlify/functions/extract-rubric-status?jobId=${lost}`);
  expect(read).toMatchObject({ status: 202, body: { status: 'pending' } });
  const swept = await fetch(`${preview.url}/.netlify/functions/sweep`, { method: 'POST' });
  expect(await swept.json()).toMatchObject({ dispatched: 0 });
  expect(await job(lost)).toMatchObject({ status: 'pending', lane: 'production' });

  // Production's own sweep has it run by production, which answers with no sample.
  await fetch(`${production.url}/.netlify/functions/sweep`, { method: 'POST' });
  await expect.poll(() => job(lost), { timeout: 20_000 }).toMatchObject({ status: 'failed' });
  expect(await job(lost)).toMatchObject({ sample: false, code: 'model_not_configured' });
  expect(preview.requests.filter((request) => request.includes('-background'))).toHaveLength(1);
});

test("a failed job of production that its user retries at a preview is production's again", async () => {
  const visitor = await newVisitor({ ...stack, siteUrl: production.url });
  const { body } = await visitor.call<Accepted>('POST', triggerUrl, {
    file: base64(await rubricPdf()),
    fileName: 'r.pdf',
    fileType: pdf,
  });
  await expect.poll(() => job(body.jobId), { timeout: 20_000 }).toMatchObject({ status: 'failed' });
  const dispatches = () => preview.requests.filter((request) => request.includes('-background')).length;
  const before = dispatches();
  const retried = await fetch(`${preview.url}/.netlify/functions/jobs?jobId=${body.jobId}&action=retry`, {
    method: 'POST',
    headers: { authorization: `Bearer ${visitor.token}` },
  });
  const { jobId } = (await retried.json()) as Accepted;
  expect(await job(jobId)).toMatchObject({ status: 'pending', lane: 'production' });
  expect(dispatches()).toBe(before);
});
