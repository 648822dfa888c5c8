import { useState } from 'react';
import type { z } from 'zod';
import { Field } from '../ui/field.tsx';
import { GrowingTextarea } from '../ui/growing-textarea.tsx';
import type { Action } from '../ui/use-action.ts';
import { EditActions } from './edit-actions.tsx';

/** A text, or a list of texts, by its name. */
export type FieldTexts = Readonly<Record<string, string | readonly string[]>>;

export interface FieldsEditorProps<Content extends FieldTexts> {
  /** What is edited, read out as the form's name. */
  readonly title: string;
  /** What is edited, in the order in which it is shown; with `choices` it is one of these. */
  readonly fields: readonly {
    readonly name: string;
    readonly label: string;
    readonly choices?: readonly string[];
  }[];
  readonly schema: z.ZodType<Content>;
  readonly content: Content;
  readonly action: Action;
  readonly onSave: (content: Content) => void;
  readonly onClose: () => void;
}

/** Texts in place of what they are shown as, to be changed; a list has a line for each of it. */
export function FieldsEditor<Content extends FieldTexts>(props: FieldsEditorProps<Content>) {
  const { title, fields, schema, content, action, onSave, onClose } = props;
  const [start] = useState(() => draftOf(content));
  const [draft, setDraft] = useState(start);
  const isList = (name: string) => Array.isArray(content[name]);
  const parsed = schema.safeParse(
    Object.fromEntries(
      Object.entries(draft).map(([name, text]) => [name, isList(name) ? linesOf(text) : text.trim()]),
    ),
  );
  const isChanged = Object.keys(draft).some((name) => draft[name] !== start[name]);
  const set = (name: string, text: string) => setDraft({ ...draft, [name]: text });

  return (
    <form
      aria-label={title}
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (parsed.success && !action.busy) onSave(parsed.data);
      }}
    >
      {fields.map(({ name, label, choices }, index) => {
        const issue = parsed.error?.issues.find(({ path }) => path[0] === name);
        return (
          <Field
            key={name}
            label={label}
            hint={isList(name) ? 'One per line.' : undefined}
            problem={issue && problemOf(issue)}
          >
            {(control) =>
              choices === undefined ? (
                <GrowingTextarea
                  {...control}
                  // What was pressed is gone: the keyboard goes on here.
                  // oxlint-disable-next-line jsx-a11y/no-autofocus
                  autoFocus={index === 0}
                  value={draft[name] ?? ''}
                  onChange={(event) => set(name, event.target.value)}
                />
              ) : (
                <select
                  {...control}
                  className="input"
                  value={draft[name] ?? ''}
                  onChange={(event) => set(name, event.target.value)}
                >
                  {choices.map((choice) => (
                    <option key={choice}>{choice}</option>
                  ))}
                </select>
              )
            }
          </Field>
        );
      })}
      <EditActions
        action={action}
        label="Save"
        disabled={!parsed.success || !isChanged}
        isChanged={isChanged}
        onDiscard={onClose}
      />
    </form>
  );
}

const draftOf = (content: FieldTexts): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(content).map(([name, text]) => [name, [text].flat().join('\n')]));

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

function problemOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_small') return `Write at least ${issue.minimum}, one per line.`;
  if (issue.code === 'too_big') return `Write at most ${issue.maximum}, one per line.`;
  return issue.message;
}
