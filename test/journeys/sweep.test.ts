import { nanoid } from 'nanoid';
import { createClient } from '@supabase/supabase-js';
import { expect, test } from 'vitest';
import { fileFacts } from '../support/file-facts.ts';
import { stack } from '../support/file-stack.ts';
import { rubricPdf } from '../support/sample-files.ts';
import { sweepNow } from './sweep-now.ts';
import { newVisitor, pdf, type Visitor } from './visitor.ts';
import { withDatabase } from './with-database.ts';
import { defaultLimits } from '../support/default-limits.ts';

const sql = withDatabase();

/** A file that its user has uploaded, as a job of it is enqueued. */
async function uploaded(visitor: Visitor, fileName: string) {
  const bytes = await rubricPdf();
  const filePath = await visitor.upload(bytes, fileName);
  return { p_input: { filePath, fileName, fileType: pdf }, ...fileFacts(bytes) };
}
type Uploaded = Awaited<ReturnType<typeof uploaded>>;

/** A job that is enqueued and not dispatched. */
async function enqueueSilently(visitor: Visitor, file: Uploaded, more: object = {}): Promise<string> {
  const { supabaseUrl, secretKey } = stack;
  const jobId = nanoid();
  const { error } = await createClient(supabaseUrl, secretKey).rpc('overtime_enqueue_job', {
    p_id: jobId,
    p_user_id: visitor.userId,
    p_task: 'extract-rubric',
    p_lane: 'local',
    ...defaultLimits,
    ...file,
    ...more,
  });
  expect(error).toBeNull();
  return jobId;
}
const folderOf = ({ p_input }: Uploaded) => p_input.filePath.split('/').slice(0, 2).join('/');
const statusOf = async (jobId: string) =>
  (await sql`select status from overtime.jobs where id = ${jobId}`)[0]?.['status'] as string | undefined;
const filesOf = async (visitor: Visitor, folder: string) =>
  (await visitor.supabase.storage.from('job-files').list(folder)).data?.map(({ name }) =>
    name.split('/').at(-1),
  );

test('a job whose dispatch was lost is run after a sweep', async () => {
  const visitor = await newVisitor();
  const jobId = await enqueueSilently(visitor, await uploaded(visitor, 'r.pdf'));
  expect((await sweepNow()).status).toBe(200);
  // It could be on its way still.
  expect(await statusOf(jobId)).toBe('pending');
  await sql`update overtime.jobs set dispatched_at = now() - interval '21 seconds' where id = ${jobId}`;
  expect((await sweepNow()).status).toBe(200);
  await expect.poll(() => statusOf(jobId), { timeout: 20_000 }).toBe('completed');
});

test('a job whose worker died runs after a sweep, without a watcher', async () => {
  const visitor = await newVisitor();
  const jobId = await enqueueSilently(visitor, await uploaded(visitor, 'r.pdf'));
  await sql`
    update overtime.jobs
    set status = 'processing', attempt = 1, lease_id = gen_random_uuid(),
      lease_expires_at = now() - interval '1 second',
      rescue_at = now() - interval '1 second', started_at = now(), claimed_at = now(),
      dispatched_at = now() - interval '1 minute'
    where id = ${jobId}`;
  await sweepNow();
  await expect.poll(() => statusOf(jobId), { timeout: 20_000 }).toBe('completed');
  const attempts = await sql`select outcome from overtime.job_attempts where job_id = ${jobId}`;
  expect([...attempts]).toEqual([{ outcome: 'rescued' }]);
});

test('what is past its time is gone after a sweep, with its files of yesterday, unless a retry needs them', async () => {
  const visitor = await newVisitor();
  const later = { p_run_at: new Date(Date.now() + 3_600_000).toISOString() };
  const alone = await uploaded(visitor, 'alone.pdf');
  const shared = await uploaded(visitor, 'shared.pdf');
  const secret = createClient(stack.supabaseUrl, stack.secretKey);
  const jobs = [await enqueueSilently(visitor, alone, later), await enqueueSilently(visitor, shared, later)];
  const written = `${visitor.userId}/${jobs[0]}`;
  const bytes = (await rubricPdf()).slice().buffer;
  const { error } = await secret.storage
    .from('job-files')
    .upload(`${written}/out.pdf`, bytes, { contentType: pdf });
  expect(error).toBeNull();
  for (const jobId of jobs) await visitor.call('DELETE', `/api/jobs?jobId=${jobId}`);
  const retried = await visitor.call<{ jobId: string }>('POST', `/api/jobs?jobId=${jobs[1]}&action=retry`);
  expect(retried.status).toBe(202);
  await sql`update overtime.jobs set expires_at = now() - interval '1 minute' where id = any (${jobs})`;
  expect(await filesOf(visitor, written)).toEqual(['out.pdf']);
  await sql`update storage.objects set created_at = now() - interval '25 hours'`;
  await sql`update overtime.file_search set after_name = '', next_at = now()`;
  await sweepNow();
  expect(await Promise.all(jobs.map(statusOf))).toEqual([undefined, undefined]);
  expect(await filesOf(visitor, folderOf(alone))).toEqual([]);
  expect(await filesOf(visitor, written)).toEqual([]);
  expect(await filesOf(visitor, folderOf(shared))).toEqual(['shared.pdf']);
  await expect.poll(() => statusOf(retried.body.jobId), { timeout: 20_000 }).toBe('completed');
});

test('two sweeps at once do no harm', async () => {
  const visitor = await newVisitor();
  const jobId = await enqueueSilently(visitor, await uploaded(visitor, 'r.pdf'));
  await sql`update overtime.jobs set dispatched_at = null where id = ${jobId}`;
  const answers = await Promise.all([sweepNow(), sweepNow(), sweepNow()]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  await expect.poll(() => statusOf(jobId), { timeout: 20_000 }).toBe('completed');
  expect([...(await sql`select attempt from overtime.jobs where id = ${jobId}`)]).toEqual([{ attempt: 1 }]);
});
