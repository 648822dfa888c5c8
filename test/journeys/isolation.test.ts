import { createClient } from '@supabase/supabase-js';
import { expect, test } from 'vitest';
import { stack } from '../support/file-stack.ts';
import { rubricPdf } from '../support/sample-files.ts';
import { base64, newVisitor, pdf, triggerUrl, type Accepted } from './visitor.ts';

const tables = ['jobs', 'job_stages', 'job_logs', 'job_usage', 'job_partials'];

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

test('the Data API shows rows, stages, logs and usage to their owner and to nobody else', async () => {
  const { owner } = await aFinishedJob();
  const other = await newVisitor();
  for (const table of tables) {
    const { data } = await other.supabase.from(table).select('*');
    expect([table, data]).toEqual([table, []]);
  }
  for (const table of ['jobs', 'job_stages', 'job_usage']) {
    const { data } = await owner.supabase.from(table).select('*');
    expect([table, data?.length]).not.toEqual([table, 0]);
  }
  const { supabaseUrl, publishableKey } = stack;
  const nobody = createClient(supabaseUrl, publishableKey);
  for (const table of tables) expect((await nobody.from(table).select('*')).data).toBeNull();
});

test('a browser writes job state by no path', async () => {
  const { owner, jobId } = await aFinishedJob();
  const { supabase } = owner;
  const before = await supabase.from('jobs').select('*').eq('id', jobId).single();
  const refused = [
    await supabase.from('jobs').update({ status: 'failed' }).eq('id', jobId),
    await supabase.from('jobs').delete().eq('id', jobId),
    // As text: the local Data API does not write an object into a column whose type is a domain.
    await supabase
      .from('jobs')
      .insert({ id: 'mine', user_id: owner.userId, task: 'extract-rubric', input: '{}' }),
    await supabase.from('job_usage').delete().eq('job_id', jobId),
    await supabase.rpc('overtime_claim_job', { p_task: 'extract-rubric', p_lease_seconds: 30 }),
    await supabase.rpc('overtime_cancel_job', { p_job_id: jobId, p_user_id: owner.userId }),
    await supabase.rpc('overtime_retry_job', { p_job_id: jobId, p_user_id: owner.userId, p_new_id: 'mine' }),
    await supabase.rpc('overtime_enqueue_job', {
      p_id: 'mine',
      p_user_id: owner.userId,
      p_task: 'x',
      p_input: {},
    }),
  ];
  expect(refused.map(({ error }) => error?.code)).toEqual(refused.map(() => '42501'));
  expect(await supabase.from('jobs').select('*').eq('id', jobId).single()).toEqual(before);
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
  const { data } = await visitor.supabase
    .from('jobs')
    .select('attempt')
    .eq('id', `waiting-${visitor.userId}`)
    .single();
  // The signed worker slot takes what is due first, so it, and only it, has run the job, once.
  expect(data).toEqual({ attempt: 1 });
});
