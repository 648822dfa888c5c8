import type { InputIssue } from '../errors.ts';

/** Bounds that keep the answer to any input small: the number of issues, and the lengths of path and message. */
const mostIssues = 20;
const longestMessage = 300;
const longestPath = 200;

/** The first issues of an input, cut to their bounds; the last one says how many more there are. */
export function boundedIssues(issues: readonly InputIssue[]): readonly InputIssue[] {
  const shown = issues.slice(0, mostIssues).map(({ path, message }) => ({
    path: cut(path, longestPath),
    message: cut(message, longestMessage),
  }));
  const more = issues.length - shown.length;
  return more === 0 ? shown : [...shown, { path: '', message: `And ${more} more.` }];
}

/** The same as a sentence. */
export function inWords(issues: readonly InputIssue[]): string {
  return issues.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ');
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1).toWellFormed()}…`;
}
