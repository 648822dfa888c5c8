import { jobStatuses } from '../../overtime/index.ts';
import type { JobFilters } from '../../overtime/react.ts';

/** The filters that a page's address names; what it does not name, or names wrongly, filters nothing. */
export function filtersIn(search: string): JobFilters {
  const query = new URLSearchParams(search);
  const task = query.get('task') ?? '';
  const status = jobStatuses.find((name) => name === query.get('status'));
  const sample = query.get('sample');
  const q = query.get('q')?.trim() ?? '';
  return {
    ...(task !== '' && { task }),
    ...(status !== undefined && { status }),
    ...(q !== '' && { q }),
    ...((sample === 'true' || sample === 'false') && { sample: sample === 'true' }),
  };
}

/** The address of the list with one filter set, or taken away by an empty value. */
export function withFilter(search: string, name: 'q' | 'task' | 'status' | 'sample', value: string): string {
  const query = new URLSearchParams(search);
  if (value === '') query.delete(name);
  else query.set(name, value);
  const text = query.toString();
  return text === '' ? '/jobs' : `/jobs?${text}`;
}
