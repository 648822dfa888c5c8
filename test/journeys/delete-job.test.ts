import { expect, test } from 'vitest';
import { createJobsClient } from '../../src/overtime/client.ts';
import { rubricPdf } from '../support/sample-files.ts';
import { newVisitor, pdf, type Accepted } from './visitor.ts';

test('a user deletes an ended job, and its files are gone with it', async () => {
  const visitor = await newVisitor();
  const client = createJobsClient({ supabase: visitor.supabase, baseUrl: '' });
  const filePath = await visitor.upload(await rubricPdf(), 'rubric.pdf');
  const { body } = await visitor.call<Accepted>('POST', '/.netlify/functions/extract-rubric-trigger', {
    filePath,
    fileName: 'rubric.pdf',
    fileType: pdf,
  });
  await visitor.watch(body.statusUrl);
  const address = `/api/jobs?jobId=${body.jobId}`;
  const other = await newVisitor();
  expect((await other.call('DELETE', `${address}&action=delete`)).status).toBe(404);
  expect((await visitor.call('DELETE', `${address}&action=forget`)).status).toBe(422);

  const gone = await visitor.call('DELETE', `${address}&action=delete`);
  expect([gone.status, gone.body]).toEqual([200, { jobId: body.jobId, status: 'deleted' }]);
  expect((await visitor.call('GET', address)).status).toBe(404);
  await expect(client.fileUrl(filePath)).rejects.toMatchObject({ code: 'file_not_found' });
  // What it left in a table of its own stays until it is deleted there.
  expect((await visitor.supabase.from('rubrics').select('id')).data).toEqual([{ id: body.jobId }]);
});
