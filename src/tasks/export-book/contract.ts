import { z } from 'zod';
import { bookFormats } from '../../documents/book.ts';
import { defineContract, jobFile } from '../../overtime/index.ts';
import { bookId, mostChapters, outline } from '../book/book-contract.ts';
import { language, line } from '../fields/text-contract.ts';

export { bookFormats, type BookFormat } from '../../documents/book.ts';

export const exportBook = defineContract({
  name: 'export-book',
  version: 1,
  input: z.strictObject({
    bookId,
    format: z.enum(bookFormats),
    language: language.optional().describe('Of the book, such as de; found in its text if absent'),
    author: line(120).default('Overtime').describe('Who is named as the author'),
  }),
  result: z.object({
    bookId: z.string().max(64),
    title: outline.shape.title,
    format: z.enum(bookFormats),
    file: jobFile,
    chapters: z.array(z.number().int()).max(mostChapters).describe('Numbers of the chapters in the file'),
    missing: z
      .array(z.number().int())
      .max(mostChapters)
      .describe('Numbers of the chapters that are planned and not written'),
  }),
  partial: z.object({}),
  stages: { export: { title: 'Making the file', weight: 1 } },
  title: ({ format }) => `Export: ${format.toUpperCase()}`,
  policy: { userConcurrency: 2, rate: { jobs: 60, seconds: 3600 } },
  // The whole book: no chapter is written meanwhile.
  lockKey: ({ bookId: book }) => `book:${book}`,
});
