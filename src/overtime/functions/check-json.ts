import type { InputIssue } from '../errors.ts';
import { unstorable } from '../storable.ts';

/** Far more than any input has: thirty entries of ten levels each are two thousand values, five deep. */
const mostValues = 10_000;
const deepest = 20;
const longestKey = 200;

/**
 * Why a parsed body is refused before a schema sees it: too many levels or values, a key that is too long, or a text
 * that cannot be stored. In one pass without recursion.
 */
export function jsonIssues(body: unknown): readonly InputIssue[] {
  const issues: InputIssue[] = [];
  const waiting: { value: unknown; path: readonly string[] }[] = [{ value: body, path: [] }];
  let count = 0;
  for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
    const { value, path } = entry;
    const issue = (message: string): InputIssue => ({ path: path.join('.'), message });
    if (typeof value === 'string') {
      const wrong = unstorable(value);
      if (wrong !== null) issues.push(issue(wrong));
    }
    if (typeof value !== 'object' || value === null) continue;
    if (path.length >= deepest) return [issue(`Must not be nested more than ${deepest} levels deep.`)];
    count += Array.isArray(value) ? value.length : Object.keys(value).length;
    if (count > mostValues) return [{ path: '', message: `Must have at most ${mostValues} values.` }];
    // In reverse, because the list is taken from its end.
    for (const [key, member] of Object.entries(value).toReversed()) {
      if (key.length > longestKey) return [issue(`Must have no key of more than ${longestKey} characters.`)];
      const wrong = unstorable(key);
      if (wrong !== null) issues.push(issue(`Has a key that ${wrong.replace('Contains', 'contains')}`));
      waiting.push({ value: member, path: [...path, key] });
    }
  }
  return issues;
}
