import type { Book } from '../../documents/book.ts';
import type { Picture } from '../../picture.ts';
import { paragraphs } from '../prose/paragraphs.ts';
import type { Scene } from './contract.ts';
import { searchQuestion } from './things-to-find.ts';

/** The scenes as a book, one chapter each; right under the picture of a search stands what there is to find. */
export function bookPages(
  book: { readonly title: string; readonly cover: Picture; readonly demo: boolean },
  scenes: readonly Scene[],
): Book {
  return {
    title: book.title,
    author: 'Overtime',
    language: 'en',
    cover: book.cover,
    demo: book.demo,
    chapters: scenes.map(({ title, text, picture, find }) => {
      const question = searchQuestion(find);
      return {
        title,
        picture,
        paragraphs: [...(question === null ? [] : [`*${question}*`]), ...paragraphs(text)],
      };
    }),
  };
}
