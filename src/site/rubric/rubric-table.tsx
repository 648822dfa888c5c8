/* oxlint-disable jsx-a11y/no-interactive-element-to-noninteractive-role, jsx-a11y/control-has-associated-label --
   nothing in this table is interactive: the roles repeat what its elements mean, see RubricTable. */
import { useId } from 'react';
import type { RubricDraft } from '../../tasks/rubric/rubric-contract.ts';
import { countedPoints, formatPoints, pointsNoun } from '../ui/format.ts';

type DraftCategory = NonNullable<RubricDraft['categories']>[number];

export interface RubricTableProps {
  readonly rubric: RubricDraft;
  /** `writing`: what is missing is still to come; `unfinished`: it never will. */
  readonly state: 'writing' | 'unfinished' | 'finished';
}

/**
 * The rubric as a table, categories by levels. On a small screen every category becomes a block of
 * its own; the roles are written out because a table laid out as blocks loses them.
 */
export function RubricTable({ rubric, state }: RubricTableProps) {
  const isWriting = state === 'writing';
  const titleId = useId();
  const categories = rubric.categories ?? [];
  const columnCount = Math.max(1, ...categories.map(({ levels }) => levels?.length ?? 0));
  const columnNames = sharedLevelNames(categories, columnCount);

  return (
    <div className="rubric" aria-busy={isWriting}>
      <div className="rubric-head">
        <h2 id={titleId} className="rubric-title">
          {rubric.title ?? 'The rubric'}
        </h2>
        {state === 'unfinished' && <p className="rubric-unfinished">Unfinished</p>}
        {rubric.totalPoints !== undefined && (
          <p className="rubric-total">
            <span className="rubric-total-points">{formatPoints(rubric.totalPoints)}</span>{' '}
            {pointsNoun(rubric.totalPoints)} in all
          </p>
        )}
      </div>
      <table role="table" aria-labelledby={titleId} className="rubric-table">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col" className="rubric-category-column">
              Category
            </th>
            {Array.from({ length: columnCount }, (_, index) => (
              <th role="columnheader" scope="col" key={index}>
                {columnNames?.[index] ?? `Level ${index + 1}`}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {categories.map((category, index) => (
            <CategoryRow
              key={index}
              category={category}
              columnCount={columnCount}
              namesAreShared={columnNames !== null}
              isWriting={isWriting && index === categories.length - 1}
            />
          ))}
          {isWriting && categories.length === 0 && (
            <tr role="row">
              <td role="cell" colSpan={columnCount + 1}>
                <span className="rubric-line" />
                <span className="rubric-line w-2/3" />
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

interface CategoryRowProps {
  readonly category: DraftCategory;
  readonly columnCount: number;
  readonly namesAreShared: boolean;
  readonly isWriting: boolean;
}

function CategoryRow({ category, columnCount, namesAreShared, isWriting }: CategoryRowProps) {
  const levels = category.levels ?? [];
  return (
    <tr role="row" className="rubric-row">
      <th role="rowheader" scope="row" className="rubric-category">
        <span dir="auto" className="rubric-category-name">
          {category.name ?? '…'}
        </span>
        {category.points !== undefined && (
          <span className="rubric-points">{countedPoints(category.points)}</span>
        )}
        {category.description !== undefined && (
          <span dir="auto" className="rubric-description">
            {category.description}
          </span>
        )}
      </th>
      {levels.map((level, index) => (
        <td role="cell" key={index} className="rubric-level">
          <span
            className={namesAreShared ? 'rubric-level-name rubric-level-name-shared' : 'rubric-level-name'}
          >
            {level.name}
          </span>
          {/* A space keeps the line of points that are not written yet, so that nothing jumps when they come. */}
          <span className="rubric-points">
            {level.points === undefined ? '\u00a0' : formatPoints(level.points)}
          </span>
          <span dir="auto" className="rubric-description">
            {level.description}
          </span>
        </td>
      ))}
      {levels.length < columnCount && (
        <td role="cell" colSpan={columnCount - levels.length} className="rubric-level rubric-level-missing">
          {isWriting && <span className="rubric-line" />}
        </td>
      )}
    </tr>
  );
}

/** The names of the levels when every category uses the same ones in the same order, else null. */
function sharedLevelNames(categories: readonly DraftCategory[], columnCount: number): string[] | null {
  const names: string[] = [];
  for (let column = 0; column < columnCount; column += 1) {
    // A name that is still being written is a beginning of the one above it.
    const inColumn = categories.flatMap(({ levels }) => levels?.[column]?.name ?? []);
    const [first] = inColumn;
    if (first === undefined || inColumn.some((name) => !first.startsWith(name))) return null;
    names.push(first);
  }
  return names;
}
