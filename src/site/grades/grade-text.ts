import { countedPoints, formatPoints } from '../ui/format.ts';
import type { CountedGrades } from './kept-grade.ts';

/** A report as plain text, to be pasted into a message to the student. */
export function gradeText(counted: CountedGrades): string {
  const { student, rubricTitle, totalPoints, maxPoints, percentage, grades, feedback } = counted;
  const head = [
    ...(student === '' ? [] : [student]),
    rubricTitle,
    `${formatPoints(totalPoints)} of ${countedPoints(maxPoints)} (${formatPoints(percentage)} %)`,
  ].join('\n');
  const categories = grades.map(({ category, level, points, maxPoints: most, note, reasons }) =>
    [
      `${category}: ${formatPoints(points)} of ${formatPoints(most)}${level === null ? '' : ` (${level})`}`,
      ...(note === undefined ? [] : [note]),
      reasons,
    ].join('\n'),
  );
  return `${[head, ...categories, feedback].filter((part) => part !== '').join('\n\n')}\n`;
}
