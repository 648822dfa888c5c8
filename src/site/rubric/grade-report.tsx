import type { ReactNode } from 'react';
import type { CountedGrade } from '../grades/kept-grade.ts';
import { Card } from '../ui/card.tsx';
import { countedPoints, formatPoints } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { GradeList, Was } from './grade-list.tsx';
import { QuotedText } from './quoted-text.tsx';

export interface GradeReportProps {
  readonly state: 'writing' | 'unfinished' | 'finished';
  readonly grades: readonly CountedGrade[];
  readonly feedback?: string | undefined;
  /** Absent until all categories are graded. */
  readonly totalPoints?: number;
  readonly maxPoints?: number;
  readonly percentage?: number;
  /** What of the work could not be read. */
  readonly notRead?: string | undefined;
  /** The total before it was corrected. */
  readonly wasTotal?: number;
  /** The text that was graded; null as long as it is not known. */
  readonly submission: string | null;
  /** What stands below a category's grade. */
  readonly renderBelow?: (category: number) => ReactNode;
  /** Beside the feedback's title. */
  readonly feedbackAction?: ReactNode;
}

/** The grades beside the work, with what they quote marked in it, and the feedback. */
export function GradeReport({
  state,
  grades,
  feedback,
  totalPoints,
  maxPoints,
  percentage,
  notRead,
  wasTotal = totalPoints,
  submission,
  renderBelow,
  feedbackAction,
}: GradeReportProps) {
  const hasText = submission !== null;
  return (
    <>
      {notRead !== undefined && (
        <Notice tone="info" title="Only part of the work was graded">
          {notRead}
        </Notice>
      )}
      {totalPoints !== undefined && maxPoints !== undefined && percentage !== undefined && (
        <p className="grade-total">
          <strong>{formatPoints(totalPoints)}</strong> of {countedPoints(maxPoints)}
          <span className="text-ink-soft"> · {formatPoints(percentage)} %</span>
          {wasTotal !== undefined && wasTotal !== totalPoints && <Was points={wasTotal} />}
        </p>
      )}
      <div className={hasText ? 'grid items-start gap-6 lg:grid-cols-2 print:block' : 'grid gap-6'}>
        <div className="grid min-w-0 gap-6">
          <Card
            title="Grades"
            busy={state === 'writing'}
            action={state === 'unfinished' && <p className="rubric-unfinished">Unfinished</p>}
          >
            {grades.length === 0 ? (
              <p className="text-sm text-ink-soft">Writing the first grade.</p>
            ) : (
              <GradeList grades={grades} linked={hasText} renderBelow={renderBelow} />
            )}
          </Card>
          {feedback !== undefined && feedback !== '' && (
            <Card title="Feedback" busy={state === 'writing'} action={feedbackAction}>
              <p className="max-w-prose whitespace-pre-line" dir="auto">
                {feedback}
              </p>
            </Card>
          )}
        </div>
        {hasText && (
          <Card
            title="Submission"
            className="min-w-0 lg:sticky lg:top-6 lg:max-h-[calc(100dvh-3rem)] lg:overflow-y-auto print:hidden"
          >
            <QuotedText text={submission} quotes={grades.map(({ quotes }) => quotes)} />
          </Card>
        )}
      </div>
    </>
  );
}
