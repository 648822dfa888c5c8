import { useRef, useState, type FormEvent } from 'react';
import { ApiError } from '../../client/index.ts';
import type { FilePolicy, InputOf } from '../../contract.ts';
import { useJobsClient } from '../../react/index.ts';
import type { extractRubric } from '../../tasks/extract-rubric/contract.ts';
import { ApiErrorNotice } from '../ui/api-error-notice.tsx';
import { fieldText } from '../ui/field-text.ts';
import { FilePicker } from './file-picker.tsx';

export interface RubricFormProps {
  readonly policy: FilePolicy;
  /** Why the last submission was refused. */
  readonly error: ApiError | null;
  readonly onSubmit: (input: InputOf<typeof extractRubric>) => Promise<void>;
}

/** The document and what to make of it. Uploads the file, then hands over the input. */
export function RubricForm({ policy, error, onSubmit }: RubricFormProps) {
  const client = useJobsClient();
  const [file, setFile] = useState<File | null>(null);
  const [fileProblem, setFileProblem] = useState<string | null>(null);
  /** The share that has been sent, null when nothing is being sent. */
  const [sent, setSent] = useState<number | null>(null);
  const [uploadError, setUploadError] = useState<ApiError | null>(null);
  const upload = useRef<AbortController | null>(null);

  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (sent !== null) return;
    if (file === null) {
      setFileProblem('Choose a document first.');
      return;
    }
    const fields = new FormData(event.currentTarget);
    const totalPoints = Number(fieldText(fields, 'totalPoints'));
    const extractionPrompt = fieldText(fields, 'extractionPrompt');
    const controller = new AbortController();
    upload.current = controller;
    setUploadError(null);
    setSent(0);
    try {
      const uploaded = await client.upload(file, { onProgress: setSent, signal: controller.signal });
      await onSubmit({
        ...uploaded,
        ...(totalPoints > 0 ? { totalPoints } : {}),
        ...(extractionPrompt === '' ? {} : { extractionPrompt }),
      });
    } catch (failure) {
      if (!controller.signal.aborted) {
        setUploadError(
          failure instanceof ApiError ? failure : new ApiError('upload_failed', String(failure)),
        );
      }
    } finally {
      setSent(null);
    }
  };

  const shownError = uploadError ?? error;
  return (
    <form className="sheet grid gap-6 p-4 sm:p-6" onSubmit={(event) => void send(event)}>
      <fieldset disabled={sent !== null} className="grid gap-6">
        <legend className="sr-only">The document and what to make of it</legend>
        <FilePicker
          policy={policy}
          file={file}
          problem={fileProblem}
          onChange={(chosen, problem) => {
            setFile(chosen);
            setFileProblem(problem);
          }}
        />
        <div className="grid gap-5 sm:grid-cols-[11rem_1fr]">
          <label className="field">
            <span className="field-label">
              Total points <span className="font-normal text-ink-soft">(optional)</span>
            </span>
            <input
              className="input"
              name="totalPoints"
              type="number"
              inputMode="decimal"
              min="1"
              max="100000"
              step="any"
              placeholder="As written"
            />
          </label>
          <label className="field">
            <span className="field-label">
              Instructions <span className="font-normal text-ink-soft">(optional)</span>
            </span>
            <textarea
              className="input"
              name="extractionPrompt"
              rows={2}
              maxLength={10_000}
              placeholder="Such as: leave out the bonus category"
            />
          </label>
        </div>
      </fieldset>

      {shownError !== null && sent === null && <ApiErrorNotice error={shownError} />}

      {sent === null ? (
        <button type="submit" className="button button-primary justify-self-start">
          Extract the rubric
        </button>
      ) : (
        <div className="grid gap-3">
          <div
            role="progressbar"
            aria-label={`Uploading ${file?.name ?? 'the document'}`}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={Math.round(sent * 100)}
            className="job-progress-bar"
          >
            <div className="job-progress-fill" style={{ width: `${sent * 100}%` }} />
          </div>
          <div className="flex flex-wrap items-center justify-between gap-3 text-sm">
            <p role="status">{sent < 1 ? 'Uploading the document' : 'Uploaded. Starting the job'}</p>
            {sent < 1 && (
              <button type="button" className="button" onClick={() => upload.current?.abort()}>
                Cancel the upload
              </button>
            )}
          </div>
        </div>
      )}
    </form>
  );
}
