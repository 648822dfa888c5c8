import type { Book } from '../../documents/book.ts';
import type { StoredBook } from '../book/read-book.ts';
import { paragraphs } from '../prose/paragraphs.ts';

/** The written chapters of a book as its writers take them. */
export function bookPages(book: StoredBook, author: string): Book {
  const written = book.chapters.filter(({ text }) => text !== null);
  return {
    title: book.title,
    author,
    language: 'en',
    sample: book.sample || written.some(({ sample }) => sample),
    chapters: written.map(({ title, text }) => ({ title, paragraphs: paragraphs(text ?? '') })),
  };
}
