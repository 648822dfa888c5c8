import type { Grade } from '../../tasks/grade-submission/contract.ts';
import { formatPoints } from '../ui/format.ts';
import { quoteId } from './quoted-text.tsx';

export interface GradeListProps {
  readonly grades: readonly Grade[];
  /** Whether the submission stands beside it, so that a quote can lead to its place there. */
  readonly linked: boolean;
}

/** The grade of each category, with its reasons and what they rest on. */
export function GradeList({ grades, linked }: GradeListProps) {
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
            </p>
          </div>
          <div className="grade-bar" aria-hidden="true">
            <div
              style={{ width: `${grade.maxPoints === 0 ? 0 : (100 * grade.points) / grade.maxPoints}%` }}
            />
          </div>
          <p className="text-sm">{grade.reasons}</p>
          {grade.quotes.length > 0 && (
            <ul className="grid gap-2">
              {grade.quotes.map((quote, index) => (
                <li dir="auto" key={quote}>
                  <blockquote className="grade-quote">
                    {linked ? <a href={`#${quoteId(category, index)}`}>{quote}</a> : quote}
                  </blockquote>
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ol>
  );
}
