import { LoaderCircle } from 'lucide-react';
import type { ComponentProps } from 'react';

export interface ButtonProps extends ComponentProps<'button'> {
  /** `primary`: what the page is for, once in a view. `quiet`: beside something else. */
  readonly look?: 'primary' | 'plain' | 'quiet';
  /** What was pressed is under way: pressing again does nothing. */
  readonly busy?: boolean;
}

const looks = { primary: 'button button-primary', plain: 'button', quiet: 'button button-quiet' } as const;

/** A button that submits nothing unless its `type` says so. */
export function Button({
  look = 'plain',
  busy = false,
  className,
  children,
  type = 'button',
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      // eslint-disable-next-line react/button-has-type -- one of the two that a button may have
      type={type}
      // Not `disabled`, which would take the focus away from who pressed it.
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={className === undefined ? looks[look] : `${looks[look]} ${className}`}
    >
      {busy && <LoaderCircle aria-hidden="true" className="size-4 motion-safe:animate-spin" />}
      {children}
    </button>
  );
}
