import type { InputIssue } from '../errors.ts';

/** However wrong an input is, the answer stays small: so many issues, each with a path and a message so long. */
const mostIssues = 20;
const longestMessage = 300;
const longestPath = 200;

/** The first issues of an input, each cut; the last one says how many there are beside them. */
export function boundedIssues(issues: readonly InputIssue[]): readonly InputIssue[] {
  const shown = issues.slice(0, mostIssues).map(({ path, message }) => ({
    path: cut(path, longestPath),
    message: cut(message, longestMessage),
  }));
  const more = issues.length - shown.length;
  return more === 0 ? shown : [...shown, { path: '', message: `And ${more} more.` }];
}

/** The same for a person to read. */
export function inWords(issues: readonly InputIssue[]): string {
  return issues.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ');
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1).toWellFormed()}…`;
}
