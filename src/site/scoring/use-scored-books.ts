import type { ResultOf } from '../../overtime/index.ts';
import type { scoreBook } from '../../tasks/score-book/contract.ts';
import { useRows, type Rows } from '../use-rows.ts';

type Result = ResultOf<typeof scoreBook>;

/** A book that the user had scored, with its latest scores; kept beyond its job. */
export interface ScoredBook {
  readonly job_id: string;
  readonly title: string;
  readonly author: string;
  readonly isbn: string | null;
  readonly genre: string | null;
  readonly subgenre: string | null;
  readonly series: Result['series'];
  readonly scores: Result['scores'];
  readonly overall_score: number;
  readonly confidence: Result['confidence'];
  readonly flags: Result['flags'];
  readonly review_count: number;
  readonly sample: boolean;
  readonly scored_at: string;
}

const mostShown = 50;

/** The user's scored books, the latest first. */
export function useScoredBooks(): Rows<ScoredBook> {
  return useRows<ScoredBook>(['book_scores'], (supabase, signal) =>
    supabase
      .from('book_scores')
      .select(
        'job_id, title, author, isbn, genre, subgenre, series, scores, overall_score, confidence, flags, review_count, sample, scored_at',
      )
      .order('scored_at', { ascending: false })
      .limit(mostShown)
      .abortSignal(signal),
  );
}
