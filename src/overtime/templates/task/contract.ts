import { z } from 'zod';
import { defineContract } from '../../index.ts';

const keyPoints = z.object({
  title: z.string().min(1).max(200),
  points: z.array(z.string().min(1).max(500)).min(3).max(7),
});

export const taskTemplate = defineContract({
  name: 'task-template',
  version: 1,
  input: z.strictObject({
    text: z.string().trim().min(1).max(100_000).describe('What the key points are taken from'),
  }),
  result: keyPoints,
  partial: z.object({ title: z.string().max(200), points: z.array(z.string().max(500)).max(7) }).partial(),
  stages: { writing: { title: 'Writing the key points', weight: 1 } },
  policy: { userConcurrency: 5, rate: { jobs: 60, seconds: 3600 } },
});
