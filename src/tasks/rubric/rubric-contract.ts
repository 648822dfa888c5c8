import { z } from 'zod';

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
export const rubricDraft = z.object({
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

/** A finished rubric, as every task that writes one answers it. */
export const writtenRubric = z.object({
  rubric,
  rubricText: z.string().describe('The rubric as Markdown'),
  totalPoints: z.number(),
  categoryCount: z.number().int(),
});
