import { useQuery } from '@tanstack/react-query';
import { useJobsClient } from '../../overtime/react.ts';
import { type Grade, gradeSubmission } from '../../tasks/grade-submission/contract.ts';
import { Card } from '../ui/card.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { formatPoints } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { GradeList } from './grade-list.tsx';
import { QuotedText } from './quoted-text.tsx';

export interface GradeReportProps {
  readonly jobId: string;
  readonly state: 'writing' | 'unfinished' | 'finished';
  readonly grades: readonly Grade[];
  readonly feedback?: string | undefined;
  /** Absent until all categories are graded. */
  readonly totalPoints?: number;
  readonly maxPoints?: number;
  readonly percentage?: number;
  /** What of the work could not be read. */
  readonly notRead?: string | undefined;
}

/** The grades beside the work, with what they quote marked in it, and the feedback. */
export function GradeReport({
  jobId,
  state,
  grades,
  feedback,
  totalPoints,
  maxPoints,
  percentage,
  notRead,
}: GradeReportProps) {
  const submission = useSubmission(jobId);
  const hasText = submission !== null;
  return (
    <>
      {notRead !== undefined && (
        <Notice tone="info" title="The grades rest on a part of the work">
          {notRead}
        </Notice>
      )}
      {totalPoints !== undefined && maxPoints !== undefined && percentage !== undefined && (
        <p className="grade-total">
          <strong>{formatPoints(totalPoints)}</strong> of {formatPoints(maxPoints)} points
          <span className="text-ink-soft"> · {formatPoints(percentage)} %</span>
        </p>
      )}
      <div className={hasText ? 'grid items-start gap-6 lg:grid-cols-2' : 'grid gap-6'}>
        <div className="grid gap-6">
          <Card
            title="Grades"
            busy={state === 'writing'}
            action={state === 'unfinished' && <p className="rubric-unfinished">Unfinished</p>}
          >
            {grades.length === 0 ? (
              <p className="text-sm text-ink-soft">Writing the first grade.</p>
            ) : (
              <GradeList grades={grades} linked={hasText} />
            )}
          </Card>
          {feedback !== undefined && feedback !== '' && (
            <Card
              title="Feedback"
              busy={state === 'writing'}
              action={state === 'finished' && <CopyButton text={feedback} label="Copy the feedback" />}
            >
              <p dir="auto" className="max-w-prose whitespace-pre-line">
                {feedback}
              </p>
            </Card>
          )}
        </div>
        {hasText && (
          <Card
            title="Submission"
            className="lg:sticky lg:top-6 lg:max-h-[calc(100dvh-3rem)] lg:overflow-y-auto"
          >
            <QuotedText text={submission} quotes={grades.map(({ quotes }) => quotes)} />
          </Card>
        )}
      </div>
    </>
  );
}

/** The submitted text; null where a file was sent, whose text is not kept, and until it has been read. */
function useSubmission(jobId: string): string | null {
  const client = useJobsClient();
  const { data: input } = useQuery({
    queryKey: ['overtime', 'job-input', jobId],
    queryFn: ({ signal }) => client.input(gradeSubmission, jobId, { signal }),
  });
  return input?.submission ?? null;
}
