import { globSync } from 'node:fs';
import { join } from 'node:path';
import type { SupabaseClient } from '@supabase/supabase-js';
import { expect } from 'vitest';
import { createJobsClient } from '../../src/overtime/client.ts';
import type { Contract } from '../../src/overtime/index.ts';
import { hostFunctions } from '../support/function-host.ts';

/** Runs a job of an app's task through the app's own functions, as a user: its points are those of the sample. */
export async function runFirstJob(
  supabase: SupabaseClient,
  app: string,
  task: string,
  functions: string,
  jobsFunction = 'jobs',
): Promise<void> {
  const host = await hostFunctions(undefined, undefined, join(app, functions));
  try {
    const jobs = createJobsClient({ supabase, baseUrl: host.url, jobsFunction });
    const contract = await contractOf(app, task);
    const text = 'The tide comes twice a day. The moon pulls it. Sailors wait for it.';
    const { jobId } = await jobs.submit(contract, { text });
    for await (const job of jobs.watch(contract, jobId)) {
      if (job.status === 'completed')
        expect(job.result).toMatchObject({ title: expect.stringMatching(/^The tide/) });
      else expect(job.status).not.toBe('failed');
    }
    expect((await jobs.list()).jobs).toMatchObject([{ jobId, task, status: 'completed' }]);
  } finally {
    await host.close();
  }
}

/** Imports an app's contract as its page does. */
async function contractOf(app: string, task: string): Promise<Contract> {
  const [file = ''] = globSync(`{src/,}tasks/${task}/contract.*`, { cwd: app });
  const path = join(app, file);
  const exported = Object.values((await import(/* @vite-ignore */ path)) as Record<string, Contract>);
  return exported[0]!;
}
