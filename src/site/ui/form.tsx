import { useEffect, useRef, type ReactNode } from 'react';
import type { ApiError } from '../../overtime/client.ts';
import type { FormTexts } from '../forms/drafts.ts';
import { FormOrigin } from '../forms/form-origin.tsx';
import { useFormStart } from '../forms/form-start.tsx';
import { ApiErrorNotice } from './api-error-notice.tsx';
import { Button } from './button.tsx';
import type { Problems } from './input-problems.ts';
import { pickedName, type PickedFile } from './picked-file.ts';
import { UploadProgress } from './upload-progress.tsx';
import type { Upload } from './use-upload.ts';

export interface FormProps {
  /** Read out as the form's name. */
  readonly label: string;
  /** On the button that sends it. */
  readonly action: string;
  /** The problems of the last submission; the first field with one gets the focus. */
  readonly problems: Problems;
  /** Why the last submission was refused. */
  readonly error: ApiError | null;
  /** Nothing in it can be changed meanwhile. */
  readonly busy: boolean;
  /** Its file, if it takes one: while that is uploaded, its progress is in the button's place. */
  readonly file?: { readonly upload: Upload; readonly picked: { readonly file: PickedFile | null } };
  readonly onSubmit: (fields: FormData) => void;
  /** What is to be said before it is sent. */
  readonly notice?: ReactNode;
  readonly children: ReactNode;
}

/** A form on a sheet. Its own checks replace the browser's, whose bubbles name one field and vanish. */
export function Form({ label, action, problems, error, busy, file, onSubmit, notice, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const isSending = file !== undefined && file.upload.sent !== null;
  const isLocked = busy || isSending;
  const shownError = file?.upload.error ?? error;
  const { origin, isDiscarded, keep } = useFormStart();
  const before = useRef<string>(undefined);

  useEffect(() => {
    if (form.current === null) return;
    before.current = JSON.stringify(textsIn(form.current));
    // The button that discarded the draft is gone.
    if (isDiscarded) form.current.querySelector<HTMLElement>('input, select, textarea')?.focus();
  }, [isDiscarded]);

  const keepDraft = () => {
    if (form.current === null) return;
    const texts = textsIn(form.current);
    const isUntouched = origin !== 'draft' && JSON.stringify(texts) === before.current;
    keep(isUntouched ? null : texts);
  };

  useEffect(() => {
    if (Object.keys(problems).length > 0) {
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    }
  }, [problems]);

  return (
    <form
      ref={form}
      noValidate
      className="sheet grid gap-6 p-4 sm:p-6"
      // After the page has shown what follows from the change in other fields.
      onChange={() => setTimeout(keepDraft)}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isLocked) onSubmit(new FormData(event.currentTarget));
      }}
    >
      <FormOrigin takesFile={file !== undefined} />
      <fieldset disabled={isLocked} className="grid min-w-0 gap-6">
        <legend className="sr-only">{label}</legend>
        {children}
      </fieldset>
      {notice}
      {shownError !== null && !isSending && <ApiErrorNotice error={shownError} />}
      {isSending ? (
        <UploadProgress
          upload={file.upload}
          name={file.picked.file === null ? 'the file' : pickedName(file.picked.file)}
        />
      ) : (
        <Button type="submit" look="primary" busy={busy} className="justify-self-start">
          {action}
        </Button>
      )}
    </form>
  );
}

/** What stands in the form's controls that have a name. */
function textsIn(form: HTMLFormElement): FormTexts {
  return Object.fromEntries(
    [...new FormData(form)].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}
