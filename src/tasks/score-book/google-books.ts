import { z } from 'zod';
import type { AttemptContext } from '../../overtime/index.ts';
import { catalogued, isbn13 } from './contract.ts';
import { fetchJson } from './fetch-json.ts';
import { sameBook } from './same-book.ts';
import { seriesInTitle } from './series-in-title.ts';
import { type SourceBook, tidyText, type WantedBook } from './source-book.ts';

const names = z.array(catalogued).nullish();

/** https://developers.google.com/books/docs/v1/reference/volumes/list */
const address = 'https://www.googleapis.com/books/v1/volumes';
const volume = z.object({
  volumeInfo: z.object({
    title: catalogued,
    subtitle: catalogued.nullish(),
    authors: names,
    description: z.string().nullish(),
    industryIdentifiers: z.array(z.object({ type: z.string(), identifier: z.string() })).nullish(),
    categories: names,
    averageRating: z.number().nullish(),
    ratingsCount: z.number().nullish(),
  }),
});
const answer = z.object({ totalItems: z.number(), items: z.array(z.unknown()).nullish() });

/**
 * What Google Books knows of a book: by ISBN first, then by title and author. Null where it does not know it.
 *
 * @throws Error saying why there is no usable answer
 */
export async function askGoogleBooks(
  ctx: AttemptContext,
  key: string | undefined,
  wanted: WantedBook,
): Promise<SourceBook | null> {
  const words = (text: string) => text.replaceAll('"', ' ');
  const queries = [
    ...(wanted.isbn ? [`isbn:${wanted.isbn}`] : []),
    `intitle:"${words(wanted.title)}" inauthor:"${words(wanted.author)}"`,
  ];
  for (const q of queries) {
    const search = new URLSearchParams({ q, maxResults: '10', printType: 'books', ...(key && { key }) });
    const parsed = answer.safeParse(await fetchJson(`${address}?${search}`, {}, ctx));
    if (!parsed.success) throw new Error('Its answer is not in the documented form.');
    const books = (parsed.data.items ?? []).flatMap((item) => {
      const known = volume.safeParse(item);
      return known.success ? [asSourceBook(known.data.volumeInfo)] : [];
    });
    const found = sameBook(books, wanted);
    if (found !== null) return found;
  }
  return null;
}

function asSourceBook(info: z.output<typeof volume>['volumeInfo']): SourceBook {
  return {
    source: 'google_books',
    title: info.title,
    authors: info.authors ?? [],
    isbns: (info.industryIdentifiers ?? []).flatMap(({ identifier }) => isbn13(identifier) ?? []),
    description: tidyText(info.description),
    // A category may be a path, such as `Fiction / Romance / Contemporary`.
    genres: (info.categories ?? []).flatMap((path) => path.split('/').map((part) => part.trim())),
    rating: info.averageRating ?? null,
    ratingCount: info.ratingsCount ?? 0,
    reviewCount: 0,
    reviews: [],
    series: seriesInTitle(info.title) ?? seriesInTitle(info.subtitle ?? ''),
  };
}
