import type { ApiError } from '../../overtime/client.ts';
import type { InputOf } from '../../overtime/index.ts';
import { createWorld } from '../../tasks/create-world/contract.ts';
import { type ChosenLore, loreKinds } from '../../tasks/lore/lore-contract.ts';
import { useFormStart } from '../forms/form-start.tsx';
import { Field } from '../ui/field.tsx';
import { fieldText } from '../ui/field-text.ts';
import { Form } from '../ui/form.tsx';
import { inputProblems, type Problems } from '../ui/input-problems.ts';
import { Notice } from '../ui/notice.tsx';
import { useProblems } from '../ui/use-problems.ts';
import { BriefFields, briefIn } from './brief-fields.tsx';
import { LoreNames } from './lore-names.tsx';

export interface WorldFormProps {
  readonly theme: string;
  /** The chosen lore. An earlier job's story is made of the lore that it was given. */
  readonly lore: ChosenLore;
  readonly error: ApiError | null;
  readonly busy: boolean;
  readonly onSubmit: (input: InputOf<typeof createWorld>) => void;
}

/** The chosen lore, and what the story made of it is to be. */
export function WorldForm({ theme, lore: chosen, error, busy, onSubmit }: WorldFormProps) {
  const start = useFormStart();
  const lore = createWorld.input.safeParse(start.input).data?.lore ?? chosen;
  const { problems, passes } = useProblems(error);
  const twins = twinsIn(problems, lore);

  const send = (fields: FormData) => {
    const title = fieldText(fields, 'title');
    const input = { ...briefIn(fields), ...(title !== '' && { title }), lore };
    if (passes(inputProblems(createWorld, input))) onSubmit(input);
  };

  return (
    <Form
      label="The story"
      action="Write the story"
      problems={problems}
      error={error}
      busy={busy}
      onSubmit={send}
      notice={
        twins.length > 0 && (
          <Notice tone="danger" title="Two of the chosen items have the same name.">
            <p>Remove one of each on the lore page: {twins.join(', ')}.</p>
          </Notice>
        )
      }
    >
      <div>
        <div className="flex flex-wrap items-baseline justify-between gap-x-4">
          <p className="field-label">Based on</p>
          <a href="/lore" className="link text-sm">
            Choose others
          </a>
        </div>
        <LoreNames lore={lore} />
      </div>
      <Field label="Title" optional problem={problems['title']} hint="Leave empty to let the model choose.">
        {(control) => (
          <input
            {...control}
            className="input"
            name="title"
            defaultValue={start.text('title')}
            maxLength={120}
          />
        )}
      </Field>
      <BriefFields theme={theme} wishesHint="e.g. let the tide keep its own calendar" problems={problems} />
    </Form>
  );
}

/** The names of the items that the contract found to be named like another one. */
function twinsIn(problems: Problems, lore: ChosenLore): string[] {
  return loreKinds.flatMap((kind) =>
    lore[kind].flatMap(({ name }, index) =>
      problems[`lore.${kind}.${index}.name`] === undefined ? [] : [`“${name}”`],
    ),
  );
}
