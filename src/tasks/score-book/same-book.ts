import { mainTitle, plain } from './canonical-name.ts';
import type { SourceBook, WantedBook } from './source-book.ts';

/**
 * Of what a search found, the book that was wanted, and not just one like it: another book's ratings would
 * be worse than none. Of several editions, the one with the most ratings.
 */
export function sameBook<Book extends SourceBook>(found: readonly Book[], wanted: WantedBook): Book | null {
  const same = found.filter((book) => isSame(book, wanted));
  return same.reduce<Book | null>(
    (best, book) => (best === null || book.ratingCount > best.ratingCount ? book : best),
    null,
  );
}

function isSame(book: SourceBook, wanted: WantedBook): boolean {
  const title = sameTitle(book.title, wanted.title);
  const author = book.authors.some((name) => sameAuthor(name, wanted.author));
  const isbn = wanted.isbn !== undefined && book.isbns.includes(wanted.isbn);
  return (title && author) || (isbn && (title || author));
}

/** A subtitle, or a series in brackets, may be missing on either side. */
function sameTitle(one: string, other: string): boolean {
  const whole = plain(one) === plain(other);
  return whole || plain(mainTitle(one)) === plain(mainTitle(other));
}

/** Who a book that was found is by: of its authors, the one that was asked for. */
export function authorOf(book: SourceBook, wanted: WantedBook): string {
  return book.authors.find((name) => sameAuthor(name, wanted.author)) ?? book.authors[0] ?? wanted.author;
}

/** Initials are written in many ways, and one of several authors will do: a surname has to agree. */
function sameAuthor(one: string, other: string): boolean {
  const [first, second] = [plain(one).split(' '), plain(other).split(' ')];
  return second.includes(first.at(-1) ?? '') || first.includes(second.at(-1) ?? '');
}
