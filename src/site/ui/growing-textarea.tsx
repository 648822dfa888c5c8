import type { ComponentProps } from 'react';

export interface GrowingTextareaProps extends Omit<ComponentProps<'textarea'>, 'value' | 'className'> {
  readonly value: string;
  /** Whether it is set as prose is, for reading at length. */
  readonly isProse?: boolean;
}

/** A field for a text of any length, as high as the text is. */
export function GrowingTextarea({ isProse = false, ...rest }: GrowingTextareaProps) {
  return (
    // The same text behind the field makes both as high: `field-sizing` is not in every browser.
    <div className={isProse ? 'growing growing-prose' : 'growing'} data-text={rest.value}>
      <textarea rows={1} {...rest} className="input" />
    </div>
  );
}
