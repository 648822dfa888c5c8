import { useEffect, useRef, type ReactNode } from 'react';
import type { Problems } from './input-problems.ts';

export interface FormProps {
  /** Read out as the form's name. */
  readonly label: string;
  /** What the last submission was told; the first field with a problem takes the focus. */
  readonly problems: Problems;
  /** Nothing in it can be changed meanwhile. */
  readonly busy: boolean;
  readonly onSubmit: (fields: FormData) => void;
  /** Below the fields, still usable while the form is busy. */
  readonly footer?: ReactNode;
  readonly children: ReactNode;
}

/** A form on a sheet. Its own checks replace the browser's, whose bubbles name one field and vanish. */
export function Form({ label, problems, busy, onSubmit, footer, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null);

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
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) onSubmit(new FormData(event.currentTarget));
      }}
    >
      <fieldset disabled={busy} className="grid min-w-0 gap-6">
        <legend className="sr-only">{label}</legend>
        {children}
      </fieldset>
      {footer}
    </form>
  );
}
