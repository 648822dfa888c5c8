import { useState } from 'react';
import type { ApiError } from '../../overtime/client.ts';
import type { InputOf } from '../../overtime/index.ts';
import { file, gradeSubmission } from '../../tasks/grade-submission/contract.ts';
import { useFormStart } from '../forms/form-start.tsx';
import { SubmissionsField } from '../grades/submissions-field.tsx';
import { useSubmissions } from '../grades/use-submissions.ts';
import { Field } from '../ui/field.tsx';
import { fieldText } from '../ui/field-text.ts';
import { Form } from '../ui/form.tsx';
import { inputProblems } from '../ui/input-problems.ts';
import { SegmentedControl } from '../ui/segmented-control.tsx';
import { useProblems } from '../ui/use-problems.ts';
import { RubricSelect } from './rubric-select.tsx';
import { RubricTable } from './rubric-table.tsx';
import type { KeptRubric } from './use-rubrics.ts';

type Way = 'text' | 'file';
export type GradeInput = InputOf<typeof gradeSubmission>;

export interface GradeFormProps {
  readonly rubrics: readonly KeptRubric[];
  /** The rubric to begin with, if any. */
  readonly beginWith: KeptRubric | null;
  readonly error: ApiError | null;
  readonly busy: boolean;
  /** Gets an input for each submission. */
  readonly onSubmit: (inputs: readonly GradeInput[]) => Promise<void>;
}

/** The rubric, and the work to grade by it: as text, or as files, one for each student. */
export function GradeForm({ rubrics, beginWith, error, busy, onSubmit }: GradeFormProps) {
  const start = useFormStart();
  const submissions = useSubmissions(file);
  const earlier = gradeSubmission.input.safeParse(start.input).data;
  /** Undefined until the user chooses: the rubric to begin with may arrive after the form has. */
  const [chosen, setChosen] = useState<KeptRubric | null | undefined>(() =>
    rubrics.find(({ id, rubric: kept }) => {
      const isSame = id !== earlier?.rubricId || JSON.stringify(kept) === JSON.stringify(earlier.rubric);
      return id === start.text('rubricId') && isSame;
    }),
  );
  const kept = chosen === undefined ? beginWith : chosen;
  // The earlier job's rubric may have been edited or deleted since.
  const rubric = kept ?? (earlier === undefined ? null : { id: earlier.rubricId, rubric: earlier.rubric });
  const [way, setWay] = useState(start.text('way', start.file === null ? 'text' : 'file') as Way);
  const [text, setText] = useState(start.text('submission'));
  const { problems, passes } = useProblems(error);
  const count = way === 'file' ? submissions.chosen.length : 1;

  const send = async (fields: FormData) => {
    const instructions = fieldText(fields, 'instructions');
    const wrong: Record<string, string> = {};
    if (rubric === null) wrong['rubric'] = 'Choose a rubric.';
    if (way === 'text' && text.trim() === '') wrong['submission'] = 'Paste the submission.';
    const hasWork = way === 'text' || submissions.demand();
    const isRight = passes(wrong);
    if (rubric === null || !isRight || !hasWork) return;

    const inputOf = (student: string, work: Partial<GradeInput>): GradeInput => ({
      rubric: rubric.rubric,
      ...(rubric.id !== undefined && { rubricId: rubric.id }),
      ...(instructions !== '' && { instructions }),
      ...(student.trim() !== '' && { student }),
      ...work,
    });
    if (way === 'text') {
      const input = inputOf(fieldText(fields, 'student'), { submission: text });
      if (passes(inputProblems(gradeSubmission, input))) await onSubmit([input]);
      return;
    }
    const uploaded = await submissions.send();
    if (uploaded === null) return;
    const inputs = uploaded.map((sent, index) => inputOf(submissions.chosen[index]?.student ?? '', sent));
    if (inputs.every((input) => passes(inputProblems(gradeSubmission, input)))) await onSubmit(inputs);
  };

  const rubricProblem = Object.entries(problems).find(([path]) => path.startsWith('rubric'))?.[1];
  return (
    <Form
      label="Submission and rubric"
      action={count > 1 ? `Grade ${count} submissions` : 'Grade the submission'}
      problems={problems}
      error={error}
      busy={busy}
      file={submissions}
      onSubmit={(fields) => void send(fields)}
    >
      <RubricSelect
        label="Rubric"
        name="rubricId"
        none={
          earlier === undefined ? 'Choose a rubric' : `As the earlier job had it: ${earlier.rubric.title}`
        }
        rubrics={rubrics}
        value={kept?.id ?? ''}
        problem={rubricProblem}
        onChange={setChosen}
      />
      {rubric !== null && (
        <details className="rubric-preview">
          <summary>Show the rubric</summary>
          <RubricTable rubric={rubric.rubric} state="finished" />
        </details>
      )}
      <div className="grid gap-3">
        <SegmentedControl<Way>
          label="Submission"
          name="way"
          value={way}
          onChange={setWay}
          choices={[
            { value: 'text', label: 'Paste text' },
            { value: 'file', label: 'Upload files' },
          ]}
        />
        {way === 'text' && (
          <>
            <Field label="Text" problem={problems['submission']}>
              {(control) => (
                <textarea
                  {...control}
                  className="input"
                  name="submission"
                  rows={12}
                  dir="auto"
                  value={text}
                  onChange={(event) => setText(event.target.value)}
                />
              )}
            </Field>
            <Field label="Student" optional problem={problems['student']}>
              {(control) => (
                <input
                  {...control}
                  className="input"
                  name="student"
                  defaultValue={start.text('student')}
                  dir="auto"
                  autoComplete="off"
                />
              )}
            </Field>
          </>
        )}
        {way === 'file' && <SubmissionsField policy={file} submissions={submissions} />}
      </div>
      <Field label="Instructions" optional problem={problems['instructions']}>
        {(control) => (
          <textarea
            {...control}
            className="input"
            name="instructions"
            defaultValue={start.text('instructions')}
            rows={2}
            placeholder="e.g. a first draft, be encouraging"
          />
        )}
      </Field>
    </Form>
  );
}
