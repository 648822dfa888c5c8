import { z } from 'zod';
import { defineContract } from '../../overtime/index.ts';
import { rubricDraft, writtenRubric } from '../rubric/rubric-contract.ts';
import { firstLine } from '../fields/title.ts';

export const enhanceRubric = defineContract({
  name: 'enhance-rubric',
  version: 1,
  input: z
    .strictObject({
      simple_rules: z
        .string()
        .trim()
        .min(1)
        .max(100_000)
        .describe('The rubric to improve, or the rules to make one of, as text or Markdown'),
      rubric_prompt: z.string().trim().min(1).max(10_000).optional().describe('Instructions beside our own'),
      total_points: z.number().positive().max(100_000).default(100).describe('What the points add up to'),
      llmProvider: z.enum(['gemini', 'openai']).optional(),
      llmModel: z
        .string()
        .min(1)
        .max(100)
        .optional()
        .describe('One of that provider; default: its usual one'),
    })
    .refine((input) => input.llmModel === undefined || input.llmProvider !== undefined, {
      path: ['llmProvider'],
      message: 'Choose gemini or openai, the provider of llmModel.',
    }),
  result: writtenRubric,
  partial: z.object({ rubric: rubricDraft }),
  stages: {
    rubric_enhancement: { title: 'Improving the rubric', weight: 1 },
  },
  title: ({ simple_rules }) => `Better rubric: ${firstLine(simple_rules)}`,
  policy: {
    userConcurrency: 5,
    rate: { jobs: 60, seconds: 3600 },
  },
});
