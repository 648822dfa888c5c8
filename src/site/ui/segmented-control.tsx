import { useId } from 'react';

export interface SegmentedControlProps<Value extends string> {
  /** Read out before the choices. */
  readonly label: string;
  /** Shown above them as well. Default true. */
  readonly showLabel?: boolean;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  /** For a form's data. */
  readonly name?: string;
}

/** A few choices side by side, one of them taken: radio buttons, with their keys. */
export function SegmentedControl<Value extends string>({
  label,
  showLabel = true,
  choices,
  value,
  onChange,
  name,
}: SegmentedControlProps<Value>) {
  const ownName = useId();
  return (
    <fieldset className="field min-w-0">
      <legend className={showLabel ? 'field-label mb-1.5' : 'sr-only'}>{label}</legend>
      <div className="segments">
        {choices.map((choice) => (
          <label key={choice.value} className="segment">
            <input
              type="radio"
              className="sr-only"
              name={name ?? ownName}
              value={choice.value}
              checked={choice.value === value}
              onChange={() => onChange(choice.value)}
            />
            {choice.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
