import { z } from 'zod';
import { inputSentence } from '../input-sentence.ts';
import { jobStatuses, type JobPage } from '../job.ts';
import type { Exchange } from './handler.ts';
import { invalidParameter } from './required-parameter.ts';
import { sentTime } from './sent-time.ts';

const notNextBefore = 'Must be the nextBefore of the page before.';

export const jobFilters = z.object({
  task: z.string().max(100).optional(),
  status: z.enum(jobStatuses).optional(),
  sample: z.enum(['true', 'false']).optional().describe('Jobs of which any part is made of samples, or none'),
  q: z.string().trim().min(1).max(200).optional().describe('A part of the title, in any case'),
  limit: z.coerce.number().int().min(1).max(100).default(50).describe('Jobs on a page'),
  // The end of the previous page: the time (to the microsecond) and the id of its last job.
  before: z
    .string()
    .regex(/^[^~]+Z~[\w-]{1,100}$/, notNextBefore)
    .refine((before) => sentTime.safeParse(before.split('~')[0]).success, notNextBefore)
    .optional()
    .describe('What nextBefore of the page before said'),
});

/**
 * A page of the caller's own jobs, newest first, by keyset: jobs that arrive meanwhile shift nothing.
 * Filters: `task`, `status`, `sample`, `q`, `limit` (1 to 100, default 50), `before`. Throws `invalid_input`.
 */
export async function listJobs({ url, callAsUser }: Exchange): Promise<JobPage> {
  const parsed = jobFilters.safeParse(Object.fromEntries(url.searchParams), { error: inputSentence });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalidParameter(String(issue?.path[0] ?? ''), issue?.message ?? 'Must be valid.');
  }
  const { task, status, sample, q, limit, before } = parsed.data;
  const [beforeAt, beforeId] = before?.split('~') ?? [];
  const data = await callAsUser('overtime_list_jobs', '', {
    p_task: task ?? null,
    p_status: status ?? null,
    p_sample: sample === undefined ? null : sample === 'true',
    p_q: q ?? null,
    p_before_at: beforeAt ?? null,
    p_before_id: beforeId ?? null,
    p_limit: limit,
  });
  return data as JobPage;
}
