import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createJobsClient, type JobsClient } from '../../../src/overtime/client.ts';
import { defineContract, defineTask, TaskError } from '../../../src/overtime/index.ts';
import { isTerminal } from '../../../src/overtime/job.ts';
import { streamObject } from '../../../src/overtime/models.ts';
import { hostTask, memoryProject, type MemoryProject, type TaskHost } from '../../../src/overtime/testing.ts';

const contract = defineContract({
  name: 'write-haiku',
  version: 1,
  input: z.strictObject({ topic: z.string().min(1).max(200) }),
  result: z.strictObject({ haiku: z.string().max(1000) }),
  partial: z.strictObject({ haiku: z.string().max(1000) }),
  stages: { thinking: { title: 'Thinking', weight: 1 }, writing: { title: 'Writing', weight: 3 } },
});

const task = defineTask(contract, async (ctx) => {
  const { topic } = ctx.input;
  await ctx.stage('thinking', async () => {
    if (topic === 'war') throw new TaskError('no_haiku', 'There is no haiku about war.');
    // As a model call that nobody ends but the user.
    if (topic === 'eternity') await new Promise((_, reject) => ctx.signal.addEventListener('abort', reject));
  });
  return ctx.stage('writing', () =>
    streamObject(ctx, {
      schema: contract.result,
      system: 'You write haiku.',
      prompt: topic,
      purpose: 'writing',
      sample: () => ({ haiku: `A sample about ${topic}` }),
    }),
  );
});

let project: MemoryProject;
let host: TaskHost;
let jobs: JobsClient;
beforeAll(async () => {
  project = await memoryProject();
  host = await hostTask(task, { ...project, answers: [{ haiku: 'Rain on the roof' }] });
  jobs = createJobsClient({ supabase: project.supabase, baseUrl: host.url });
});
afterAll(async () => {
  await host.close();
  await project.close();
});

async function endOf(jobId: string) {
  for await (const job of jobs.watch(contract, jobId)) if (isTerminal(job.status)) return job;
  throw new Error('The watch ended before the job.');
}

test('a job goes from its trigger to its result, in memory', async () => {
  const { jobId } = await jobs.submit(contract, { topic: 'rain' });
  expect(await endOf(jobId)).toMatchObject({
    status: 'completed',
    progress: 100,
    result: { haiku: 'Rain on the roof' },
    attempt: 1,
    sample: true,
    stages: [
      { name: 'thinking', title: 'Thinking', status: 'completed' },
      { name: 'writing', title: 'Writing', status: 'completed' },
    ],
    performance: { attempts: 1, tokenUsage: expect.any(Number) },
  });
});

test('an error that the user should read ends its job with it', async () => {
  const { jobId } = await jobs.submit(contract, { topic: 'war' });
  expect(await endOf(jobId)).toMatchObject({
    status: 'failed',
    errorCode: 'no_haiku',
    error: 'There is no haiku about war.',
  });
});

test('a job that is cancelled stops its work', async () => {
  const { jobId } = await jobs.submit(contract, { topic: 'eternity' });
  await jobs.cancel(jobId);
  expect(await endOf(jobId)).toMatchObject({ status: 'cancelled' });
  await expect(jobs.cancel(jobId)).rejects.toMatchObject({ code: 'job_already_finished' });
});

test('a wrong input, an unknown job and a caller without a token are refused by the functions', async () => {
  await expect(jobs.submit(contract, { topic: '' })).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(endOf('no-such-job')).rejects.toMatchObject({ code: 'not_found' });
  const answer = await fetch(`${host.url}/.netlify/functions/write-haiku-trigger`, { method: 'POST' });
  expect(answer.status).toBe(401);
});

test('what the memory does not have is refused by its name', async () => {
  const call = await fetch(`${project.supabaseUrl}/rest/v1/rpc/overtime_list_jobs`, { method: 'POST' });
  expect(call.status).toBe(501);
  expect(await call.json()).toMatchObject({ message: expect.stringContaining('overtime_list_jobs') });
});
