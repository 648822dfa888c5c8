import { z } from 'zod';
import { jobStatuses, stageStatuses } from './job-status.ts';

/**
 * The functions' answers about a job, described once: the types in `job.ts`, the OpenAPI document and the tests'
 * checks are derived from here.
 */
const time = z.iso.datetime({ offset: true });
const percent = z.number().min(0).max(100);
const status = z.enum(jobStatuses);

/** Durations in milliseconds. */
export const jobPerformance = z.object({
  durationMs: z.number().describe('From the first claim to the end, or to now'),
  queueTimeMs: z.number().describe('From enqueue to the first claim, or to now'),
  llmTimeMs: z.number().describe('Time spent in model calls, over all attempts'),
  fileSizeKb: z.number().nullable().describe('Size of the input file in kB (1000 bytes)'),
  tokenUsage: z.number().int().describe('Input and output tokens, over all attempts'),
  costUsd: z.number().nullable().describe("Null where a model's price is not known"),
  attempts: z.number().int(),
});

export const jobStage = z.object({
  name: z.string(),
  title: z.string(),
  item: z.number().int().describe('From 1 for the numbered items of a stage, 0 for the stage itself'),
  status: z.enum(stageStatuses),
  progress: percent,
  reason: z.string().nullable().describe('Why it was skipped or failed'),
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
});

/** A job as its owner reads it, in any status. `more` is added to the fields of every status. */
export function jobSchema<Result extends z.ZodType, Partial extends z.ZodType>(
  result: Result,
  partial: Partial,
  more: z.ZodRawShape = {},
) {
  const base = {
    jobId: z.string(),
    task: z.string(),
    title: z.string().nullable().describe('What it is about, where its contract says that'),
    progress: percent,
    stage: z.string().nullable().describe('The stage at work, null before the first'),
    message: z.string().nullable().describe('Where the job is, for a person to read'),
    stages: z.array(jobStage),
    attempt: z.number().int(),
    maxAttempts: z.number().int(),
    sample: z.boolean().describe('True when any of it is made of samples'),
    performance: jobPerformance,
    createdAt: time,
    updatedAt: time,
    startedAt: time.nullable(),
    ...more,
  };
  const written = partial.nullable().describe('What has been written so far');
  const finishedAt = time;
  return z.discriminatedUnion('status', [
    z.object({
      ...base,
      status: z.enum(['pending', 'processing']),
      waitsFor: z.enum(['time', 'user', 'lock']).nullable().describe('What keeps a pending job'),
      nextAttemptAt: time.nullable().describe('When a job that waits for its time goes on'),
      partial: written,
    }),
    z.object({ ...base, status: z.literal('completed'), result, finishedAt }),
    z.object({
      ...base,
      status: z.literal('failed'),
      error: z.string().describe('What happened, for a person to read'),
      errorCode: z.string().describe('The same for a program: stable over versions'),
      errorRetryable: z.boolean().describe('Whether the same input may succeed when tried again'),
      partial: written,
      finishedAt,
    }),
    z.object({ ...base, status: z.literal('cancelled'), partial: written, finishedAt }),
  ]);
}

export const jobPage = z.object({
  jobs: z.array(
    z.object({
      jobId: z.string(),
      task: z.string(),
      title: z.string().nullable(),
      status,
      progress: percent,
      message: z.string().nullable(),
      error: z.string().nullable(),
      errorCode: z.string().nullable(),
      sample: z.boolean(),
      attempts: z.number().int(),
      tokenUsage: z.number().int().describe('Input and output tokens, over all attempts'),
      costUsd: z.number().nullable().describe("Null where a model's price is not known"),
      durationMs: z.number().nullable().describe('From the first claim to the end; null before the end'),
      createdAt: time,
      finishedAt: time.nullable(),
    }),
  ),
  nextBefore: z.string().nullable().describe('What before takes for the next page; null on the last one'),
});

export const jobLogLine = z.object({
  id: z.number().int(),
  attempt: z.number().int(),
  level: z.enum(['debug', 'info', 'warn', 'error']),
  message: z.string(),
  details: z.record(z.string(), z.unknown()).nullable(),
  at: time,
});

export const jobCall = z.object({
  id: z.string(),
  attempt: z.number().int(),
  provider: z.string(),
  model: z.string(),
  purpose: z.string().describe('What the call was for, such as extraction or repair'),
  outcome: z.enum(['running', 'succeeded', 'failed', 'aborted']),
  inputTokens: z.number().int(),
  outputTokens: z.number().int(),
  characters: z.number().int().describe('Of the text that was spoken'),
  estimated: z.boolean().describe('True where the provider reported no usage'),
  costUsd: z.number().nullable().describe("Null where the model's price is not known"),
  durationMs: z.number(),
});
