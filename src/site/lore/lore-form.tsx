import { useState } from 'react';
import type { ApiError } from '../../client/index.ts';
import type { InputOf } from '../../contract.ts';
import { type ChosenLore, type LoreKind, loreKinds } from '../../tasks/lore/lore-contract.ts';
import { ApiErrorNotice } from '../ui/api-error-notice.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { fieldText } from '../ui/field-text.ts';
import { Form } from '../ui/form.tsx';
import { answeredProblems, inputProblems, type Problems } from '../ui/input-problems.ts';
import { SegmentedControl } from '../ui/segmented-control.tsx';
import { BriefFields, briefIn } from './brief-fields.tsx';
import { generators, type LoreGenerator } from './generators.ts';
import { kindWords } from './lore-face.ts';

const kindChoices = loreKinds.map((kind) => ({ value: kind, label: kindWords[kind].title }));

export interface LoreFormProps {
  readonly kind: LoreKind;
  readonly onKind: (kind: LoreKind) => void;
  /** What the theme's field begins with. */
  readonly theme: string;
  /** The lore that the new items are to fit to. */
  readonly existing: ChosenLore;
  /** Why the last submission was refused. */
  readonly error: ApiError | null;
  /** The last submission is under way, or its items are being written. */
  readonly busy: boolean;
  readonly onSubmit: (input: InputOf<LoreGenerator>) => void;
}

/** Which lore to write, how much of it, and for what world. */
export function LoreForm({ kind, onKind, theme, existing, error, busy, onSubmit }: LoreFormProps) {
  const [found, setFound] = useState<Problems | null>(null);
  const problems = found ?? answeredProblems(error);
  const existingCount = Object.values(existing).flat().length;

  const send = (fields: FormData) => {
    const input = {
      ...briefIn(fields),
      count: Number(fieldText(fields, 'count') || Number.NaN),
      ...(existingCount > 0 && { existingLore: existing }),
    };
    const wrong = inputProblems(generators[kind], input);
    setFound(Object.keys(wrong).length > 0 ? wrong : null);
    if (Object.keys(wrong).length === 0) onSubmit(input);
  };

  return (
    <Form
      label="What to write"
      problems={problems}
      busy={busy}
      onSubmit={send}
      footer={
        <>
          {error !== null && <ApiErrorNotice error={error} />}
          <Button type="submit" look="primary" busy={busy} className="justify-self-start">
            Write {kindWords[kind].title.toLowerCase()}
          </Button>
        </>
      }
    >
      <SegmentedControl label="Kind of lore" choices={kindChoices} value={kind} onChange={onKind} />
      <BriefFields
        theme={theme}
        wishesHint="Such as: someone who keeps a light burning"
        problems={problems}
      />
      <Field label="How many" problem={problems['count']} hint={fitHint(existingCount)}>
        {(control) => (
          <input
            {...control}
            className="input max-w-24"
            name="count"
            type="number"
            min={1}
            max={10}
            defaultValue={3}
          />
        )}
      </Field>
    </Form>
  );
}

function fitHint(existingCount: number): string | undefined {
  if (existingCount === 0) return undefined;
  return existingCount === 1
    ? 'They will fit to the chosen item.'
    : `They will fit to the ${existingCount} chosen items.`;
}
