import { formatDay, formatPoints } from '../ui/format.ts';
import type { CountedGrades } from './kept-grade.ts';

/** The grades, a line for each submission, which leads to its report. */
export function GradebookTable({ grades }: { readonly grades: readonly CountedGrades[] }) {
  return (
    <div className="sheet overflow-hidden">
      <table className="gradebook">
        <caption className="sr-only">Grades</caption>
        <thead>
          <tr>
            <th scope="col">Student</th>
            <th scope="col" className="max-md:hidden">
              Rubric
            </th>
            <th scope="col" className="gradebook-number">
              Points
            </th>
            <th scope="col" className="gradebook-number">
              %
            </th>
            <th scope="col" className="max-md:hidden">
              Date
            </th>
          </tr>
        </thead>
        <tbody>
          {grades.map((one) => (
            <tr key={one.id}>
              <th scope="row" className="wrap-anywhere">
                <a href={`/gradebook?grade=${encodeURIComponent(one.id)}`} className="link" dir="auto">
                  {one.student === '' ? 'Unnamed student' : one.student}
                </a>
                <span className="ml-2 inline-flex gap-1 align-middle">
                  {one.isEdited && <span className="tag">Edited</span>}
                  {one.sample && <span className="tag">Sample</span>}
                </span>
                <span className="block text-ink-soft md:hidden">
                  {one.rubricTitle}, {formatDay(one.createdAt)}
                </span>
              </th>
              <td className="wrap-anywhere max-md:hidden">{one.rubricTitle}</td>
              <td className="gradebook-number whitespace-nowrap">
                {formatPoints(one.totalPoints)}
                <span className="text-ink-soft"> of {formatPoints(one.maxPoints)}</span>
              </td>
              <td className="gradebook-number">{formatPoints(one.percentage)}</td>
              <td className="whitespace-nowrap text-ink-soft max-md:hidden">{formatDay(one.createdAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
