import { z } from 'zod';
import { sentTime } from './sent-time.ts';

/** A request for a delayed or a recurring job. */
export const scheduleRequest = z
  .strictObject({
    task: z.string().max(100),
    input: z.unknown(),
    /** Once, at this time. */
    runAt: sentTime.optional(),
    /** Recurring, by a cron expression of five fields … */
    cron: z.string().max(100).optional(),
    /** … in this time zone. */
    timeZone: z.string().max(64).default('UTC'),
  })
  .refine(({ runAt, cron }) => (runAt === undefined) !== (cron === undefined), {
    path: ['runAt'],
    message: 'Give either runAt (once) or cron (repeatedly).',
  });
