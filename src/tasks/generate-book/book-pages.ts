import { languageOf, wordsOf } from '../../documents/book-language.ts';
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
  book: Pictured & {
    readonly title: string;
    readonly dedication?: string | null | undefined;
    readonly sample: boolean;
    /** What was asked for; found in the text if absent. */
    readonly language?: string | undefined;
  },
  scenes: readonly (Pictured & Pick<Scene, 'title' | 'text' | 'find'>)[],
): Book {
  const found = languageOf(scenes.map(({ text }) => text).join('\n'));
  // Samples are in English, whatever was asked for.
  const language = book.sample ? found : (book.language ?? found);
  return {
    title: book.title,
    author: 'Overtime',
    language,
    ...(book.picture && { cover: book.picture }),
    ...(book.dedication && { dedication: book.dedication }),
    isForChildren: true,
    sample: book.sample,
    chapters: scenes.map(({ title, text, picture, find }) => ({
      title,
      ...(picture && { picture }),
      paragraphs: [
        // Without a picture there is nowhere to look.
        ...(picture === null || find.length === 0 ? [] : [`*${searchQuestion(find, language)}*`]),
        ...paragraphs(text),
      ],
    })),
  };
}

/** Such as `Can you find a key, an owl and three birds?` */
function searchQuestion(find: readonly string[], language: string): string {
  // The list of British English has no comma before its last word.
  const list = new Intl.ListFormat(language === 'en' ? 'en-GB' : language);
  return wordsOf(language).find(list.format(find));
}
