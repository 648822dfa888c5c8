import type { InputCheck } from '../../overtime/index.ts';
import { readBook } from '../book/read-book.ts';
import type { exportBook } from './contract.ts';

/** Refuses a book that the user does not have. Whether it has chapters is seen when its turn comes. */
export const canExportBook: InputCheck<typeof exportBook> = async ({ bookId }, readRows) => {
  // The text of none: there is no chapter in front of the first.
  await readBook(readRows, { bookId, before: 1 });
};
