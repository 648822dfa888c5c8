import { createClient } from '@supabase/supabase-js';
import { expect, test } from 'vitest';
import { stack } from '../support/file-stack.ts';
import { rubricPdf } from '../support/sample-files.ts';
import { base64, newVisitor, pdf, triggerUrl, type Accepted, type Visitor } from './visitor.ts';
import { withDatabase } from './with-database.ts';
import { defaultLimits } from '../support/default-limits.ts';

const sql = withDatabase();

async function aFinishedJob() {
  const owner = await newVisitor();
  const { body } = await owner.call<Accepted>('POST', triggerUrl, {
    file: base64(await rubricPdf()),
    fileName: 'r.pdf',
    fileType: pdf,
  });
  await owner.watch(body.statusUrl);
  return { owner, ...body };
}

test("another user's job is not found, by status, cancel and retry", async () => {
  const { jobId, statusUrl } = await aFinishedJob();
  const other = await newVisitor();
  const unknown = await other.call('GET', statusUrl.replace(jobId, 'nobody-has-this-id'));
  const foreign = await other.call('GET', statusUrl);
  expect(foreign.status).toBe(404);
  expect({ ...foreign.body, detail: '' }).toEqual({ ...unknown.body, detail: '' });
  expect((await other.call('DELETE', `/api/jobs?jobId=${jobId}`)).status).toBe(404);
  expect((await other.call('POST', `/api/jobs?jobId=${jobId}&action=retry`)).status).toBe(404);
  expect((await other.call('GET', '/api/jobs')).body).toEqual({ jobs: [], nextBefore: null });
});

test('logs, calls and input of a job are read by their owner and by nobody else', async () => {
  const { owner, jobId } = await aFinishedJob();
  const other = await newVisitor();
  for (const view of ['logs', 'usage', 'input']) {
    const path = `/api/jobs?jobId=${jobId}&view=${view}`;
    expect([view, (await owner.call('GET', path)).status]).toEqual([view, 200]);
    expect([view, (await other.call('GET', path)).status]).toEqual([view, 404]);
  }
  const read = async ({ supabase }: Visitor) => ({
    job: (await supabase.rpc('overtime_get_job', { p_job_id: jobId })).data as unknown,
    input: (await supabase.rpc('overtime_get_job_input', { p_job_id: jobId })).data as unknown,
    calls: (await supabase.rpc('overtime_list_job_usage', { p_job_id: jobId })).data as unknown[],
    logs: (await supabase.rpc('overtime_list_job_logs', { p_job_id: jobId })).data as unknown[],
  });
  expect(await read(other)).toEqual({ job: null, input: null, calls: [], logs: [] });
  expect(await read(owner)).toMatchObject({ job: { jobId }, calls: [{ outcome: 'succeeded' }] });
});

test("the Data API has none of the engine's tables, not even for their owner", async () => {
  const { owner } = await aFinishedJob();
  for (const table of ['jobs', 'job_stages', 'job_logs', 'job_usage', 'job_partials']) {
    const { data, error } = await owner.supabase.from(table).select('*');
    expect([table, data]).toEqual([table, null]);
    expect(error).not.toBeNull();
  }
});

test('a browser writes job state by no path', async () => {
  const { owner, jobId } = await aFinishedJob();
  const { supabase } = owner;
  const row = async () => [...(await sql`select * from overtime.jobs where id = ${jobId}`)];
  const before = await row();
  const refused = [
    await supabase.rpc('overtime_claim_job', { p_task: 'extract-rubric', p_lease_seconds: 30 }),
    await supabase.rpc('overtime_cancel_job', { p_job_id: jobId, p_user_id: owner.userId }),
    await supabase.rpc('overtime_retry_job', { p_job_id: jobId, p_user_id: owner.userId, p_new_id: 'mine' }),
    await supabase.rpc('overtime_enqueue_job', {
      p_id: 'mine',
      p_user_id: owner.userId,
      p_task: 'x',
      p_input: {},
      ...defaultLimits,
    }),
  ];
  expect(refused.map(({ error }) => error?.code)).toEqual(refused.map(() => '42501'));
  // Beside the functions there is nothing to write to.
  for (const write of [
    supabase.from('jobs').update({ status: 'failed' }).eq('id', jobId),
    supabase.from('jobs').delete().eq('id', jobId),
    supabase.from('jobs').insert({ id: 'mine', user_id: owner.userId, task: 'extract-rubric', input: '{}' }),
    supabase.schema('overtime').from('jobs').update({ status: 'failed' }).eq('id', jobId),
  ]) {
    expect((await write).error).not.toBeNull();
  }
  expect(await row()).toEqual(before);
  expect([...(await sql`select from overtime.jobs where id = 'mine'`)]).toEqual([]);
});

test("another user's file can be neither read nor named", async () => {
  const owner = await newVisitor();
  const filePath = await owner.upload(await rubricPdf(), 'r.pdf');
  const other = await newVisitor();
  expect((await other.supabase.storage.from('job-files').download(filePath)).data).toBeNull();
  expect((await other.supabase.storage.from('job-files').list(owner.userId)).data ?? []).toEqual([]);
  const answer = await other.call('POST', triggerUrl, { filePath, fileName: 'r.pdf', fileType: pdf });
  expect(answer).toMatchObject({ status: 422, body: { code: 'file_not_found' } });
});

test('a background URL runs nothing that is not signed for it', async () => {
  const { supabaseUrl, secretKey, siteUrl } = stack;
  const visitor = await newVisitor();
  const secret = createClient(supabaseUrl, secretKey);
  const { error } = await secret.rpc('overtime_enqueue_job', {
    p_id: `waiting-${visitor.userId}`,
    p_user_id: visitor.userId,
    p_task: 'extract-rubric',
    p_input: { filePath: `${visitor.userId}/x/x`, fileName: 'x', fileType: 'x' },
    p_lane: 'local',
    ...defaultLimits,
  });
  expect(error).toBeNull();
  const url = `${siteUrl}/.netlify/functions/extract-rubric-background`;
  // The platform answers for a background function, before its code has said anything.
  await fetch(url);
  await fetch(url, { method: 'POST' });
  await fetch(url, { method: 'POST', headers: { authorization: `Bearer ${visitor.token}` } });
  // A dispatch that is signed comes last; by then the others have had their turn.
  const after = await aFinishedJob();
  expect(after.jobId).toBeTruthy();
  const { body } = await visitor.call('GET', `/api/jobs?jobId=waiting-${visitor.userId}`);
  // The signed worker slot takes what is due first, so it, and only it, has run the job, once.
  expect(body).toMatchObject({ attempt: 1 });
});
