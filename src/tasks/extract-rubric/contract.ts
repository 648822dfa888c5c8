import { z } from 'zod';
import { defineContract, fileFields, oneFile } from '../../overtime/index.ts';
import { rubricDraft, writtenRubric } from '../rubric/rubric-contract.ts';
import { outline } from './outline.ts';
import { fileTitle } from '../fields/title.ts';

export const extractRubric = defineContract({
  name: outline.name,
  version: 1,
  input: z
    .strictObject({
      ...fileFields(outline.file),
      totalPoints: z
        .number()
        .positive()
        .max(100_000)
        .optional()
        .describe('The total that the points are scaled to'),
      geminiModel: z.string().min(1).max(100).optional(),
      extractionPrompt: z.string().min(1).max(10_000).optional().describe('Instructions beside our own'),
    })
    .superRefine(oneFile()),
  result: writtenRubric.extend({
    notRead: z
      .string()
      .max(10_000)
      .optional()
      .describe('What of the document could not be read, in a sentence'),
  }),
  partial: z.object({ rubric: rubricDraft }),
  stages: outline.stages,
  title: ({ fileName }) => `Rubric: ${fileTitle(fileName)}`,
  policy: {
    // A class's worth of rubrics at once is welcome: five are read at a time, and the others wait.
    userConcurrency: 5,
    rate: { jobs: 60, seconds: 3600 },
    file: outline.file,
  },
});
