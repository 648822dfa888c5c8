import { jobStatuses } from '../../job.ts';
import type { JobFilters } from '../../react/index.ts';

/** The filters that a page's address names; what it does not name, or names wrongly, filters nothing. */
export function filtersIn(search: string): JobFilters {
  const query = new URLSearchParams(search);
  const task = query.get('task') ?? '';
  const status = jobStatuses.find((name) => name === query.get('status'));
  const demo = query.get('demo');
  return {
    ...(task !== '' && { task }),
    ...(status !== undefined && { status }),
    ...((demo === 'true' || demo === 'false') && { demo: demo === 'true' }),
  };
}

/** The address of the list with one filter set, or taken away by an empty value. */
export function withFilter(search: string, name: 'task' | 'status' | 'demo', value: string): string {
  const query = new URLSearchParams(search);
  if (value === '') query.delete(name);
  else query.set(name, value);
  const text = query.toString();
  return text === '' ? '/jobs' : `/jobs?${text}`;
}
