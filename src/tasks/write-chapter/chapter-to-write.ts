import { counted, type ReadRows, TaskError } from '../../overtime/index.ts';
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
      `The plan of "${book.title}" has ${counted(book.chapters.length, 'chapter')}, and no chapter ${input.chapter}. Choose one of them.`,
    );
  }
  return { book, chapter };
}
