import { z } from 'zod';
import { defineContract, fileFields, oneFile, type FilePolicy } from '../../overtime/index.ts';
import { atMost, line, longestAnswer } from '../fields/text-contract.ts';
import { pointProblems } from '../rubric/point-problems.ts';
import { points, rubric, type Rubric } from '../rubric/rubric-contract.ts';
import { fileTitle, firstLine } from '../fields/title.ts';

const mostCategories = 30;
const longestRubric = 100_000;

/** Longest submission that is graded, in characters: some eighty pages. */
export const longestSubmission = 200_000;

export const grade = z.object({
  category: rubric.shape.title,
  level: rubric.shape.title.nullable().describe('Null where the category has no levels'),
  points,
  maxPoints: points,
  reasons: atMost(z.string(), 10_000),
  quotes: z
    .array(atMost(z.string(), 5000))
    .max(5)
    .describe('Where the submission shows it, in its own words'),
});
export type Grade = z.output<typeof grade>;

/** A rubric that can be graded by: its points add up, and every name stands for one thing. */
const gradableRubric = rubric.superRefine((value, context) => {
  const add = (path: (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path, message });
  if (value.categories.length > mostCategories) {
    add(['categories'], `A rubric has at most ${mostCategories} categories.`);
    return;
  }
  if (JSON.stringify(value).length > longestRubric) {
    add([], `A rubric has at most ${longestRubric} characters.`);
  }
  for (const message of pointProblems(value)) add(['categories'], message);
  for (const [path, message] of repeatedNames(value)) add(path, message);
});

export const file: FilePolicy = {
  kinds: ['pdf', 'docx', 'text', 'png', 'jpg', 'webp'],
  maxBytes: 10 * 1024 * 1024,
  maxInlineBytes: 4 * 1024 * 1024,
};

export const gradeSubmission = defineContract({
  name: 'grade-submission',
  version: 1,
  input: z
    .strictObject({
      rubric: gradableRubric.describe('As extract-rubric and enhance-rubric answer it'),
      submission: z.string().trim().min(1).max(longestSubmission).optional().describe('The work, as text'),
      ...fileFields(file, 'The work'),
      instructions: z
        .string()
        .trim()
        .min(1)
        .max(10_000)
        .optional()
        .describe('How to grade, beside the rubric'),
      // Kept with the grades, and sent to no model.
      student: line(200).optional().describe('Whose work it is; kept with the grades'),
      rubricId: line(100).optional().describe('The kept rubric that was taken; kept with the grades'),
    })
    .partial({ fileName: true, fileType: true })
    .superRefine(oneFile({ submission: 'text' })),
  result: z.object({
    grades: z.array(grade).max(mostCategories).describe("In the rubric's order"),
    totalPoints: points.describe('Sum of the points of all grades'),
    maxPoints: points,
    percentage: z.number().min(0).max(100),
    feedback: z.string().max(longestAnswer).describe('To the student'),
    notRead: z
      .string()
      .max(10_000)
      .optional()
      .describe('What of the work could not be read, in a sentence; the grades rest on the rest of it'),
    submission: z.string().max(longestSubmission).describe('The text that was graded, as it was read'),
  }),
  partial: z.object({
    grades: z.array(grade).max(mostCategories),
    feedback: z.string().max(longestAnswer).optional(),
  }),
  stages: {
    submission_reading: { title: 'Reading the submission', weight: 5 },
    category_grading: { title: 'Grading by category', weight: 80 },
    feedback_writing: { title: 'Writing the feedback', weight: 15 },
  },
  title: ({ fileName, submission, rubric: { title } }) => {
    const name = fileName === undefined ? firstLine(submission ?? '') : fileTitle(fileName);
    return `Grade: ${name} (${title})`;
  },
  policy: {
    // A class hands in at once: its work is taken, and five are graded at a time.
    userConcurrency: 5,
    rate: { jobs: 200, seconds: 3600 },
    file,
  },
});

function repeatedNames({ categories }: Rubric): [(string | number)[], string][] {
  const found: [(string | number)[], string][] = [];
  const category = repeated(categories.map(({ name }) => name));
  if (category >= 0)
    found.push([['categories', category, 'name'], 'Another category has this name. Choose a different one.']);
  categories.forEach(({ levels }, index) => {
    const level = repeated(levels.map(({ name }) => name));
    if (level >= 0) {
      found.push([
        ['categories', index, 'levels', level, 'name'],
        'Another level has this name. Choose a different one.',
      ]);
    }
  });
  return found;
}

/** The index of the first name that one before it has; -1 where all are different. */
function repeated(names: readonly string[]): number {
  const seen = new Set<string>();
  return names.findIndex((name) => seen.size === seen.add(name).size);
}
