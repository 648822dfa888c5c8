import { useState } from 'react';
import type { ApiError } from '../../client/index.ts';
import type { FilePolicy, InputOf } from '../../contract.ts';
import type { extractRubric } from '../../tasks/extract-rubric/contract.ts';
import { ApiErrorNotice } from '../ui/api-error-notice.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { fieldText } from '../ui/field-text.ts';
import { FilePicker } from '../ui/file-picker.tsx';
import { Form } from '../ui/form.tsx';
import { noProblems, type Problems } from '../ui/input-problems.ts';
import { UploadProgress } from '../ui/upload-progress.tsx';
import { useUpload } from '../ui/use-upload.ts';

export interface RubricFormProps {
  readonly policy: FilePolicy;
  /** Why the last submission was refused. */
  readonly error: ApiError | null;
  readonly busy: boolean;
  readonly onSubmit: (input: InputOf<typeof extractRubric>) => Promise<void>;
}

/** The document and what to make of it. Uploads the file, then hands over the input. */
export function RubricForm({ policy, error, busy, onSubmit }: RubricFormProps) {
  const upload = useUpload();
  const [file, setFile] = useState<File | null>(null);
  const [fileProblem, setFileProblem] = useState<string | null>(null);
  const [problems, setProblems] = useState<Problems>(noProblems);

  const send = async (fields: FormData) => {
    const totalPoints = fieldText(fields, 'totalPoints');
    const extractionPrompt = fieldText(fields, 'extractionPrompt');
    const wrong: Problems =
      totalPoints === '' || (Number(totalPoints) > 0 && Number(totalPoints) <= 100_000)
        ? noProblems
        : { totalPoints: 'Enter a number from 1 to 100,000.' };
    setProblems(wrong);
    if (file === null) setFileProblem('Choose a document first.');
    if (file === null || wrong !== noProblems) return;
    const uploaded = await upload.send(file);
    if (uploaded === null) return;
    await onSubmit({
      ...uploaded,
      ...(totalPoints !== '' && { totalPoints: Number(totalPoints) }),
      ...(extractionPrompt !== '' && { extractionPrompt }),
    });
  };

  const sending = upload.sent !== null;
  const shownError = upload.error ?? error;
  return (
    <Form
      label="The document and what to make of it"
      problems={problems}
      busy={sending || busy}
      onSubmit={(fields) => void send(fields)}
      footer={
        <>
          {shownError !== null && !sending && <ApiErrorNotice error={shownError} />}
          {sending ? (
            <UploadProgress upload={upload} name={file?.name ?? 'the document'} />
          ) : (
            <Button type="submit" look="primary" busy={busy} className="justify-self-start">
              Extract the rubric
            </Button>
          )}
        </>
      }
    >
      <FilePicker
        policy={policy}
        label="Document with the rubric"
        file={file}
        problem={fileProblem}
        onChange={(chosen, problem) => {
          setFile(chosen);
          setFileProblem(problem);
        }}
      />
      <div className="grid gap-5 sm:grid-cols-[11rem_1fr]">
        <Field label="Total points" optional problem={problems['totalPoints']}>
          {(control) => (
            <input
              {...control}
              className="input"
              name="totalPoints"
              inputMode="decimal"
              placeholder="As written"
            />
          )}
        </Field>
        <Field label="Instructions" optional>
          {(control) => (
            <textarea
              {...control}
              className="input"
              name="extractionPrompt"
              rows={2}
              maxLength={10_000}
              placeholder="Such as: leave out the bonus category"
            />
          )}
        </Field>
      </div>
    </Form>
  );
}
