import { z } from 'zod';
import { inputSentence, TaskError, type ReadRows } from '../../overtime/index.ts';
import { longestAnswer } from '../fields/text-contract.ts';
import { cast, numberedChapter, outline, styleGuide } from './book-contract.ts';

/** A book as `read_book` gives it (supabase/schemas/app/65_edited_books.sql). */
const storedBook = z.object({
  bookId: z.string(),
  genre: z.string(),
  idea: z.string(),
  ...outline.shape,
  ...cast.shape,
  styleGuide,
  wordsPerChapter: z.number().int().positive(),
  sample: z.boolean(),
  chapters: z.array(
    numberedChapter.extend({
      written: z.boolean(),
      sample: z.boolean(),
      text: z.string().max(longestAnswer).nullable(),
    }),
  ),
});
export type StoredBook = z.output<typeof storedBook>;

/**
 * A book of the user whose rows are read, with the texts of all chapters or, with `before`, of the last one
 * alone that is written in front of that number. Another user's book looks like one that is not there.
 *
 * @throws `book_not_found`, and `book_edit_invalid` where an edit does not fit the book
 */
export async function readBook(
  readRows: ReadRows,
  wanted: { readonly bookId: string; readonly before?: number },
): Promise<StoredBook> {
  const row = await readRows('read_book', { p_book_id: wanted.bookId, p_before: wanted.before ?? null });
  if (row === null) {
    throw new TaskError(
      'book_not_found',
      `You have no book ${wanted.bookId}. It may have been deleted. A book's id is in the result of create-foundation.`,
      { httpStatus: 404 },
    );
  }
  const book = storedBook.safeParse(row, { error: inputSentence });
  if (book.success) return book.data;
  const [issue] = book.error.issues;
  throw new TaskError(
    'book_edit_invalid',
    `An edit of the book is not valid: ${issue?.path.join('.')}: ${issue?.message} Restore an earlier version.`,
    { httpStatus: 409 },
  );
}
