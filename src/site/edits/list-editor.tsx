import { Plus, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { GrowingTextarea } from '../ui/growing-textarea.tsx';
import type { Action } from '../ui/use-action.ts';
import { EditActions } from './edit-actions.tsx';

/** Texts by their names. */
type Texts = Readonly<Record<string, string>>;

export interface ListEditorProps {
  /** What is edited, read out as the form's name. */
  readonly title: string;
  /** What one item is called, such as `Part`. */
  readonly one: string;
  /** What each item has, with how long it may be. */
  readonly fields: readonly { readonly name: string; readonly label: string; readonly most: number }[];
  readonly items: readonly Texts[];
  readonly fewest: number;
  readonly most: number;
  readonly action: Action;
  readonly onSave: (items: readonly Texts[]) => void;
  readonly onClose: () => void;
}

/** A list of texts in place of what it is shown as: items changed, added and removed. */
export function ListEditor(props: ListEditorProps) {
  const { title, one, fields, fewest, most, action, onSave, onClose } = props;
  // Each with a key of its own, so that the fields of those behind a removed one stay theirs.
  const [start] = useState(() => props.items.map((texts, key) => ({ key, texts })));
  const [draft, setDraft] = useState(start);
  const addButton = useRef<HTMLButtonElement>(null);
  const isWhole = draft.every(({ texts }) => fields.every(({ name }) => isText(texts[name])));
  const isChanged = JSON.stringify(draft) !== JSON.stringify(start);
  const set = (key: number, texts: Texts) =>
    setDraft(draft.map((item) => (item.key === key ? { key, texts } : item)));

  return (
    <form
      aria-label={title}
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (isWhole && !action.busy) onSave(draft.map(({ texts }) => trimmed(texts)));
      }}
    >
      {draft.map(({ key, texts }, index) => {
        const item = `${one} ${index + 1}`;
        return (
          <fieldset key={key} className="grid gap-3 border-t border-line pt-3">
            <legend className="sr-only">{item}</legend>
            <div className="flex items-center justify-between gap-3">
              <span aria-hidden="true" className="text-sm font-semibold">
                {item}
              </span>
              <Button
                look="quiet"
                disabled={draft.length <= fewest}
                aria-label={`Remove ${item.toLowerCase()}`}
                onClick={() => {
                  addButton.current?.focus();
                  setDraft(draft.filter((each) => each.key !== key));
                }}
              >
                <Trash2 aria-hidden="true" className="size-4" />
              </Button>
            </div>
            {fields.map(({ name, label, most: longest }, place) => (
              <Field
                key={name}
                label={label}
                problem={isText(texts[name]) ? undefined : 'Fill this in, or remove the item.'}
              >
                {(control) => (
                  <GrowingTextarea
                    {...control}
                    // The keyboard goes on in the first item, and in one that was added.
                    // oxlint-disable-next-line jsx-a11y/no-autofocus
                    autoFocus={place === 0 && (index === 0 || key >= start.length)}
                    maxLength={longest}
                    value={texts[name] ?? ''}
                    onChange={(event) => set(key, { ...texts, [name]: event.target.value })}
                  />
                )}
              </Field>
            ))}
          </fieldset>
        );
      })}
      <Button
        ref={addButton}
        look="quiet"
        className="justify-self-start"
        disabled={draft.length >= most}
        onClick={() =>
          setDraft([...draft, { key: Math.max(...draft.map(({ key }) => key), 0) + 1, texts: {} }])
        }
      >
        <Plus aria-hidden="true" className="size-4" />
        Add a {one.toLowerCase()}
      </Button>
      <EditActions
        action={action}
        label="Save"
        disabled={!isWhole || !isChanged}
        isChanged={isChanged}
        onDiscard={onClose}
      />
    </form>
  );
}

const isText = (text: string | undefined) => text !== undefined && text.trim() !== '';

const trimmed = (texts: Texts): Texts =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text.trim()]));
