import { TaskError, type ReadRows } from '../../overtime/index.ts';
import { readBook, type StoredBook } from '../book/read-book.ts';

/**
 * A chapter's plan and its book, with the text of the last chapter that is written in front of it.
 *
 * @throws `book_not_found` and `chapter_not_planned`
 */
export async function chapterToWrite(
  readRows: ReadRows,
  input: { readonly bookId: string; readonly chapter: number },
): Promise<{ book: StoredBook; chapter: StoredBook['chapters'][number] }> {
  const book = await readBook(readRows, { bookId: input.bookId, before: input.chapter });
  const chapter = book.chapters.find(({ number }) => number === input.chapter);
  if (chapter === undefined) {
    throw new TaskError(
      'chapter_not_planned',
      `The plan of "${book.title}" has ${book.chapters.length} chapters: there is no chapter ${input.chapter}.`,
    );
  }
  return { book, chapter };
}
