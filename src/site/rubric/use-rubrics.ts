import type { Rubric } from '../../tasks/rubric/rubric-contract.ts';
import { editFits } from '../edits/edit-fits.ts';
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
  /** The user's edit that it is, or 0 as the job wrote it. */
  readonly version: number;
}

type TitledRubric = Pick<KeptRubric, 'id' | 'title'>;

const mostShown = 50;

/** The user's rubrics, extracted and improved ones, newest first, as the user last edited them. */
export function useRubrics(): Rows<KeptRubric> {
  const kept = useRows<Omit<KeptRubric, 'version'>>(['rubrics'], (supabase, signal) =>
    supabase
      .from('rubrics')
      .select('id, title, total_points, rubric, sample, created_at')
      .order('created_at', { ascending: false })
      .limit(mostShown)
      .abortSignal(signal),
  );
  const ids = kept.rows?.map(({ id }) => `rubric:${id}`) ?? [];
  const edits = useRows<RubricEdit>(
    ['edits', ...ids],
    (supabase, signal) =>
      supabase
        .from('edits')
        .select('id, subject, content')
        .in('subject', ids)
        .order('id', { ascending: false })
        .limit(500)
        .abortSignal(signal),
    // A new rubric must not take the others away, and with them the form that is being filled in.
    { enabled: ids.length > 0, keepsPrevious: true },
  );
  if (kept.rows === null || ids.length === 0) return { ...kept, rows: kept.rows && [] };
  return {
    ...kept,
    problem: kept.problem ?? edits.problem,
    rows: edits.rows === null ? null : kept.rows.map((row) => asEdited(row, edits.rows ?? [])),
  };
}

interface RubricEdit {
  readonly id: number;
  readonly subject: string;
  readonly content: Rubric | null;
}

function asEdited(row: Omit<KeptRubric, 'version'>, edits: readonly RubricEdit[]): KeptRubric {
  const edit = edits.find(
    ({ subject, content }) =>
      subject === `rubric:${row.id}` && (content === null || editFits(content, row.rubric)),
  );
  if (edit === undefined || edit.content === null) return { ...row, version: 0 };
  const { content: rubric, id: version } = edit;
  return { ...row, rubric, version, title: rubric.title, total_points: rubric.totalPoints };
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
