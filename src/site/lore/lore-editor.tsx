import { useState } from 'react';
import type { z } from 'zod';
import { lore, type LoreKind } from '../../tasks/lore/lore-contract.ts';
import { EditActions } from '../edits/edit-actions.tsx';
import { useEdits } from '../edits/use-edits.ts';
import { Field } from '../ui/field.tsx';
import { GrowingTextarea } from '../ui/growing-textarea.tsx';
import type { LoreItem } from './generators.ts';
import { fieldsOf, type LoreTexts } from './lore-face.ts';
import { type EditedAs, editedAs } from './lore-shelf.ts';

export interface LoreEditorProps {
  readonly row: EditedAs;
  readonly kind: LoreKind;
  readonly item: LoreItem;
  readonly onClose: () => void;
}

/** An item of lore in place of its card, to be changed. */
export function LoreEditor({ row, kind, item, onClose }: LoreEditorProps) {
  const { subject, part } = editedAs(row);
  const edits = useEdits<LoreItem>(subject, { part, enabled: false });
  const [start] = useState(() => draftOf(item));
  const [draft, setDraft] = useState(start);
  const parsed = lore[kind].safeParse(
    Object.fromEntries(
      Object.entries(draft).map(([name, text]) => [name, isList(item, name) ? linesOf(text) : text.trim()]),
    ),
  );
  const isChanged = Object.keys(draft).some((name) => draft[name] !== start[name]);

  return (
    <form
      aria-label={`Edit ${item.name}`}
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!parsed.success || edits.action.busy) return;
        void edits.save(parsed.data, { part }).then((saved) => saved && onClose());
      }}
    >
      {fieldsOf(kind).map(({ name, label }, index) => {
        const issue = parsed.error?.issues.find(({ path }) => path[0] === name);
        return (
          <Field
            key={name}
            label={label}
            hint={isList(item, name) ? 'One a line.' : undefined}
            problem={issue && problemOf(issue)}
          >
            {(control) => (
              <GrowingTextarea
                {...control}
                // What was pressed is gone: the keyboard goes on here.
                // oxlint-disable-next-line jsx-a11y/no-autofocus
                autoFocus={index === 0}
                value={draft[name] ?? ''}
                onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
              />
            )}
          </Field>
        );
      })}
      <EditActions
        action={edits.action}
        label="Save"
        disabled={!parsed.success || !isChanged}
        isChanged={isChanged}
        onDiscard={onClose}
      />
    </form>
  );
}

/** The fields as texts, a list with a line for each of it. */
const draftOf = (item: LoreTexts): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(item).map(([name, text]) => [name, [text].flat().join('\n')]));

const isList = (item: LoreTexts, name: string) => Array.isArray(item[name]);

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

function problemOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_small') return `Write at least ${issue.minimum}, one a line.`;
  if (issue.code === 'too_big') return `Write at most ${issue.maximum}, one a line.`;
  return issue.message;
}
