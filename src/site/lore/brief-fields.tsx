import { useState } from 'react';
import type { WorldBrief } from '../../tasks/lore/lore-contract.ts';
import { useFormStart } from '../forms/form-start.tsx';
import { Field } from '../ui/field.tsx';
import { fieldText } from '../ui/field-text.ts';
import type { Problems } from '../ui/input-problems.ts';
import { SegmentedControl } from '../ui/segmented-control.tsx';

const difficulties = [
  { value: '', label: 'Any' },
  { value: 'easy', label: 'Easy' },
  { value: 'medium', label: 'Medium' },
  { value: 'hard', label: 'Hard' },
] as const;
type Difficulty = (typeof difficulties)[number]['value'];

export interface BriefFieldsProps {
  /** What the theme's field begins with where the form begins empty. */
  readonly theme: string;
  readonly wishesHint: string;
  readonly problems: Problems;
}

/** The fields of every lore task: the theme of a world, how hard life is there, and wishes. */
export function BriefFields({ theme, wishesHint, problems }: BriefFieldsProps) {
  const { text, field } = useFormStart();
  const [difficulty, setDifficulty] = useState(text('difficulty') as Difficulty);
  return (
    <>
      <Field label="Theme" problem={problems['theme']}>
        {(control) => (
          <input
            {...control}
            className="input"
            {...field('theme', theme)}
            maxLength={200}
            placeholder="e.g. a drowned city"
          />
        )}
      </Field>
      <SegmentedControl
        label="How hard is life there?"
        name="difficulty"
        choices={difficulties}
        value={difficulty}
        onChange={setDifficulty}
      />
      <Field label="Wishes" optional problem={problems['prompt']}>
        {(control) => (
          <textarea
            {...control}
            className="input"
            {...field('prompt')}
            rows={3}
            maxLength={4000}
            placeholder={wishesHint}
          />
        )}
      </Field>
    </>
  );
}

/** What the fields hold, as the contracts take it. */
export function briefIn(fields: FormData): WorldBrief {
  const difficulty = fieldText(fields, 'difficulty') as Difficulty;
  const prompt = fieldText(fields, 'prompt');
  return {
    theme: fieldText(fields, 'theme'),
    ...(difficulty !== '' && { difficulty }),
    ...(prompt !== '' && { prompt }),
  };
}
