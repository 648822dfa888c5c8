import { useState } from 'react';
import { EditActions } from '../edits/edit-actions.tsx';
import { VersionList } from '../edits/version-list.tsx';
import type { Edits } from '../edits/use-edits.ts';
import { Field } from '../ui/field.tsx';
import { type CategoryEdit, type CountedGrades, type WholeEdit, wholePart } from './kept-grade.ts';

export interface GradeDetailsProps {
  readonly counted: CountedGrades;
  readonly edits: Edits<CategoryEdit | WholeEdit>;
  readonly onClose: () => void;
}

/** The student's name and the feedback, to be changed. */
export function GradeDetails({ counted, edits, onClose }: GradeDetailsProps) {
  const [student, setStudent] = useState(counted.student);
  const [feedback, setFeedback] = useState(counted.feedback);
  return (
    <form
      aria-label="Edit the report"
      className="sheet card print:hidden"
      onSubmit={(event) => {
        event.preventDefault();
        if (edits.action.busy) return;
        const content = { student: student.trim(), feedback: feedback.trim() };
        void edits.save(content, { part: wholePart }).then((saved) => saved && onClose());
      }}
    >
      <Field label="Student" optional>
        {(control) => (
          <input
            {...control}
            // What was pressed is gone: the keyboard goes on here.
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            className="input"
            maxLength={200}
            dir="auto"
            value={student}
            onChange={(event) => setStudent(event.target.value)}
          />
        )}
      </Field>
      <Field label="Feedback" optional>
        {(control) => (
          <textarea
            {...control}
            className="input"
            rows={8}
            maxLength={50_000}
            dir="auto"
            value={feedback}
            onChange={(event) => setFeedback(event.target.value)}
          />
        )}
      </Field>
      <EditActions
        action={edits.action}
        label="Save the changes"
        isChanged={student !== counted.student || feedback !== counted.feedback}
        onDiscard={onClose}
      />
      <VersionList edits={edits} part={wholePart} original="As the job wrote it" />
    </form>
  );
}
