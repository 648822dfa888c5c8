import { Pencil, Printer } from 'lucide-react';
import { useState } from 'react';
import { useEdits } from '../edits/use-edits.ts';
import { GradeReport } from '../rubric/grade-report.tsx';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { formatMoment } from '../ui/format.ts';
import { GradeCorrection } from './grade-correction.tsx';
import { GradeDetails } from './grade-details.tsx';
import { gradeText } from './grade-text.ts';
import { type CategoryEdit, countedGrades, isGradeEdit, type WholeEdit } from './kept-grade.ts';
import { type GradeWithText, newestEdits } from './use-grades.ts';

/** A kept grade: to read beside the work, to correct, to copy and to print. */
export function KeptReport({ grade }: { readonly grade: GradeWithText }) {
  const edits = useEdits<CategoryEdit | WholeEdit>(`grade:${grade.id}`, isGradeEdit);
  const [isEditing, setIsEditing] = useState(false);
  const counted = countedGrades({
    ...grade,
    rubric_title: grade.rubric.title,
    edits: newestEdits(edits),
  });
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h2 className="text-xl font-semibold wrap-anywhere" dir="auto">
            {counted.student === '' ? 'Unnamed student' : counted.student}
          </h2>
          <p className="text-sm text-ink-soft wrap-anywhere">
            {counted.rubricTitle}, {formatMoment(counted.createdAt)}
          </p>
        </div>
        <div className="flex flex-wrap gap-3 print:hidden">
          <Button onClick={() => setIsEditing(true)} disabled={isEditing}>
            <Pencil aria-hidden="true" className="size-4" />
            Edit name and feedback
          </Button>
          <CopyButton text={gradeText(counted)} label="Copy the report" />
          <Button onClick={() => window.print()}>
            <Printer aria-hidden="true" className="size-4" />
            Print
          </Button>
        </div>
      </div>
      {isEditing && <GradeDetails counted={counted} edits={edits} onClose={() => setIsEditing(false)} />}
      <GradeReport
        state="finished"
        {...counted}
        submission={grade.submission}
        notRead={grade.not_read ?? undefined}
        renderBelow={(category) => (
          <GradeCorrection
            counted={counted}
            category={category}
            levels={grade.rubric.categories[category]?.levels ?? []}
            edits={edits}
          />
        )}
        feedbackAction={<CopyButton text={counted.feedback} label="Copy the feedback" />}
      />
    </>
  );
}
