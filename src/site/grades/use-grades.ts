import type { Rubric } from '../../tasks/rubric/rubric-contract.ts';
import type { Edits } from '../edits/use-edits.ts';
import { type Rows, useRows } from '../use-rows.ts';
import type { GradeEdit, KeptGrade } from './kept-grade.ts';

const columns =
  'id, student, rubric_id, total_points, max_points, percentage, grades, feedback, sample, created_at';

/** How many grades are read in one answer; the Data API gives at most 1000. */
const pageSize = 500;

/** All grades of the user, newest first, with their corrections and without the texts that were graded. */
export function useGradebook(): Rows<KeptGrade> {
  return useRows<KeptGrade>(['gradebook'], async (supabase, signal) => {
    const all: KeptGrade[] = [];
    for (;;) {
      const { data, error } = await supabase
        .from('gradebook')
        .select(`${columns}, rubric_title, edits`)
        .order('created_at', { ascending: false })
        .order('id')
        .range(all.length, all.length + pageSize - 1)
        .abortSignal(signal);
      if (error !== null) return { data, error };
      all.push(...(data as unknown as KeptGrade[]));
      if (data.length < pageSize) return { data: all, error };
    }
  });
}

/** Whose the last graded submissions are, by their jobs. */
export function useGradeTitles(): Readonly<Record<string, string>> {
  const { rows } = useRows<Pick<KeptGrade, 'id' | 'student' | 'edits'>>(
    ['gradebook', 'titles'],
    (supabase, signal) =>
      supabase
        .from('gradebook')
        .select('id, student, edits')
        .order('created_at', { ascending: false })
        .limit(20)
        .abortSignal(signal),
  );
  return Object.fromEntries(
    (rows ?? []).flatMap(({ id, student, edits }) => {
      const name = (edits['']?.content as { student?: string } | undefined)?.student ?? student;
      return name === null || name === '' ? [] : [[id, name]];
    }),
  );
}

/** A grade with what stands beside it on its own page. */
export interface GradeWithText extends Omit<KeptGrade, 'edits' | 'rubric_title'> {
  readonly rubric: Rubric;
  readonly submission: string;
  readonly not_read: string | null;
}

/** The grade of a job; none where it was deleted. */
export function useGrade(id: string): Rows<GradeWithText> {
  return useRows<GradeWithText>(['grades', id], (supabase, signal) =>
    supabase
      .from('grades')
      .select(`${columns}, rubric, submission, not_read`)
      .eq('id', id)
      .abortSignal(signal),
  );
}

/** The newest correction of each part, as public.gradebook has them. */
export function newestEdits({ versions }: Edits<unknown>): Record<string, GradeEdit> {
  const oldestFirst = (versions ?? []).toReversed();
  return Object.fromEntries(oldestFirst.map(({ part, content, note }) => [part, { content, note }]));
}
