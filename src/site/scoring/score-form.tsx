import type { ApiError } from '../../overtime/client.ts';
import type { InputOf } from '../../overtime/index.ts';
import { scoreBook } from '../../tasks/score-book/contract.ts';
import { useFormStart } from '../forms/form-start.tsx';
import { Field } from '../ui/field.tsx';
import { fieldText } from '../ui/field-text.ts';
import { Form } from '../ui/form.tsx';
import { inputProblems } from '../ui/input-problems.ts';
import { useProblems } from '../ui/use-problems.ts';

export interface ScoreFormProps {
  readonly error: ApiError | null;
  readonly busy: boolean;
  readonly onSubmit: (input: InputOf<typeof scoreBook>) => Promise<void>;
}

const optional = ['isbn', 'genre', 'subgenre'] as const;

/** Which book to score. */
export function ScoreForm({ error, busy, onSubmit }: ScoreFormProps) {
  const { field } = useFormStart();
  const { problems, passes } = useProblems(error);

  const send = (fields: FormData) => {
    const given = optional.flatMap((name) => {
      const typed = fieldText(fields, name);
      return typed === '' ? [] : [[name, typed] as const];
    });
    const input: InputOf<typeof scoreBook> = {
      title: fieldText(fields, 'title'),
      author: fieldText(fields, 'author'),
      ...Object.fromEntries(given),
    };
    if (passes(inputProblems(scoreBook, input))) void onSubmit(input);
  };

  return (
    <Form
      label="Book to score"
      action="Score the book"
      problems={problems}
      error={error}
      busy={busy}
      onSubmit={send}
    >
      <div className="grid gap-5 sm:grid-cols-2">
        <Field label="Title" problem={problems['title']}>
          {(control) => <input {...control} className="input" {...field('title')} autoComplete="off" />}
        </Field>
        <Field label="Author" problem={problems['author']}>
          {(control) => <input {...control} className="input" {...field('author')} autoComplete="off" />}
        </Field>
      </div>
      <div className="grid gap-5 sm:grid-cols-3">
        <Field label="ISBN" optional problem={problems['isbn']}>
          {(control) => (
            <input
              {...control}
              className="input"
              {...field('isbn')}
              autoComplete="off"
              placeholder="10 or 13 digits"
            />
          )}
        </Field>
        <Field label="Genre" optional problem={problems['genre']}>
          {(control) => (
            <input
              {...control}
              className="input"
              {...field('genre')}
              autoComplete="off"
              placeholder="e.g. romance"
            />
          )}
        </Field>
        <Field label="Subgenre" optional problem={problems['subgenre']}>
          {(control) => <input {...control} className="input" {...field('subgenre')} autoComplete="off" />}
        </Field>
      </div>
    </Form>
  );
}
