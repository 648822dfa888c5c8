import { z } from 'zod';
import type { Grade } from '../../tasks/grade-submission/contract.ts';
import { hundredths } from '../../tasks/rubric/point-problems.ts';

/** What a user wrote of a part of a grade, as public.edits has it. */
export interface GradeEdit {
  readonly content: unknown;
  readonly note: string | null;
}

/** The grades of a submission as a job gave them, and their corrections by part; a row of public.gradebook. */
export interface KeptGrade {
  /** The job that graded. */
  readonly id: string;
  readonly student: string | null;
  readonly rubric_id: string | null;
  readonly rubric_title: string;
  readonly total_points: number;
  readonly max_points: number;
  readonly percentage: number;
  readonly grades: readonly Grade[];
  readonly feedback: string;
  readonly sample: boolean;
  readonly created_at: string;
  /** The newest correction of each part that has one. */
  readonly edits: Readonly<Record<string, GradeEdit>>;
}

/** A category's correction. */
export const categoryEdit = z.object({ points: z.number().min(0), level: z.string().nullable() });
export type CategoryEdit = z.output<typeof categoryEdit>;
/** The correction of what belongs to no category. */
export const wholeEdit = z.object({ student: z.string(), feedback: z.string() });
export type WholeEdit = z.output<typeof wholeEdit>;
export const isGradeEdit = (content: unknown) =>
  [categoryEdit, wholeEdit].some((schema) => schema.safeParse(content).success);

/** The part of a grade that is a category, by its index. */
export const categoryPart = (index: number) => `category:${index + 1}`;
export const wholePart = '';

/** A category's grade as it counts. */
export interface CountedGrade extends Grade {
  /** What the job gave, where the user corrected it. */
  readonly was?: CategoryEdit;
  /** Why, in the user's words. */
  readonly note?: string;
}

/** The grades of a submission as they count: with the user's corrections, from which the total follows. */
export interface CountedGrades {
  readonly id: string;
  /** Empty where nobody is named. */
  readonly student: string;
  readonly rubricId: string | null;
  readonly rubricTitle: string;
  readonly grades: readonly CountedGrade[];
  readonly totalPoints: number;
  readonly maxPoints: number;
  readonly percentage: number;
  readonly feedback: string;
  readonly sample: boolean;
  readonly createdAt: string;
  /** The total that the job gave. */
  readonly wasTotal: number;
  /** Whether the user changed points, a level, the student's name or the feedback. */
  readonly isEdited: boolean;
}

/** A kept grade with its corrections. What is no correction of this grade counts for nothing. */
export function countedGrades(kept: KeptGrade): CountedGrades {
  const whole = wholeEdit.safeParse(kept.edits[wholePart]?.content).data;
  const grades = kept.grades.map((grade, index) => counted(grade, kept.edits[categoryPart(index)]));
  const isRegraded = grades.some(({ was }) => was !== undefined);
  const totalPoints = isRegraded
    ? hundredths(grades.reduce((sum, { points }) => sum + points, 0))
    : kept.total_points;
  return {
    id: kept.id,
    student: whole?.student ?? kept.student ?? '',
    rubricId: kept.rubric_id,
    rubricTitle: kept.rubric_title,
    grades,
    totalPoints,
    maxPoints: kept.max_points,
    percentage: isRegraded && kept.max_points > 0 ? percentageOf(totalPoints, kept) : kept.percentage,
    feedback: whole?.feedback ?? kept.feedback,
    sample: kept.sample,
    createdAt: kept.created_at,
    wasTotal: kept.total_points,
    isEdited: isRegraded || whole !== undefined,
  };
}

const percentageOf = (points: number, { max_points: most }: KeptGrade) => hundredths((100 * points) / most);

function counted(grade: Grade, edit: GradeEdit | undefined): CountedGrade {
  const { data: content } = categoryEdit.safeParse(edit?.content);
  if (content === undefined || content.points > grade.maxPoints) return grade;
  const was = { points: grade.points, level: grade.level };
  const note = edit?.note ?? '';
  return { ...grade, ...content, was, ...(note !== '' && { note }) };
}
