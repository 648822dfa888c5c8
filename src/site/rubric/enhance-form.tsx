import { useState } from 'react';
import type { ApiError } from '../../overtime/client.ts';
import type { InputOf } from '../../overtime/index.ts';
import { enhanceRubric } from '../../tasks/enhance-rubric/contract.ts';
import { rubricMarkdown } from '../../tasks/rubric/rubric-markdown.ts';
import { useFormStart } from '../forms/form-start.tsx';
import { Field } from '../ui/field.tsx';
import { fieldText } from '../ui/field-text.ts';
import { Form } from '../ui/form.tsx';
import { inputProblems } from '../ui/input-problems.ts';
import { SegmentedControl } from '../ui/segmented-control.tsx';
import { useProblems } from '../ui/use-problems.ts';
import { RubricSelect } from './rubric-select.tsx';
import type { KeptRubric } from './use-rubrics.ts';

type Model = 'any' | 'gemini' | 'openai';

export interface EnhanceFormProps {
  readonly rubrics: readonly KeptRubric[];
  /** The rubric to begin with, if any. */
  readonly beginWith: KeptRubric | null;
  readonly error: ApiError | null;
  readonly busy: boolean;
  readonly onSubmit: (input: InputOf<typeof enhanceRubric>) => Promise<void>;
}

/** The rules to make a rubric of, or the rubric to improve, and how many points it shall have. */
export function EnhanceForm({ rubrics, beginWith, error, busy, onSubmit }: EnhanceFormProps) {
  const { text, field, unshown } = useFormStart();
  const [begunId, setBegunId] = useState(text('rubric', beginWith?.id));
  const [rules, setRules] = useState(
    text('simple_rules', beginWith === null ? '' : rubricMarkdown(beginWith.rubric)),
  );
  const [totalPoints, setTotalPoints] = useState(
    text('total_points', String(beginWith?.total_points ?? 100)),
  );
  const [model, setModel] = useState(text('llmProvider', 'any') as Model);
  const { problems, passes } = useProblems(error);

  const send = (fields: FormData) => {
    const wishes = fieldText(fields, 'rubric_prompt');
    const input = {
      simple_rules: rules,
      total_points: totalPoints.trim() === '' ? Number.NaN : Number(totalPoints),
      ...(wishes !== '' && { rubric_prompt: wishes }),
      // The named model is one of the provider that was chosen with it.
      ...(model !== 'any' && {
        llmProvider: model,
        ...(model === text('llmProvider') && unshown('llmModel')),
      }),
    };
    if (passes(inputProblems(enhanceRubric, input))) void onSubmit(input);
  };

  return (
    <Form
      label="Rubric to improve"
      action="Write the rubric"
      problems={problems}
      error={error}
      busy={busy}
      onSubmit={send}
    >
      {/* There from the start: a field that came with the rubrics would push the button away under the pointer. */}
      <RubricSelect
        label="Start from"
        none="A blank rubric"
        rubrics={rubrics}
        name="rubric"
        value={begunId}
        onChange={(rubric) => {
          setBegunId(rubric?.id ?? '');
          setRules(rubric === null ? '' : rubricMarkdown(rubric.rubric));
          if (rubric !== null) setTotalPoints(String(rubric.total_points));
        }}
      />
      <Field
        label="Rules or rubric"
        hint="A few plain rules are enough, as text or Markdown."
        problem={problems['simple_rules']}
      >
        {(control) => (
          <textarea
            {...control}
            className="input"
            name="simple_rules"
            rows={10}
            value={rules}
            placeholder={
              'Three sources at least, cited.\nA thesis in the first paragraph.\nNo spelling mistakes.'
            }
            onChange={(event) => setRules(event.target.value)}
          />
        )}
      </Field>
      <div className="grid gap-5 sm:grid-cols-[11rem_1fr]">
        <Field label="Total points" problem={problems['total_points']}>
          {(control) => (
            <input
              {...control}
              className="input"
              name="total_points"
              inputMode="decimal"
              value={totalPoints}
              onChange={(event) => setTotalPoints(event.target.value)}
            />
          )}
        </Field>
        <Field label="Instructions" optional problem={problems['rubric_prompt']}>
          {(control) => (
            <textarea
              {...control}
              className="input"
              {...field('rubric_prompt')}
              rows={2}
              placeholder="e.g. four levels, in words for ten-year-olds"
            />
          )}
        </Field>
      </div>
      <SegmentedControl<Model>
        label="Language model"
        name="llmProvider"
        value={model}
        onChange={setModel}
        choices={[
          { value: 'any', label: 'Automatic' },
          { value: 'gemini', label: 'Gemini' },
          { value: 'openai', label: 'OpenAI' },
        ]}
      />
    </Form>
  );
}
