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
  hardcover_no_match: 'Hardcover does not know this book.',
  hardcover_not_configured: 'Hardcover is not set up here.',
  google_books_unavailable: 'Google Books did not answer.',
  google_books_no_match: 'Google Books does not know this book.',
  google_books_not_configured: 'Google Books is not set up here.',
  few_ratings: 'Few readers have rated it.',
  no_description: 'No source describes it.',
  no_reviews: 'No review of it could be read.',
  sample_data: 'From the sample catalogue: its numbers and opinions are made up.',
};

export const confidenceWords: Readonly<Record<Result['confidence'], string>> = {
  high: 'High: many readers have judged it',
  medium: 'Medium: some readers have judged it',
  low: 'Low: little is known of it',
};
