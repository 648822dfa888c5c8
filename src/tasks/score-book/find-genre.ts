import { plain } from './canonical-name.ts';
import type { SourceBook } from './source-book.ts';

/** Shelves that say nothing of what a book is like. */
const general =
  /^(?:(?:non ?)?fiction|fiction general|general|adult|literature(?: and fiction)?|e?books|audiobook)$/;

interface Genre {
  readonly genre: string | null;
  readonly subgenre: string | null;
  readonly genreFrom: 'request' | 'sources' | null;
}

/** The genre that was asked for, else what the sources shelve the book under, the most fitting one first. */
export function findGenre(
  asked: { readonly genre?: string | undefined; readonly subgenre?: string | undefined },
  books: readonly SourceBook[],
): Genre {
  const telling = books.flatMap(({ genres }) => genres).filter((genre) => !general.test(plain(genre)));
  const distinct = telling.filter(
    (genre, index) => telling.findIndex((other) => plain(other) === plain(genre)) === index,
  );
  const shelved = distinct[0] ?? books.flatMap(({ genres }) => genres)[0] ?? null;
  const genre = asked.genre ?? shelved;
  const others = distinct.filter((other) => genre === null || plain(other) !== plain(genre));
  return {
    genre,
    // Another genre's shelf is no kind of the one that was asked for.
    subgenre: asked.subgenre ?? (asked.genre === undefined ? (others[0] ?? null) : null),
    genreFrom: asked.genre !== undefined ? 'request' : genre === null ? null : 'sources',
  };
}
