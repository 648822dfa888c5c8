import { z } from 'zod';
import type { AttemptContext } from '../../overtime/index.ts';
import { catalogued, isbn13, seriesPosition } from './contract.ts';
import { fetchJson } from './fetch-json.ts';
import { sameBook } from './same-book.ts';
import { type SourceBook, tidyText, type WantedBook } from './source-book.ts';

/** https://docs.hardcover.app/api/guides/searching: `results` is what their search engine answers. */
const searchQuery = `query BookSearch($query: String!) {
  search(query: $query, query_type: "Book", per_page: 5, page: 1) { results }
}`;

/** Public reviews, those that other readers liked most first. */
const reviewsQuery = `query BookReviews($bookId: Int!) {
  user_books(
    where: { book_id: { _eq: $bookId }, has_review: { _eq: true }, privacy_setting_id: { _eq: 1 } }
    order_by: { likes_count: desc }
    limit: 8
  ) { rating review_raw }
}`;

const longestReview = 600;

const names = z.array(catalogued).nullish();
const hit = z.object({
  document: z.object({
    id: z.coerce.number().int(),
    title: catalogued,
    author_names: names,
    isbns: names,
    description: z.string().nullish(),
    genres: names,
    rating: z.number().nullish(),
    ratings_count: z.number().nullish(),
    reviews_count: z.number().nullish(),
    series_names: names,
    featured_series: z
      .object({
        position: seriesPosition.nullish(),
        series: z.object({ name: catalogued.nullish() }).nullish(),
      })
      .nullish(),
    featured_series_position: seriesPosition.nullish(),
  }),
});
const searchAnswer = z.object({
  search: z.object({ results: z.object({ hits: z.array(z.unknown()).nullish() }) }),
});
const reviewsAnswer = z.object({
  user_books: z.array(z.object({ rating: z.number().nullish(), review_raw: z.string().nullish() })),
});

/**
 * What Hardcover knows of a book, with what its readers write of it: by ISBN first, then by title and author.
 * Null where it does not know the book.
 *
 * @throws Error saying why there is no usable answer
 */
export async function askHardcover(
  ctx: AttemptContext,
  token: string,
  wanted: WantedBook,
): Promise<SourceBook | null> {
  const queries = [...(wanted.isbn ? [wanted.isbn] : []), `${wanted.title} ${wanted.author}`];
  for (const query of queries) {
    const data = await ask(ctx, token, searchQuery, { query }, searchAnswer);
    const hits = (data.search.results.hits ?? []).flatMap((value) => {
      const parsed = hit.safeParse(value);
      return parsed.success ? [parsed.data.document] : [];
    });
    const books = hits.map((document) => ({ ...asSourceBook(document), id: document.id }));
    const found = sameBook(books, wanted);
    if (found === null) continue;
    const { id, ...book } = found;
    return { ...book, reviews: book.reviewCount > 0 ? await reviewsOf(ctx, token, id) : [] };
  }
  return null;
}

/** The book is known without them, so a failure here is only logged. */
async function reviewsOf(ctx: AttemptContext, token: string, bookId: number): Promise<SourceBook['reviews']> {
  try {
    const data = await ask(ctx, token, reviewsQuery, { bookId }, reviewsAnswer);
    return data.user_books.flatMap(({ rating, review_raw }) => {
      const text = tidyText(review_raw, longestReview);
      return text === null ? [] : [{ rating: rating ?? null, text }];
    });
  } catch (error) {
    ctx.signal.throwIfAborted();
    ctx.log('warn', 'The reviews of the book could not be read from Hardcover.', {
      reason: (error as Error).message,
    });
    return [];
  }
}

async function ask<Answer extends z.ZodType>(
  ctx: AttemptContext,
  token: string,
  query: string,
  variables: Record<string, unknown>,
  answer: Answer,
): Promise<z.output<Answer>> {
  const value = await fetchJson(
    'https://api.hardcover.app/v1/graphql',
    {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        // Hardcover shows the token with the word before it, so both are pasted.
        authorization: `Bearer ${token.replace(/^Bearer\s+/i, '')}`,
        'user-agent': 'overtime score-book',
      },
      body: JSON.stringify({ query, variables }),
    },
    ctx,
  );
  const parsed = z
    .object({ data: answer.nullish(), errors: z.array(z.object({ message: z.string() })).optional() })
    .safeParse(value);
  if (!parsed.success) throw new Error('Its answer is not in the documented form.');
  const { data, errors } = parsed.data;
  if (data === null || data === undefined) throw new Error(errors?.[0]?.message ?? 'Its answer is empty.');
  return data;
}

function asSourceBook(document: z.output<typeof hit>['document']): SourceBook {
  const { featured_series: featured } = document;
  const seriesName = featured?.series?.name ?? document.series_names?.[0];
  return {
    source: 'hardcover',
    title: document.title,
    authors: document.author_names ?? [],
    isbns: (document.isbns ?? []).flatMap((isbn) => isbn13(isbn) ?? []),
    description: tidyText(document.description),
    genres: document.genres ?? [],
    rating: document.rating ?? null,
    ratingCount: document.ratings_count ?? 0,
    reviewCount: document.reviews_count ?? 0,
    reviews: [],
    series: seriesName
      ? { name: seriesName, position: featured?.position ?? document.featured_series_position ?? null }
      : null,
  };
}
