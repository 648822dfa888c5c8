import { useState } from 'react';
import type { ApiError } from '../../overtime/client.ts';
import type { InputOf } from '../../overtime/index.ts';
import { gradeSubmission } from '../../tasks/grade-submission/contract.ts';
import { Field } from '../ui/field.tsx';
import { fieldText } from '../ui/field-text.ts';
import { FilePicker } from '../ui/file-picker.tsx';
import { Form } from '../ui/form.tsx';
import { inputProblems } from '../ui/input-problems.ts';
import { SegmentedControl } from '../ui/segmented-control.tsx';
import { useFileField } from '../ui/use-file-field.ts';
import { useProblems } from '../ui/use-problems.ts';
import { RubricSelect } from './rubric-select.tsx';
import { RubricTable } from './rubric-table.tsx';
import type { KeptRubric } from './use-rubrics.ts';

type Way = 'text' | 'file';
const filePolicy = gradeSubmission.policy.file;

export interface GradeFormProps {
  readonly rubrics: readonly KeptRubric[];
  /** The rubric to begin with, if any. */
  readonly beginWith: KeptRubric | null;
  readonly error: ApiError | null;
  readonly busy: boolean;
  readonly onSubmit: (input: InputOf<typeof gradeSubmission>) => Promise<void>;
}

/** The rubric and the work to grade by it, as text or as a file. */
export function GradeForm({ rubrics, beginWith, error, busy, onSubmit }: GradeFormProps) {
  const file = useFileField();
  /** Undefined until the user chooses: the rubric to begin with may arrive after the form has. */
  const [chosen, setChosen] = useState<KeptRubric | null>();
  const rubric = chosen === undefined ? beginWith : chosen;
  const [way, setWay] = useState<Way>('text');
  const [text, setText] = useState('');
  const { problems, passes } = useProblems(error);

  const send = async (fields: FormData) => {
    const instructions = fieldText(fields, 'instructions');
    const wrong: Record<string, string> = {};
    if (rubric === null) wrong['rubric'] = 'Choose a rubric.';
    if (way === 'text' && text.trim() === '') wrong['submission'] = 'Paste the submission.';
    const hasWork = way === 'text' || file.demand('Choose the file with the submission.');
    const isRight = passes(wrong);
    if (rubric === null || !isRight || !hasWork) return;

    const common = { rubric: rubric.rubric, ...(instructions !== '' && { instructions }) };
    if (way === 'text') {
      const input = { ...common, submission: text };
      if (passes(inputProblems(gradeSubmission, input))) await onSubmit(input);
      return;
    }
    const uploaded = await file.send();
    if (uploaded !== null) await onSubmit({ ...common, ...uploaded });
  };

  const rubricProblem = Object.entries(problems).find(([path]) => path.startsWith('rubric'))?.[1];
  return (
    <Form
      label="Submission and rubric"
      action="Grade the submission"
      problems={problems}
      error={error}
      busy={busy}
      file={file}
      onSubmit={(fields) => void send(fields)}
    >
      <RubricSelect
        label="Rubric"
        none="Choose a rubric"
        rubrics={rubrics}
        value={rubric?.id ?? ''}
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
          value={way}
          onChange={setWay}
          choices={[
            { value: 'text', label: 'Paste text' },
            { value: 'file', label: 'Upload a file' },
          ]}
        />
        {way === 'text' && (
          <Field label="Text" problem={problems['submission']}>
            {(control) => (
              <textarea
                {...control}
                className="input"
                rows={12}
                value={text}
                onChange={(event) => setText(event.target.value)}
              />
            )}
          </Field>
        )}
        {way === 'file' && filePolicy !== null && (
          <FilePicker policy={filePolicy} label="File with the submission" {...file.picked} />
        )}
      </div>
      <Field label="Instructions" optional problem={problems['instructions']}>
        {(control) => (
          <textarea
            {...control}
            className="input"
            name="instructions"
            rows={2}
            placeholder="e.g. a first draft, be encouraging"
          />
        )}
      </Field>
    </Form>
  );
}
