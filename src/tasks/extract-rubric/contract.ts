import { z } from 'zod';
import { defineContract } from '../../contract.ts';

const level = z.object({
  name: z.string().describe('Name of the level, such as Excellent'),
  description: z.string().describe('What work at this level looks like'),
  points: z.number().min(0).describe('Points for this level'),
});

const category = z.object({
  name: z.string().describe('Name of the category, such as Organization'),
  description: z.string().describe('What the category judges'),
  points: z.number().min(0).describe('Most points that the category can give'),
  levels: z.array(level).describe('From the best level to the weakest'),
});

export const rubric = z.object({
  title: z.string().describe('Title of the rubric'),
  totalPoints: z.number().min(0).describe('Sum of the points of all categories'),
  categories: z.array(category).min(1).describe('One entry per category, in the order of the document'),
});
export type Rubric = z.output<typeof rubric>;

/** The rubric while it is being written: any part may still be missing. */
const rubricDraft = z.object({
  title: z.string().optional(),
  totalPoints: z.number().optional(),
  categories: z
    .array(
      category
        .omit({ levels: true })
        .partial()
        .extend({ levels: z.array(level.partial()).optional() }),
    )
    .optional(),
});
export type RubricDraft = z.output<typeof rubricDraft>;

export const extractRubric = defineContract({
  name: 'extract-rubric',
  version: 1,
  input: z
    .strictObject({
      file: z
        .string()
        .min(1)
        .optional()
        .describe('The file as base64, at most 4 MB (4 × 1024² bytes) before encoding'),
      filePath: z
        .string()
        .min(1)
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
  result: z.object({
    rubric,
    rubricText: z.string().describe('The rubric as Markdown'),
    totalPoints: z.number(),
    categoryCount: z.number().int(),
  }),
  partial: z.object({ rubric: rubricDraft }),
  stages: {
    document_reading: { title: 'Reading the document', weight: 5 },
    rubric_extraction: { title: 'Extracting the rubric', weight: 85 },
    points_check: { title: 'Checking the points', weight: 10 },
  },
  policy: {
    // A class's worth of rubrics at once is welcome: five are read at a time, and the others wait.
    userConcurrency: 5,
    rate: { jobs: 60, seconds: 3600 },
    file: { kinds: ['pdf', 'docx'], maxBytes: 10 * 1024 * 1024, maxInlineBytes: 4 * 1024 * 1024 },
  },
});
