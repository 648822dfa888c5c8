import type { ResultOf } from '../../overtime/index.ts';
import type { scoreBook } from '../../tasks/score-book/contract.ts';

type Result = ResultOf<typeof scoreBook>;

export const sourceWords: Readonly<Record<Result['sources'][number], string>> = {
  hardcover: 'Hardcover',
  google_books: 'Google Books',
};

/** What a person reads for a flag. */
export const flagWords: Readonly<Record<Result['flags'][number], string>> = {
  hardcover_unavailable: 'Hardcover did not answer.',
  hardcover_no_match: 'Hardcover has no entry for this book.',
  hardcover_not_configured: 'Hardcover is not set up here.',
  google_books_unavailable: 'Google Books did not answer.',
  google_books_no_match: 'Google Books has no entry for this book.',
  google_books_not_configured: 'Google Books is not set up here.',
  few_ratings: 'It has few ratings.',
  no_description: 'No source has a description.',
  no_reviews: 'No reviews found.',
  sample_data: 'From the sample catalogue: its numbers and opinions are made up.',
};

export const confidenceWords: Readonly<Record<Result['confidence'], string>> = {
  high: 'High: many ratings and reviews',
  medium: 'Medium: some ratings and reviews',
  low: 'Low: few ratings and reviews',
};
