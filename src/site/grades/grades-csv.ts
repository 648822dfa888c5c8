import type { CountedGrades } from './kept-grade.ts';

/**
 * Grades as CSV (RFC 4180, https://www.rfc-editor.org/rfc/rfc4180) in UTF-8 with a byte order mark, by which
 * spreadsheets know it: a line for each submission, a column for each category of the rubrics.
 */
export function gradesCsv(all: readonly CountedGrades[]): string {
  const categories = [...new Set(all.flatMap(({ grades }) => grades.map(({ category }) => category)))];
  const head = ['Student', 'Rubric', 'Points', 'Maximum', 'Percent', 'Graded', 'Edited', 'Sample'];
  const lines = all.map((one) => [
    one.student,
    one.rubricTitle,
    one.totalPoints,
    one.maxPoints,
    one.percentage,
    one.createdAt.slice(0, 10),
    one.isEdited ? 'yes' : 'no',
    one.sample ? 'yes' : 'no',
    ...categories.map((name) => one.grades.find(({ category }) => category === name)?.points ?? ''),
    one.feedback,
  ]);
  const rows = [[...head, ...categories, 'Feedback'], ...lines];
  return `\uFEFF${rows.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('')}`;
}

/**
 * What a spreadsheet takes for the beginning of a formula, at the beginning of a text or where one that separates
 * cells by another sign would begin a cell.
 */
const formula = /(^|[;\t\r\n])(\s*)(?=[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/g;

/** A text that could be taken for a formula gets an apostrophe before it, and stays a text. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = value.replace(formula, "$1$2'");
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
