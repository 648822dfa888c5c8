import { languageOf } from '../../documents/book-language.ts';
import type { Book } from '../../documents/book.ts';
import type { StoredBook } from '../book/read-book.ts';
import { paragraphs } from '../prose/paragraphs.ts';

/** The written chapters of a book as its writers take them, in the language that they are written in if none is given. */
export function bookPages(book: StoredBook, author: string, language?: string): Book {
  const written = book.chapters.filter(({ text }) => text !== null);
  const text = written.map((chapter) => chapter.text).join('\n');
  return {
    title: book.title,
    author,
    language: language ?? languageOf(text),
    sample: book.sample || written.some(({ sample }) => sample),
    chapters: written.map((chapter) => ({
      title: chapter.title,
      paragraphs: paragraphs(chapter.text ?? ''),
    })),
  };
}
