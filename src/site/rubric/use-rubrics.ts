import type { Rubric } from '../../tasks/rubric/rubric-contract.ts';
import { useRows, type Rows } from '../use-rows.ts';

/** A rubric that was written for the user, kept beyond its job. */
export interface KeptRubric {
  /** The job that made it. */
  readonly id: string;
  readonly title: string;
  readonly total_points: number;
  readonly rubric: Rubric;
  readonly sample: boolean;
  readonly created_at: string;
}

type TitledRubric = Pick<KeptRubric, 'id' | 'title'>;

const mostShown = 50;

/** The user's rubrics, extracted and improved ones, newest first. */
export function useRubrics(): Rows<KeptRubric> {
  return useRows<KeptRubric>(['rubrics'], (supabase, signal) =>
    supabase
      .from('rubrics')
      .select('id, title, total_points, rubric, sample, created_at')
      .order('created_at', { ascending: false })
      .limit(mostShown)
      .abortSignal(signal),
  );
}

/** Their titles by the job that made them, read without the rubrics themselves. */
export function useRubricTitles(): Readonly<Record<string, string>> {
  const { rows } = useRows<TitledRubric>(['rubrics', 'titles'], (supabase, signal) =>
    supabase
      .from('rubrics')
      .select('id, title')
      .order('created_at', { ascending: false })
      .limit(mostShown)
      .abortSignal(signal),
  );
  return titlesOf(rows);
}

export function titlesOf(rubrics: readonly TitledRubric[] | null): Readonly<Record<string, string>> {
  return Object.fromEntries((rubrics ?? []).map(({ id, title }) => [id, title]));
}
