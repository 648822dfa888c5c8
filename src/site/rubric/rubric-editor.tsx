import { Plus, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { type Rubric, rubric as rubricSchema } from '../../tasks/rubric/rubric-contract.ts';
import { pointProblems, withExactTotal } from '../../tasks/rubric/point-problems.ts';
import { EditActions } from '../edits/edit-actions.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { formatPoints, pointsNoun } from '../ui/format.ts';
import type { Action } from '../ui/use-action.ts';
import { blankCategory, bestLevelSetsPoints, replaced, type Category } from './rubric-changes.ts';

export interface RubricEditorProps {
  readonly rubric: Rubric;
  readonly action: Action;
  readonly onSave: (rubric: Rubric) => void;
  readonly onCancel: () => void;
}

/** A rubric in place of its table, to be changed: titles, points, texts, levels, categories. */
export function RubricEditor({ rubric, action, onSave, onCancel }: RubricEditorProps) {
  const [start] = useState(rubric);
  const [draft, setDraft] = useState(start);
  const { categories } = draft;
  const finished = withExactTotal(draft);
  const total = finished.totalPoints;
  const isComplete = rubricSchema.safeParse(finished).success;
  const problems = isComplete ? pointProblems(finished) : ['Enter a number for all points.'];
  const set = (index: number, category: Category) =>
    setDraft({ ...draft, categories: replaced(categories, index, bestLevelSetsPoints(category)) });

  return (
    <form
      className="sheet grid gap-6 p-4 sm:p-6"
      aria-label="Edit the rubric"
      onSubmit={(event) => {
        event.preventDefault();
        if (problems.length === 0) onSave(finished);
      }}
    >
      <Field label="Title of the rubric">
        {(control) => (
          <input
            {...control}
            className="input"
            value={draft.title}
            maxLength={500}
            dir="auto"
            onChange={(event) => setDraft({ ...draft, title: event.target.value })}
          />
        )}
      </Field>
      {categories.map((category, index) => (
        <CategoryFields
          // Categories have no id, and their order does not change here.
          key={index}
          number={index + 1}
          category={category}
          onChange={(changed) => set(index, changed)}
        >
          <Button
            look="quiet"
            disabled={categories.length === 1}
            aria-label={`Remove category ${index + 1}`}
            onClick={() => setDraft({ ...draft, categories: categories.filter((_, at) => at !== index) })}
          >
            <Trash2 aria-hidden="true" className="size-4" />
          </Button>
        </CategoryFields>
      ))}
      <Button
        className="justify-self-start"
        onClick={() => setDraft({ ...draft, categories: [...categories, blankCategory()] })}
      >
        <Plus aria-hidden="true" className="size-4" />
        Add a category
      </Button>
      <p role="status" className="rubric-running-total">
        <strong className="tabular-nums">{formatPoints(total)}</strong> {pointsNoun(total)} in all
        {total !== rubric.totalPoints && ` (before: ${formatPoints(rubric.totalPoints)})`}
      </p>
      {problems.map((problem) => (
        <p key={problem} className="field-problem">
          {problem}
        </p>
      ))}
      <EditActions
        action={action}
        label="Save the changes"
        disabled={problems.length > 0}
        isChanged={draft !== start}
        onDiscard={onCancel}
      />
    </form>
  );
}

interface CategoryFieldsProps {
  readonly number: number;
  readonly category: Category;
  readonly onChange: (category: Category) => void;
  /** The button that removes it. */
  readonly children: ReactNode;
}

function CategoryFields({ number, category, onChange, children }: CategoryFieldsProps) {
  const { levels } = category;
  return (
    <fieldset className="grid gap-3 border-t border-line pt-4">
      <legend className="sr-only">Category {number}</legend>
      <div className="grid items-end gap-3 sm:grid-cols-[1fr_7rem_auto]">
        <Field label={`Category ${number}`}>
          {(control) => (
            <input
              {...control}
              className="input"
              value={category.name}
              maxLength={300}
              dir="auto"
              onChange={(event) => onChange({ ...category, name: event.target.value })}
            />
          )}
        </Field>
        <PointsField
          label={`Points of category ${number}`}
          value={category.points}
          // The best level's points are the category's.
          readOnly={levels.length > 0}
          onChange={(points) => onChange({ ...category, points })}
        />
        {children}
      </div>
      <textarea
        aria-label={`Description of category ${number}`}
        className="input"
        rows={2}
        value={category.description}
        maxLength={5000}
        dir="auto"
        onChange={(event) => onChange({ ...category, description: event.target.value })}
      />
      {levels.map((level, index) => {
        const name = `level ${index + 1} of category ${number}`;
        const change = (changed: Partial<typeof level>) =>
          onChange({ ...category, levels: replaced(levels, index, { ...level, ...changed }) });
        return (
          <div key={index} className="grid gap-3 sm:ml-6 sm:grid-cols-[10rem_1fr_7rem]">
            <input
              aria-label={`Name of ${name}`}
              className="input"
              value={level.name}
              maxLength={300}
              dir="auto"
              onChange={(event) => change({ name: event.target.value })}
            />
            <textarea
              aria-label={`Description of ${name}`}
              className="input"
              rows={2}
              value={level.description}
              maxLength={5000}
              dir="auto"
              onChange={(event) => change({ description: event.target.value })}
            />
            <PointsInput
              aria-label={`Points of ${name}`}
              value={level.points}
              onChange={(points) => change({ points })}
            />
          </div>
        );
      })}
    </fieldset>
  );
}

interface PointsProps {
  readonly value: number;
  readonly readOnly?: boolean;
  readonly onChange: (points: number) => void;
}

function PointsField({ label, ...points }: PointsProps & { readonly label: string }) {
  return <Field label={label}>{(control) => <PointsInput {...control} {...points} />}</Field>;
}

/** A number of points. What is no number counts as none and is refused when it is saved. */
function PointsInput({ value, onChange, ...more }: PointsProps & { readonly 'aria-label'?: string }) {
  const [text, setText] = useState(String(value));
  const shown = Number(text) === value || Number.isNaN(value) ? text : String(value);
  return (
    <input
      {...more}
      className="input tabular-nums"
      inputMode="decimal"
      value={shown}
      onChange={(event) => {
        setText(event.target.value);
        onChange(event.target.value.trim() === '' ? Number.NaN : Number(event.target.value));
      }}
    />
  );
}
