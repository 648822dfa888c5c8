import { expect, test } from 'vitest';
import { createJobsClient } from '../../src/overtime/client.ts';
import { extractRubric } from '../../src/tasks/extract-rubric/contract.ts';
import { stack } from '../support/file-stack.ts';
import { rubricPdf } from '../support/sample-files.ts';
import { sampleSettings } from './sample-settings.ts';
import { newVisitor } from './visitor.ts';
import { withDatabase } from './with-database.ts';

const setSamples = sampleSettings();
const sql = withDatabase();

test('a job is watched over Realtime to its end: no call is held, and its text grows by messages', async () => {
  setSamples({ paceSeconds: 12, chaos: [] });
  const { supabase } = await newVisitor();
  const jobs = createJobsClient({ supabase, baseUrl: stack.siteUrl });
  const file = new File([(await rubricPdf()).slice()], 'r.pdf', { type: 'application/pdf' });
  const { jobId } = await jobs.submit(extractRubric, await jobs.upload(file));
  const partials = new Set<string>();
  let last;
  for await (const job of jobs.watch(extractRubric, jobId)) {
    if (job.status === 'processing' && job.partial) partials.add(JSON.stringify(job.partial));
    last = job;
  }
  const reads = stack.requests.filter((request) => request.includes(`-status?jobId=${jobId}`));
  expect(last).toMatchObject({ status: 'completed', progress: 100 });
  expect(reads.filter((request) => request.includes('wait='))).toEqual([]);
  // More states than reads, and than the row had: they came by messages.
  expect(partials.size).toBeGreaterThan(reads.length);
  const [row] = await sql<{ version: number }[]>`select version from overtime.jobs where id = ${jobId}`;
  expect(partials.size).toBeGreaterThan((row?.version ?? 0) / 2);
});
