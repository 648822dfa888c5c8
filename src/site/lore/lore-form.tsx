import type { ApiError } from '../../overtime/client.ts';
import type { InputOf } from '../../overtime/index.ts';
import { type ChosenLore, type LoreKind, loreKinds } from '../../tasks/lore/lore-contract.ts';
import { useFormStart } from '../forms/form-start.tsx';
import { Field } from '../ui/field.tsx';
import { fieldText } from '../ui/field-text.ts';
import { Form } from '../ui/form.tsx';
import { inputProblems } from '../ui/input-problems.ts';
import { SegmentedControl } from '../ui/segmented-control.tsx';
import { useProblems } from '../ui/use-problems.ts';
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
  const { field } = useFormStart();
  const { problems, passes } = useProblems(error);
  const existingCount = Object.values(existing).flat().length;

  const send = (fields: FormData) => {
    const input = {
      ...briefIn(fields),
      count: Number(fieldText(fields, 'count') || Number.NaN),
      ...(existingCount > 0 && { existingLore: existing }),
    };
    if (passes(inputProblems(generators[kind], input))) onSubmit(input);
  };

  return (
    <Form
      label="New lore"
      action={`Write ${kindWords[kind].title.toLowerCase()}`}
      problems={problems}
      error={error}
      busy={busy}
      onSubmit={send}
    >
      <SegmentedControl
        label="Kind of lore"
        name="kind"
        choices={kindChoices}
        value={kind}
        onChange={onKind}
      />
      <BriefFields theme={theme} wishesHint="e.g. someone who keeps a light burning" problems={problems} />
      <Field label="How many" problem={problems['count']} hint={fitHint(existingCount)}>
        {(control) => (
          <input
            {...control}
            className="input max-w-24"
            {...field('count', '3')}
            type="number"
            min={1}
            max={10}
          />
        )}
      </Field>
    </Form>
  );
}

function fitHint(existingCount: number): string | undefined {
  if (existingCount === 0) return undefined;
  return existingCount === 1
    ? 'New items will match the chosen one.'
    : `New items will match the ${existingCount} chosen ones.`;
}
