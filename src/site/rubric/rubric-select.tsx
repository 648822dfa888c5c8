import { Field } from '../ui/field.tsx';
import { countedPoints, formatMoment } from '../ui/format.ts';
import type { KeptRubric } from './use-rubrics.ts';

export interface RubricSelectProps {
  readonly label: string;
  /** For a form's data. */
  readonly name: string;
  /** The first choice, where none is taken. */
  readonly none: string;
  readonly optional?: boolean;
  readonly rubrics: readonly KeptRubric[];
  /** The taken one's id, or empty. */
  readonly value: string;
  readonly problem?: string | undefined;
  readonly onChange: (rubric: KeptRubric | null) => void;
}

/** One of the user's rubrics. */
export function RubricSelect({
  label,
  name,
  none,
  optional = false,
  rubrics,
  value,
  problem,
  onChange,
}: RubricSelectProps) {
  return (
    <Field label={label} optional={optional} problem={problem}>
      {(control) => (
        <select
          {...control}
          className="input"
          name={name}
          value={value}
          onChange={(event) => onChange(rubrics.find(({ id }) => id === event.target.value) ?? null)}
        >
          <option value="">{none}</option>
          {rubrics.map((rubric) => (
            <option key={rubric.id} value={rubric.id}>
              {`${rubric.title}, ${countedPoints(rubric.total_points)} (${formatMoment(rubric.created_at)})`}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
