import { afterAll, expect, test } from 'vitest';
import { createJobsClient } from '../../src/overtime/client.ts';
import { serveFetch } from '../../src/overtime/testing/serve-fetch.ts';
import { extractRubric } from '../../src/tasks/extract-rubric/contract.ts';
import { stack } from '../support/file-stack.ts';
import { rubricPdf } from '../support/sample-files.ts';
import { sampleSettings } from './sample-settings.ts';
import { newVisitor } from './visitor.ts';

const setSamples = sampleSettings();

/** A proxy that passes an answer on when it has all of it. */
const proxy = await serveFetch(0, async (request) => {
  const { pathname, search } = new URL(request.url);
  const body = request.method === 'GET' ? null : await request.arrayBuffer();
  const { method, headers } = request;
  const answer = await fetch(new URL(pathname + search, stack.siteUrl), { method, headers, body });
  const passedOn = new Headers(answer.headers);
  for (const name of ['transfer-encoding', 'connection', 'keep-alive']) passedOn.delete(name);
  const gathered = answer.status === 304 ? null : await answer.arrayBuffer();
  return new Response(gathered, { status: answer.status, headers: passedOn });
});
afterAll(() => proxy.close());

test('behind a proxy that gathers answers, one call is held, and the others are not', async () => {
  setSamples({ paceSeconds: 20, chaos: [] });
  const { supabase } = await newVisitor();
  const jobs = createJobsClient({ supabase, baseUrl: proxy.url, realtime: false });
  const file = new File([(await rubricPdf()).slice()], 'r.pdf', { type: 'application/pdf' });
  const { jobId } = await jobs.submit(extractRubric, await jobs.upload(file));
  const seen = new Set<number>();
  for await (const job of jobs.watch(extractRubric, jobId)) {
    seen.add(job.progress);
    if (job.status === 'processing' && seen.size > 4) await jobs.cancel(jobId);
  }
  const reads = stack.requests.filter((request) => request.includes(`-status?jobId=${jobId}`));
  expect(reads.filter((request) => request.includes('wait='))).toHaveLength(1);
  expect(reads.length).toBeGreaterThan(3);
});
