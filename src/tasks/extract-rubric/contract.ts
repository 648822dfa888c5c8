import { z } from 'zod';
import { defineContract, filePath } from '../../overtime/index.ts';
import { longestInlineFile } from '../fields/text-contract.ts';
import { rubricDraft, writtenRubric } from '../rubric/rubric-contract.ts';
import { outline } from './outline-contract.ts';

export const extractRubric = defineContract({
  name: outline.name,
  version: 1,
  input: z
    .strictObject({
      file: z
        .string()
        .min(1)
        .max(longestInlineFile)
        .optional()
        .describe('The file as base64, at most 4 MB (4 × 1024² bytes) before encoding'),
      filePath: filePath
        .optional()
        .describe('Path of a file uploaded to the bucket job-files, at most 10 MB'),
      fileName: z.string().min(1).max(255),
      fileType: z.string().min(1).max(255).describe("The file's media type; its content decides"),
      totalPoints: z
        .number()
        .positive()
        .max(100_000)
        .optional()
        .describe('The total that the points are scaled to'),
      geminiModel: z.string().min(1).max(100).optional(),
      extractionPrompt: z.string().min(1).max(10_000).optional().describe('Instructions beside our own'),
    })
    .refine((input) => (input.file === undefined) !== (input.filePath === undefined), {
      path: ['file'],
      message: 'Send either file (base64) or filePath (an uploaded file), and not both.',
    }),
  result: writtenRubric,
  partial: z.object({ rubric: rubricDraft }),
  stages: outline.stages,
  policy: {
    // A class's worth of rubrics at once is welcome: five are read at a time, and the others wait.
    userConcurrency: 5,
    rate: { jobs: 60, seconds: 3600 },
    file: outline.file,
  },
});
