import { z } from 'zod';
import { atMost, longestAnswer } from '../fields/text-contract.ts';

/** Every number of points lies within. */
const mostPoints = 1_000_000;
export const points = z.number().min(0).max(mostPoints);

const level = z.object({
  name: atMost(z.string(), 300).describe('Name of the level, such as Excellent'),
  description: atMost(z.string(), 5000).describe('What work at this level looks like'),
  points: points.describe('Points for this level'),
});

const category = z.object({
  name: atMost(z.string(), 300).describe('Name of the category, such as Organization'),
  description: atMost(z.string(), 5000).describe('What the category judges'),
  points: points.describe('Most points that the category can give'),
  levels: atMost(z.array(level), 50).describe('From the best level to the weakest'),
});

export const rubric = z.object({
  title: atMost(z.string(), 500).describe('Title of the rubric'),
  totalPoints: points.describe('Sum of the points of all categories'),
  categories: atMost(z.array(category).min(1), 200).describe(
    'One entry per category, in the order of the document',
  ),
});
export type Rubric = z.output<typeof rubric>;

/** The rubric while it is being written: any part may still be missing. */
export const rubricDraft = z.object({
  title: rubric.shape.title.optional(),
  totalPoints: points.optional(),
  categories: atMost(
    z.array(
      category
        .omit({ levels: true })
        .partial()
        .extend({ levels: atMost(z.array(level.partial()), 50).optional() }),
    ),
    200,
  ).optional(),
});
export type RubricDraft = z.output<typeof rubricDraft>;

/** All of an answer with every character escaped, and the marks of the tables. */
const longestMarkdown = 3 * longestAnswer;

/** A finished rubric, as every task that writes one answers it. */
export const writtenRubric = z.object({
  rubric,
  rubricText: z.string().max(longestMarkdown).describe('The rubric as Markdown'),
  totalPoints: points,
  categoryCount: z.number().int(),
});
