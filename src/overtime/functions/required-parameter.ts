import { OvertimeError } from '../errors.ts';
import { unstorable } from '../storable.ts';
import { boundedIssues, inWords } from './input-issues.ts';

/** An id has 21 characters; no other parameter needs more than this. */
const longestParameter = 500;

/**
 * Checks every query parameter of a request, also those that the function does not read: it must be storable and not
 * too long. Throws `invalid_input`, naming the first that is wrong.
 */
export function checkParameters({ searchParams }: URL): void {
  for (const [name, value] of searchParams) {
    const wrong = unstorable(value);
    if (wrong !== null) throw invalidParameter(name, wrong);
    if (value.length > longestParameter) {
      throw invalidParameter(name, `Must have at most ${longestParameter} characters.`);
    }
  }
}

/** A required query parameter. Throws `invalid_input`, naming it, when it is missing. */
export function requiredParameter(url: URL, name: string): string {
  const value = url.searchParams.get(name);
  if (value) return value;
  throw invalidParameter(name, 'Is missing.');
}

/** `invalid_input` for a query parameter or header. */
export function invalidParameter(path: string, message: string): OvertimeError {
  const issues = boundedIssues([{ path, message }]);
  return new OvertimeError('invalid_input', inWords(issues), { issues });
}
