import { z } from 'zod';
import {
  jobStatuses,
  type JobCall,
  type JobLogLine,
  type JobPage,
  type JobSnapshot,
  type Performance,
  type StageSnapshot,
} from '../../job.ts';

/**
 * What the functions answer, as schemas. The types are those of `src/overtime/job.ts`, so that neither changes
 * without the other; every journey checks real answers against what is written from them.
 */
const time = z.iso.datetime({ offset: true });
const percent = z.number().min(0).max(100);
const status = z.enum(jobStatuses);

const performance = z.object({
  durationMs: z.number().describe('From the first claim to the end, or to now'),
  queueTimeMs: z.number().describe('From enqueue to the first claim, or to now'),
  llmTimeMs: z.number().describe('Time spent in model calls, over all attempts'),
  fileSizeKb: z.number().nullable().describe('Size of the input file in kB (1000 bytes)'),
  tokenUsage: z.number().int().describe('Input and output tokens, over all attempts'),
  costUsd: z.number().nullable().describe("Null where a model's price is not known"),
  attempts: z.number().int(),
}) satisfies z.ZodType<Performance>;

const stage = z.object({
  name: z.string(),
  title: z.string(),
  item: z.number().int().describe('From 1 for the numbered items of a stage, 0 for the stage itself'),
  status: z.enum(['pending', 'processing', 'completed', 'failed', 'skipped']),
  progress: percent,
  reason: z.string().nullable().describe('Why it was skipped or failed'),
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
}) satisfies z.ZodType<StageSnapshot>;

/** A job as its owner reads it, of whatever status. `more` is beside what every status has. */
export function jobSchema<Result extends z.ZodType, Partial extends z.ZodType>(
  result: Result,
  partial: Partial,
  more: z.ZodRawShape = {},
): z.ZodType<JobSnapshot<z.output<Result>, z.output<Partial>>> {
  const base = {
    jobId: z.string(),
    task: z.string(),
    progress: percent,
    stage: z.string().nullable().describe('The stage at work, null before the first'),
    message: z.string().nullable().describe('Where the job is, for a person to read'),
    stages: z.array(stage),
    attempt: z.number().int(),
    maxAttempts: z.number().int(),
    sample: z.boolean().describe('True when any of it is made of samples'),
    performance,
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
  ]) as unknown as z.ZodType<JobSnapshot<z.output<Result>, z.output<Partial>>>;
}

export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().describe('What is wrong and what to do, for a person to read'),
  code: z.string().describe('The same for a program: stable over versions'),
  issues: z
    .array(z.object({ path: z.string().describe('Such as categories.2.points'), message: z.string() }))
    .optional(),
});

export const accepted = z.object({ jobId: z.string(), status, statusUrl: z.string() });

export const cancelled = z.object({ jobId: z.string(), status: z.literal('cancelled') });

export const jobPage = z.object({
  jobs: z.array(
    z.object({
      jobId: z.string(),
      task: z.string(),
      status,
      progress: percent,
      message: z.string().nullable(),
      error: z.string().nullable(),
      errorCode: z.string().nullable(),
      sample: z.boolean(),
      attempts: z.number().int(),
      tokenUsage: z.number().int(),
      costUsd: z.number().nullable(),
      durationMs: z.number().nullable(),
      createdAt: time,
      finishedAt: time.nullable(),
    }),
  ),
  nextBefore: z.string().nullable().describe('What before takes for the next page; null on the last one'),
}) satisfies z.ZodType<JobPage>;

export const jobLogs = z.object({
  jobId: z.string(),
  logs: z.array(
    z.object({
      id: z.number().int(),
      attempt: z.number().int(),
      level: z.enum(['debug', 'info', 'warn', 'error']),
      message: z.string(),
      details: z.record(z.string(), z.unknown()).nullable(),
      at: time,
    }) satisfies z.ZodType<JobLogLine>,
  ),
});

export const jobInput = z.object({ jobId: z.string(), input: z.unknown() });

export const jobUsage = z.object({
  jobId: z.string(),
  calls: z.array(
    z.object({
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
    }) satisfies z.ZodType<JobCall>,
  ),
});

export const webhookSecret = z.object({ webhookSecret: z.string() });

const schedule = {
  scheduleId: z.string(),
  task: z.string(),
  cron: z.string(),
  timeZone: z.string(),
};

export const newSchedule = z.object({ ...schedule, nextRunAt: time });

export const stoppedSchedule = z.object({ scheduleId: z.string(), nextRunAt: z.null() });

export const schedules = z.object({
  schedules: z.array(
    z.object({
      ...schedule,
      input: z.unknown(),
      nextRunAt: time.nullable().describe('Null once it is switched off'),
      lastRunAt: time.nullable(),
      lastJobId: z.string().nullable(),
      lastError: z.string().nullable().describe('Why the last run did not start'),
      createdAt: time,
    }),
  ),
});
