import { Field } from './field.tsx';

/** Those that have words of their own in src/documents/book-language.ts. */
const offered = 'ar ca cs da de el en es fa fi fr he hr hu it ja ko nb nl pl pt ro ru sk sv tr uk zh'.split(
  ' ',
);

const names = new Intl.DisplayNames('en', { type: 'language' });
const nameOf = (tag: string) => names.of(tag) ?? tag;

export interface LanguageFieldProps {
  /** What it is without a choice, such as that of the idea. */
  readonly otherwise: string;
  /** The tag that it begins with. Default: none. */
  readonly defaultValue?: string;
  readonly problem?: string | undefined;
}

/** The language of a book, by the name `language` in its form. */
export function LanguageField({ otherwise, defaultValue = '', problem }: LanguageFieldProps) {
  const tags = new Set([...offered, defaultValue].filter((tag) => tag !== ''));
  return (
    <Field label="Language" optional problem={problem}>
      {(control) => (
        <select {...control} name="language" className="input" defaultValue={defaultValue}>
          <option value="">{otherwise}</option>
          {[...tags]
            .toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)))
            .map((tag) => (
              <option key={tag} value={tag}>
                {nameOf(tag)}
              </option>
            ))}
        </select>
      )}
    </Field>
  );
}
