import { useState } from 'react';
import type { ApiError } from '../../overtime/client.ts';
import type { InputOf } from '../../overtime/index.ts';
import { createFoundation, lengths } from '../../tasks/create-foundation/contract.ts';
import { useFormStart } from '../forms/form-start.tsx';
import { Field } from '../ui/field.tsx';
import { fieldText } from '../ui/field-text.ts';
import { Form } from '../ui/form.tsx';
import { LanguageField } from '../ui/language-field.tsx';
import { inputProblems, type Problems } from '../ui/input-problems.ts';
import { SegmentedControl } from '../ui/segmented-control.tsx';
import { useProblems } from '../ui/use-problems.ts';
import { counted } from '../ui/format.ts';

type FoundationInput = InputOf<typeof createFoundation>;
type Length = keyof typeof lengths | 'own';

export interface FoundationFormProps {
  /** Why the last submission was refused. */
  readonly error: ApiError | null;
  readonly busy: boolean;
  readonly onSubmit: (input: FoundationInput) => Promise<void>;
}

const choices: readonly { value: Length; label: string }[] = [
  { value: 'short', label: 'Short' },
  { value: 'novella', label: 'Novella' },
  { value: 'novel', label: 'Novel' },
  { value: 'own', label: 'Other' },
];
const bounds = {
  chapters: { from: 1, to: 60 },
  wordsPerChapter: { from: 150, to: 4000 },
} as const;

/** What the book is to be about, in which genre, and how long. */
export function FoundationForm({ error, busy, onSubmit }: FoundationFormProps) {
  const { text, field } = useFormStart();
  const [length, setLength] = useState(text('length', text('chapters') === '' ? 'short' : 'own') as Length);
  const { problems, passes } = useProblems(error);

  const send = (fields: FormData) => {
    const title = fieldText(fields, 'title');
    const language = fieldText(fields, 'language');
    const input: FoundationInput = {
      idea: fieldText(fields, 'idea'),
      genre: fieldText(fields, 'genre'),
      ...(title !== '' && { title }),
      ...(language !== '' && { language }),
      length:
        length === 'own'
          ? {
              chapters: Number(fieldText(fields, 'chapters')),
              wordsPerChapter: Number(fieldText(fields, 'wordsPerChapter')),
            }
          : length,
    };
    const wrong = { ...inputProblems(createFoundation, input), ...ownLengthProblems(input) };
    if (passes(wrong)) void onSubmit(input);
  };

  return (
    <Form
      label="The new book"
      action="Plan the book"
      problems={problems}
      error={error}
      busy={busy}
      onSubmit={send}
    >
      <Field label="Idea" problem={problems['idea']} hint="What the book is about. One sentence is enough.">
        {(control) => (
          <textarea
            {...control}
            className="input"
            {...field('idea')}
            rows={4}
            maxLength={4000}
            placeholder="e.g. a lighthouse keeper finds letters that were sent to her from next year"
          />
        )}
      </Field>
      <div className="grid gap-5 sm:grid-cols-2">
        <Field label="Genre" problem={problems['genre']}>
          {(control) => (
            <input
              {...control}
              className="input"
              {...field('genre')}
              maxLength={80}
              placeholder="e.g. cosy mystery"
            />
          )}
        </Field>
        <Field label="Title" optional problem={problems['title']}>
          {(control) => (
            <input
              {...control}
              className="input"
              {...field('title')}
              maxLength={120}
              placeholder="Leave empty to let the model choose"
            />
          )}
        </Field>
        <LanguageField
          otherwise="As your idea is written"
          defaultValue={text('language')}
          problem={problems['language']}
        />
      </div>
      <div className="grid gap-3">
        <SegmentedControl
          label="Length"
          name="length"
          choices={choices}
          value={length}
          onChange={setLength}
        />
        {length === 'own' ? (
          <div className="grid gap-5 sm:grid-cols-2">
            <Field label="Chapters" problem={problems['chapters']}>
              {(control) => (
                <input {...control} className="input" {...field('chapters', '8')} inputMode="numeric" />
              )}
            </Field>
            <Field label="Words per chapter" problem={problems['wordsPerChapter']}>
              {(control) => (
                <input
                  {...control}
                  className="input"
                  {...field('wordsPerChapter', '1000')}
                  inputMode="numeric"
                />
              )}
            </Field>
          </div>
        ) : (
          <p className="field-hint" aria-live="polite">
            {counted(lengths[length].chapters, 'chapter')} of about{' '}
            {counted(lengths[length].wordsPerChapter, 'word')}.
          </p>
        )}
      </div>
    </Form>
  );
}

/** A length of one's own has two fields, of which the contract speaks as one. */
function ownLengthProblems({ length }: FoundationInput): Problems {
  if (typeof length !== 'object') return {};
  const fields = { chapters: length.chapters, wordsPerChapter: length.wordsPerChapter ?? 0 };
  return Object.fromEntries(
    Object.entries(bounds).flatMap(([name, { from, to }]) => {
      const value = fields[name as keyof typeof bounds];
      return Number.isInteger(value) && value >= from && value <= to
        ? []
        : [[name, `Enter a whole number from ${from} to ${to.toLocaleString('en')}.`]];
    }),
  );
}
