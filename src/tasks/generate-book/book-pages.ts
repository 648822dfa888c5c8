import type { Book } from '../../documents/book.ts';
import type { BookPicture } from '../../documents/book-picture.ts';
import { paragraphs } from '../prose/paragraphs.ts';
import type { Scene } from './contract.ts';

interface Pictured {
  /** Null where none was drawn. */
  readonly picture: BookPicture | null;
}

/** The scenes as a book, one chapter each; right under the picture of a search stands what there is to find. */
export function bookPages(
  book: Pictured & { readonly title: string; readonly sample: boolean },
  scenes: readonly (Pictured & Pick<Scene, 'title' | 'text' | 'find'>)[],
): Book {
  return {
    title: book.title,
    author: 'Overtime',
    language: 'en',
    ...(book.picture && { cover: book.picture }),
    isForChildren: true,
    sample: book.sample,
    chapters: scenes.map(({ title, text, picture, find }) => ({
      title,
      ...(picture && { picture }),
      paragraphs: [
        // Without a picture there is nowhere to look.
        ...(picture === null || find.length === 0 ? [] : [`*${searchQuestion(find)}*`]),
        ...paragraphs(text),
      ],
    })),
  };
}

const list = new Intl.ListFormat('en-GB');

/** Such as `Can you find a key, an owl and three birds?` */
function searchQuestion(find: readonly string[]): string {
  return `Can you find ${list.format(find)}?`;
}
