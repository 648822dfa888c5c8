import { z } from 'zod';
import { defineContract } from '../../overtime/index.ts';
import { bookId, mostChapters, plannedChapter } from '../book/book-contract.ts';
import { longestAnswer } from '../fields/text-contract.ts';

export const writeChapter = defineContract({
  name: 'write-chapter',
  version: 1,
  input: z.strictObject({
    bookId,
    chapter: z.number().int().min(1).max(mostChapters).describe('Its number in the plan, counted from 1'),
    prompt: z
      .string()
      .trim()
      .min(1)
      .max(2000)
      .optional()
      .describe('Wishes for this chapter, beside plan and style guide'),
  }),
  result: z.object({
    bookId: z.string().max(64),
    chapter: z.number().int().positive(),
    title: plannedChapter.shape.title,
    text: z.string().max(longestAnswer).describe('Paragraphs, parted by blank lines'),
    wordCount: z.number().int().positive(),
  }),
  partial: z.object({ title: plannedChapter.shape.title, text: z.string().max(longestAnswer) }),
  stages: { chapter: { title: 'Writing the chapter', weight: 1 } },
  title: ({ chapter }) => `Chapter ${chapter}`,
  policy: { userConcurrency: 5, rate: { jobs: 120, seconds: 3600 } },
  // One hand at a time writes a chapter, and none while the book is exported.
  lockKey: ({ bookId: book, chapter }) => `book:${book}/chapter:${chapter}`,
});
