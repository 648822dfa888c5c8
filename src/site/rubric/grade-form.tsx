import { useState } from 'react';
import type { ApiError } from '../../client/index.ts';
import type { InputOf } from '../../contract.ts';
import { gradeSubmission } from '../../tasks/grade-submission/contract.ts';
import { ApiErrorNotice } from '../ui/api-error-notice.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { fieldText } from '../ui/field-text.ts';
import { FilePicker } from '../ui/file-picker.tsx';
import { Form } from '../ui/form.tsx';
import { answeredProblems, inputProblems, noProblems, type Problems } from '../ui/input-problems.ts';
import { SegmentedControl } from '../ui/segmented-control.tsx';
import { UploadProgress } from '../ui/upload-progress.tsx';
import { useUpload } from '../ui/use-upload.ts';
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
  const upload = useUpload();
  const [rubric, setRubric] = useState(beginWith);
  const [way, setWay] = useState<Way>('text');
  const [text, setText] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const [fileProblem, setFileProblem] = useState<string | null>(null);
  const [found, setFound] = useState<Problems>(noProblems);
  const problems = { ...answeredProblems(error), ...found };

  const send = async (fields: FormData) => {
    const instructions = fieldText(fields, 'instructions');
    const wrong: Record<string, string> = {};
    if (rubric === null) wrong['rubric'] = 'Choose the rubric to grade by.';
    if (way === 'text' && text.trim() === '') wrong['submission'] = 'Paste the work to grade.';
    if (way === 'file' && file === null) setFileProblem('Choose the file with the work first.');
    setFound(wrong);
    if (rubric === null || Object.keys(wrong).length > 0 || (way === 'file' && file === null)) return;

    const common = { rubric: rubric.rubric, ...(instructions !== '' && { instructions }) };
    if (way === 'text') {
      const input = { ...common, submission: text };
      const refused = inputProblems(gradeSubmission, input);
      setFound(refused);
      if (refused === noProblems) await onSubmit(input);
      return;
    }
    const uploaded = file === null ? null : await upload.send(file);
    if (uploaded !== null) await onSubmit({ ...common, ...uploaded });
  };

  const sending = upload.sent !== null;
  const shownError = upload.error ?? error;
  const rubricProblem = Object.entries(problems).find(([path]) => path.startsWith('rubric'))?.[1];
  return (
    <Form
      label="What to grade, and by which rubric"
      problems={found}
      busy={busy || sending}
      onSubmit={(fields) => void send(fields)}
      footer={
        <>
          {shownError !== null && !sending && <ApiErrorNotice error={shownError} />}
          {sending ? (
            <UploadProgress upload={upload} name={file?.name ?? 'the work'} />
          ) : (
            <Button type="submit" look="primary" busy={busy} className="justify-self-start">
              Grade the work
            </Button>
          )}
        </>
      }
    >
      <RubricSelect
        label="Rubric"
        none="Choose one of yours"
        rubrics={rubrics}
        value={rubric?.id ?? ''}
        problem={rubricProblem}
        onChange={setRubric}
      />
      {rubric !== null && (
        <details className="rubric-preview">
          <summary>Show the rubric</summary>
          <RubricTable rubric={rubric.rubric} state="finished" />
        </details>
      )}
      <div className="grid gap-3">
        <SegmentedControl<Way>
          label="The work"
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
          <FilePicker
            policy={filePolicy}
            label="File with the work"
            file={file}
            problem={fileProblem}
            onChange={(chosen, problem) => {
              setFile(chosen);
              setFileProblem(problem);
            }}
          />
        )}
      </div>
      <Field label="Instructions" optional problem={problems['instructions']}>
        {(control) => (
          <textarea
            {...control}
            className="input"
            name="instructions"
            rows={2}
            placeholder="Such as: a first draft, be encouraging"
          />
        )}
      </Field>
    </Form>
  );
}
