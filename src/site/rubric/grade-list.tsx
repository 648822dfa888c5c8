import type { ReactNode } from 'react';
import type { CountedGrade } from '../grades/kept-grade.ts';
import { formatPoints } from '../ui/format.ts';
import { quoteId } from './quoted-text.tsx';

export interface GradeListProps {
  readonly grades: readonly CountedGrade[];
  /** Whether the submission stands beside it, so that a quote can lead to its place there. */
  readonly linked: boolean;
  /** What stands below a grade, such as the way to correct it. */
  readonly renderBelow?: ((category: number) => ReactNode) | undefined;
}

/** The grade of each category, with its reasons and what they rest on. */
export function GradeList({ grades, linked, renderBelow }: GradeListProps) {
  return (
    <ol className="grades">
      {grades.map((grade, category) => (
        <li key={grade.category} className="grade">
          <div className="grade-head">
            <h3 className="font-semibold">
              <span className="grade-number">{category + 1}</span>
              {grade.category}
            </h3>
            <p className="grade-points">
              {grade.level !== null && <span className="grade-level">{grade.level}</span>}
              <strong className="tabular-nums">{formatPoints(grade.points)}</strong>
              <span className="text-ink-soft"> of {formatPoints(grade.maxPoints)}</span>
              {grade.was !== undefined && <Was {...grade.was} />}
            </p>
          </div>
          <div className="grade-bar" aria-hidden="true">
            <div
              style={{ width: `${grade.maxPoints === 0 ? 0 : (100 * grade.points) / grade.maxPoints}%` }}
            />
          </div>
          {grade.note !== undefined && (
            <p className="text-sm" dir="auto">
              <strong>Note:</strong> {grade.note}
            </p>
          )}
          <p className="text-sm" dir="auto">
            {grade.reasons}
          </p>
          {grade.quotes.length > 0 && (
            <ul className="grid gap-2">
              {grade.quotes.map((quote, index) => (
                <li key={quote}>
                  <blockquote className="grade-quote" dir="auto">
                    {linked ? <a href={`#${quoteId(category, index)}`}>{quote}</a> : quote}
                  </blockquote>
                </li>
              ))}
            </ul>
          )}
          {renderBelow?.(category)}
        </li>
      ))}
    </ol>
  );
}

/** What a corrected number was before. */
export function Was({ points, level }: { readonly points: number; readonly level?: string | null }) {
  const before = level === undefined || level === null ? '' : `${level}, `;
  return (
    <span className="tag ml-2">
      was {before}
      {formatPoints(points)}
    </span>
  );
}
