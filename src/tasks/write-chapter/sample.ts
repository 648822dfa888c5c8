import type { StoredBook } from '../book/read-book.ts';
import { sampleChapter } from '../prose/sample-chapter.ts';

/** A chapter with the people of its book, which opens with what its plan says. */
export function chapterSample(book: StoredBook, { number, summary }: StoredBook['chapters'][number]): string {
  const names = book.characters.map(({ name }) => name.split(' ')[0] ?? name);
  return sampleChapter({
    opening: summary,
    names,
    place: 'the village',
    number,
    words: book.wordsPerChapter,
  });
}
