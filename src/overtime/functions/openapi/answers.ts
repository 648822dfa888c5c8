import { z } from 'zod';
import { jobCall, jobLogLine } from '../../job-answers.ts';
import { jobStatuses } from '../../job-status.ts';

// Answers other than jobs; the tests check real answers against it.
const time = z.iso.datetime({ offset: true });
const status = z.enum(jobStatuses);

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

export const acceptedList = z.object({ jobs: z.array(accepted).describe('In the order of the inputs') });

export const cancelled = z.object({ jobId: z.string(), status: z.enum(['cancelled', 'deleted']) });

export const jobLogs = z.object({ jobId: z.string(), logs: z.array(jobLogLine) });

export const jobInput = z.object({ jobId: z.string(), input: z.unknown() });

export const jobUsage = z.object({ jobId: z.string(), calls: z.array(jobCall) });

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
