import { useId, type ReactNode } from 'react';

/** What a field gives to its control, so that the two belong together. */
export interface FieldControl {
  readonly id: string;
  /** The direction of what is typed, not of the page. */
  readonly dir: 'auto';
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

export interface FieldProps {
  readonly label: string;
  /** Marks it as optional; a field without it is needed. */
  readonly optional?: boolean;
  readonly hint?: ReactNode;
  /** What is wrong with what stands in it, as a sentence. */
  readonly problem?: string | undefined;
  readonly className?: string;
  /** The control: `(control) => <input {...control} className="input" name="title" />`. */
  readonly children: (control: FieldControl) => ReactNode;
}

/** A control with its label, and below it what it wants or what is wrong with it. */
export function Field({ label, optional = false, hint, problem, className, children }: FieldProps) {
  const id = useId();
  const described = [
    ...(problem === undefined ? [] : [`${id}-problem`]),
    ...(hint === undefined ? [] : [`${id}-hint`]),
  ];
  return (
    <div className={className === undefined ? 'field' : `field ${className}`}>
      <label className="field-label" htmlFor={id}>
        {label}
        {optional && <span className="font-normal text-ink-soft"> (optional)</span>}
      </label>
      {children({
        id,
        dir: 'auto',
        'aria-describedby': described.length === 0 ? undefined : described.join(' '),
        'aria-invalid': problem === undefined ? undefined : true,
      })}
      {problem !== undefined && (
        <p id={`${id}-problem`} className="field-problem">
          {problem}
        </p>
      )}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      )}
    </div>
  );
}
