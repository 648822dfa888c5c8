import type { JobSummary } from '../../overtime/index.ts';
import { formatDuration, useJobs } from '../../overtime/react.ts';
import { shownCount } from './recent-jobs.tsx';

/** How long a task's jobs usually take, as the user's last ones did; nothing before there are two. */
export function UsualDuration({ task }: { readonly task: string }) {
  // The same list as the page shows beside it.
  const ms = usualMs(useJobs({ task, limit: shownCount }).jobs);
  return ms === null ? null : (
    <span className="text-sm text-ink-soft">Usually about {formatDuration(ms)}</span>
  );
}

/**
 * The median of the jobs that completed, in milliseconds, rounded as one would say it: to whole seconds, to five from
 * ten on, and to half minutes from a minute on. Null for less than two. Results from the cache took no time.
 */
export function usualMs(
  jobs: readonly Pick<JobSummary, 'status' | 'durationMs' | 'attempts'>[],
): number | null {
  const durations = jobs
    .flatMap(({ status, durationMs, attempts }) =>
      status === 'completed' && attempts > 0 && durationMs !== null ? [durationMs] : [],
    )
    .toSorted((a, b) => a - b);
  if (durations.length < 2) return null;
  const middle = (durations.length - 1) / 2;
  const median = ((durations[Math.floor(middle)] ?? 0) + (durations[Math.ceil(middle)] ?? 0)) / 2;
  const step = median < 10_000 ? 1000 : median < 60_000 ? 5000 : 30_000;
  return Math.max(step, Math.round(median / step) * step);
}
