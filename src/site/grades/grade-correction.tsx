import { useState } from 'react';
import { hundredths } from '../../tasks/rubric/point-problems.ts';
import { EditActions } from '../edits/edit-actions.tsx';
import { VersionList } from '../edits/version-list.tsx';
import type { Edits } from '../edits/use-edits.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { countedPoints, formatPoints } from '../ui/format.ts';
import { type CategoryEdit, categoryPart, type CountedGrades, type WholeEdit } from './kept-grade.ts';

export interface GradeCorrectionProps {
  readonly counted: CountedGrades;
  /** The category's index. */
  readonly category: number;
  /** The category's levels in the rubric, if it has any. */
  readonly levels: readonly { readonly name: string; readonly points: number }[];
  readonly edits: Edits<CategoryEdit | WholeEdit>;
}

/** The way to correct the grade of a category, and its former versions. */
export function GradeCorrection(props: GradeCorrectionProps) {
  const { counted, category, edits } = props;
  const [isOpen, setIsOpen] = useState(false);
  const name = counted.grades[category]?.category ?? '';
  if (isOpen) return <CorrectionForm {...props} onClose={() => setIsOpen(false)} />;
  return (
    <div className="flex flex-wrap items-start gap-x-4 print:hidden">
      <Button look="quiet" className="-ml-2" aria-label={`Correct ${name}`} onClick={() => setIsOpen(true)}>
        Correct
      </Button>
      <div className="py-2.5">
        <VersionList
          edits={edits}
          part={categoryPart(category)}
          original="As the job graded it"
          describe={inWords}
        />
      </div>
    </div>
  );
}

function inWords(content: CategoryEdit | WholeEdit): string {
  if (!('points' in content)) return 'Edited';
  return `${content.level === null ? '' : `${content.level}, `}${countedPoints(content.points)}`;
}

function CorrectionForm({
  counted,
  category,
  levels,
  edits,
  onClose,
}: GradeCorrectionProps & { readonly onClose: () => void }) {
  const grade = counted.grades[category];
  const [level, setLevel] = useState(grade?.level ?? null);
  const [points, setPoints] = useState(String(grade?.points ?? 0));
  const [note, setNote] = useState(grade?.note ?? '');
  if (grade === undefined) return null;

  const value = points.trim() === '' ? Number.NaN : Number(points.replace(',', '.'));
  const isRight = value >= 0 && value <= grade.maxPoints;
  const total = hundredths(counted.totalPoints - grade.points + value);
  const save = async () => {
    const saved = await edits.save(
      { points: hundredths(value), level },
      { part: categoryPart(category), note },
    );
    if (saved) onClose();
  };

  return (
    <form
      aria-label={`Correct ${grade.category}`}
      className="grid gap-4 border-t border-line pt-4 print:hidden"
      onSubmit={(event) => {
        event.preventDefault();
        if (isRight && !edits.action.busy) void save();
      }}
    >
      <div className="grid gap-4 sm:grid-cols-[1fr_8rem]">
        {levels.length > 0 && (
          <Field label="Level">
            {(control) => (
              <select
                {...control}
                className="input"
                value={level ?? ''}
                onChange={(event) => {
                  const chosen = levels.find(({ name }) => name === event.target.value);
                  setLevel(chosen?.name ?? null);
                  if (chosen !== undefined) setPoints(String(chosen.points));
                }}
              >
                {level === null && <option value="">None</option>}
                {levels.map(({ name, points: worth }) => (
                  <option key={name} value={name}>
                    {`${name} (${formatPoints(worth)})`}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
        <Field
          label="Points"
          problem={isRight ? undefined : `Enter a number from 0 to ${formatPoints(grade.maxPoints)}.`}
        >
          {(control) => (
            <input
              {...control}
              // What was pressed is gone: the keyboard goes on here.
              // oxlint-disable-next-line jsx-a11y/no-autofocus
              autoFocus
              className="input tabular-nums"
              inputMode="decimal"
              value={points}
              onChange={(event) => setPoints(event.target.value)}
            />
          )}
        </Field>
      </div>
      <Field label="Note" optional hint="The reason. It is shown in the report.">
        {(control) => (
          <textarea
            {...control}
            className="input"
            rows={2}
            maxLength={2000}
            dir="auto"
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        )}
      </Field>
      <p role="status" className="text-sm">
        {isRight && (
          <>
            Total: <strong className="tabular-nums">{formatPoints(total)}</strong> of{' '}
            {countedPoints(counted.maxPoints)}
            {total !== counted.totalPoints && ` (before: ${formatPoints(counted.totalPoints)})`}
          </>
        )}
      </p>
      <EditActions
        action={edits.action}
        label="Save the correction"
        disabled={!isRight}
        isChanged={level !== grade.level || value !== grade.points || note !== (grade.note ?? '')}
        onDiscard={onClose}
      />
    </form>
  );
}
