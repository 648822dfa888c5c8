import { z } from 'zod';
import { defineContract } from '../../overtime/index.ts';
import { cast, mostChapters, numberedChapter, outline, styleGuide } from '../book/book-contract.ts';
import { language, line } from '../fields/text-contract.ts';
import { firstLine } from '../fields/title.ts';

/** What the names of lengths mean. */
export const lengths = {
  short: { chapters: 5, wordsPerChapter: 700 },
  novella: { chapters: 12, wordsPerChapter: 1500 },
  novel: { chapters: 30, wordsPerChapter: 2500 },
} as const;

export const createFoundation = defineContract({
  name: 'create-foundation',
  version: 1,
  input: z.strictObject({
    idea: z.string().trim().min(1).max(4000).describe('What the book is to be about'),
    genre: line(80).describe('Such as "cosy mystery"'),
    length: z
      .union(
        [
          z.enum(['short', 'novella', 'novel']),
          z.strictObject({
            chapters: z.number().int().min(1).max(mostChapters),
            wordsPerChapter: z.number().int().min(150).max(4000).default(1500),
          }),
        ],
        {
          error:
            'Must be short, novella, novel, or { chapters: 1 to 60, wordsPerChapter: 150 to 4000 (1500 if absent) }.',
        },
      )
      .default('short'),
    language: language.optional().describe('Of the book, such as de; that of the idea if absent'),
    title: z.string().trim().min(1).max(120).optional().describe('Title of the book; found if absent'),
  }),
  result: z.object({
    bookId: z.string().max(64).describe('Id of the row in books, which stays when the job is purged'),
    genre: z.string().max(80),
    wordsPerChapter: z.number().int().positive(),
    ...outline.shape,
    ...cast.shape,
    styleGuide,
    chapters: z.array(numberedChapter).max(mostChapters),
  }),
  partial: z.object({
    title: outline.shape.title.optional(),
    premise: outline.shape.premise.optional(),
    outline: outline.shape.outline.optional(),
    characters: cast.shape.characters.optional(),
    styleGuide: styleGuide.optional(),
    chapters: z.array(numberedChapter).max(mostChapters).optional(),
  }),
  stages: {
    outline: { title: 'Working out the story', weight: 25 },
    characters: { title: 'Creating the characters', weight: 20 },
    style_guide: { title: 'Writing the style guide', weight: 15 },
    chapter_plan: { title: 'Planning the chapters', weight: 40 },
  },
  title: ({ title, idea }) => `Book: ${title ?? firstLine(idea)}`,
  policy: { userConcurrency: 3, rate: { jobs: 30, seconds: 3600 } },
});
