import type { z } from 'zod';
import type { scoreBook } from './contract.ts';
import { sourceNames } from './contract.ts';
import type { BookContext } from './source-book.ts';

type Result = z.output<typeof scoreBook.result>;

/** Ratings and reviews from which scores are well founded, and from which they are founded at all. */
const many = 200;
const some = 20;

/** How far scores can be trusted that are made from this context. */
export function reliability({
  books,
  outcomes,
  isSample,
}: BookContext): Pick<Result, 'confidence' | 'flags' | 'reviewCount' | 'scoringStatus' | 'sources'> {
  // A review comes with a rating nearly always, so that the two are not added up.
  const reviewCount = books.reduce(
    (sum, { ratingCount, reviewCount: reviews }) => sum + Math.max(ratingCount, reviews),
    0,
  );
  const hasText = books.some(({ description, reviews }) => description !== null || reviews.length > 0);
  const confidence = !hasText || reviewCount < some ? 'low' : reviewCount < many ? 'medium' : 'high';
  const missing = sourceNames.flatMap((source) => {
    const outcome = outcomes[source];
    return outcome === 'found' ? [] : [`${source}_${outcome}` as const];
  });
  const flags: Result['flags'] = [
    ...missing,
    ...(reviewCount < some ? ['few_ratings' as const] : []),
    ...(books.every(({ description }) => description === null) ? ['no_description' as const] : []),
    ...(books.every(({ reviews }) => reviews.length === 0) ? ['no_reviews' as const] : []),
    ...(isSample ? ['sample_data' as const] : []),
  ];
  return {
    confidence,
    flags,
    reviewCount: Math.round(reviewCount),
    scoringStatus: confidence === 'low' || missing.length > 0 ? 'limited' : 'ok',
    sources: books.map(({ source }) => source),
  };
}
