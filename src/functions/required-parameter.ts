import { OvertimeError } from '../errors.ts';

/** A query parameter that must be there. Throws `invalid_input`, naming it. */
export function requiredParameter(url: URL, name: string): string {
  const value = url.searchParams.get(name);
  if (value) return value;
  throw invalidParameter(name, 'Is missing.');
}

/** `invalid_input` for a query parameter or header. */
export function invalidParameter(path: string, message: string): OvertimeError {
  return new OvertimeError('invalid_input', `${path}: ${message}`, { issues: [{ path, message }] });
}
