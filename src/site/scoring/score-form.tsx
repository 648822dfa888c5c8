import { useState } from 'react';
import type { ApiError } from '../../client/index.ts';
import type { InputOf } from '../../contract.ts';
import { scoreBook } from '../../tasks/score-book/contract.ts';
import { ApiErrorNotice } from '../ui/api-error-notice.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { fieldText } from '../ui/field-text.ts';
import { Form } from '../ui/form.tsx';
import { answeredProblems, inputProblems, noProblems, type Problems } from '../ui/input-problems.ts';

export interface ScoreFormProps {
  readonly error: ApiError | null;
  readonly busy: boolean;
  readonly onSubmit: (input: InputOf<typeof scoreBook>) => Promise<void>;
}

const optional = ['isbn', 'genre', 'subgenre'] as const;

/** Which book to score. */
export function ScoreForm({ error, busy, onSubmit }: ScoreFormProps) {
  const [found, setFound] = useState<Problems>(noProblems);
  const problems = { ...answeredProblems(error), ...found };

  const send = (fields: FormData) => {
    const given = optional.flatMap((name) => {
      const text = fieldText(fields, name);
      return text === '' ? [] : [[name, text] as const];
    });
    const input: InputOf<typeof scoreBook> = {
      title: fieldText(fields, 'title'),
      author: fieldText(fields, 'author'),
      ...Object.fromEntries(given),
    };
    const wrong = inputProblems(scoreBook, input);
    setFound(wrong);
    if (wrong === noProblems) void onSubmit(input);
  };

  return (
    <Form
      label="The book to score"
      problems={found}
      busy={busy}
      onSubmit={send}
      footer={
        <>
          {error !== null && <ApiErrorNotice error={error} />}
          <Button type="submit" look="primary" busy={busy} className="justify-self-start">
            Score the book
          </Button>
        </>
      }
    >
      <div className="grid gap-5 sm:grid-cols-2">
        <Field label="Title" problem={problems['title']}>
          {(control) => <input {...control} className="input" name="title" autoComplete="off" />}
        </Field>
        <Field label="Author" problem={problems['author']}>
          {(control) => <input {...control} className="input" name="author" autoComplete="off" />}
        </Field>
      </div>
      <div className="grid gap-5 sm:grid-cols-3">
        <Field label="ISBN" optional problem={problems['isbn']}>
          {(control) => (
            <input
              {...control}
              className="input"
              name="isbn"
              autoComplete="off"
              placeholder="10 or 13 digits"
            />
          )}
        </Field>
        <Field label="Genre" optional problem={problems['genre']}>
          {(control) => (
            <input {...control} className="input" name="genre" autoComplete="off" placeholder="As shelved" />
          )}
        </Field>
        <Field label="Subgenre" optional problem={problems['subgenre']}>
          {(control) => <input {...control} className="input" name="subgenre" autoComplete="off" />}
        </Field>
      </div>
    </Form>
  );
}
