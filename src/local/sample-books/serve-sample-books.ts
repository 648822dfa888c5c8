import { z } from 'zod';
import { serveFetch } from '../serve-fetch.ts';
import type { FetchServer } from '../serve-fetch.ts';
import { sampleBooks } from './sample-books.ts';
import type { SampleBook } from './sample-books.ts';

/** Marks every answer as made up; score-book flags what it made of one. */
const headers = { 'x-overtime-sample-data': 'yes' };

const graphqlBody = z.object({
  variables: z.object({ query: z.string().optional(), bookId: z.number().optional() }),
});

export interface SampleCatalogue {
  /** The variables that lead score-book here instead of to Hardcover and Google Books. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/**
 * Answers on this machine in the place of Hardcover and Google Books, in their forms, with a handful of books
 * whose numbers and opinions are made up: so that score-book can be tried without a key and without a network.
 */
export async function serveSampleBooks(): Promise<SampleCatalogue> {
  const server: FetchServer = await serveFetch(0, async (request) => {
    const url = new URL(request.url);
    if (url.pathname === '/books/v1/volumes') {
      return Response.json(volumes(url.searchParams.get('q') ?? ''), { headers });
    }
    const { variables } = graphqlBody.parse(await request.json());
    return Response.json(
      { data: variables.bookId === undefined ? search(variables.query ?? '') : reviews(variables.bookId) },
      { headers },
    );
  });
  return {
    env: {
      HARDCOVER_API_URL: `${server.url}/v1/graphql`,
      HARDCOVER_API_TOKEN: 'sample',
      GOOGLE_BOOKS_API_URL: `${server.url}/books/v1`,
    },
    close: () => server.close(),
  };
}

function volumes(q: string) {
  const found = matching(q.replaceAll(/\b(?:intitle|inauthor|isbn):/g, ' '), (book) => book.google !== null);
  return {
    kind: 'books#volumes',
    totalItems: found.length,
    items: found.map((book) => ({
      kind: 'books#volume',
      id: `sample-${book.id}`,
      volumeInfo: {
        title: book.title,
        ...(book.subtitle && { subtitle: book.subtitle }),
        authors: [book.author],
        publishedDate: String(book.year),
        description: book.description,
        industryIdentifiers: book.isbns.map((identifier) => ({
          type: `ISBN_${identifier.length}`,
          identifier,
        })),
        pageCount: book.pages,
        printType: 'BOOK',
        categories: book.google?.categories ?? [],
        ...(book.google?.rating && { averageRating: book.google.rating, ratingsCount: book.google.ratings }),
        language: 'en',
      },
    })),
  };
}

function search(query: string) {
  const found = matching(query, (book) => book.hardcover !== null);
  return {
    search: {
      results: {
        found: found.length,
        hits: found.map((book) => ({
          document: {
            id: String(book.id),
            title: book.title,
            subtitle: book.subtitle,
            author_names: [book.author],
            isbns: book.isbns,
            description: book.description,
            genres: book.genres,
            moods: book.moods,
            rating: book.hardcover?.rating ?? null,
            ratings_count: book.hardcover?.ratings ?? 0,
            reviews_count: book.hardcover?.reviews ?? 0,
            release_year: book.year,
            pages: book.pages,
            series_names: book.series ? [book.series.name] : [],
            featured_series: book.series
              ? { position: book.series.position, series: { name: book.series.name } }
              : null,
            featured_series_position: book.series?.position ?? null,
          },
        })),
      },
    },
  };
}

function reviews(bookId: number) {
  const book = sampleBooks.find(({ id }) => id === bookId);
  return { user_books: (book?.opinions ?? []).map(([rating, review_raw]) => ({ rating, review_raw })) };
}

/** Books that have every word of a query in their title, author or ISBNs. */
function matching(query: string, isListed: (book: SampleBook) => boolean): SampleBook[] {
  const words = wordsOf(query);
  return sampleBooks.filter((book) => {
    const own = new Set(wordsOf([book.title, book.subtitle ?? '', book.author, ...book.isbns].join(' ')));
    return isListed(book) && words.length > 0 && words.every((word) => own.has(word));
  });
}

function wordsOf(text: string): string[] {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}
