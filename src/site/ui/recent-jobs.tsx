import { useId } from 'react';
import { useJobs } from '../../overtime/react.ts';
import { jobAddress } from '../pages.ts';
import { formatMoment, statusWords } from './format.ts';

/** How many jobs of a task its page lists. */
export const shownCount = 6;

export interface RecentJobsProps {
  readonly task: string;
  readonly title: string;
  /** What to call a job instead of its own title, by its id. */
  readonly titles?: Readonly<Record<string, string>>;
  /** What stands here before the first one. */
  readonly empty: string;
}

/** The user's newest jobs of a task, each a way back to it on the page of that task. */
export function RecentJobs({ task, title, titles = {}, empty }: RecentJobsProps) {
  const { jobs, isLoading, error } = useJobs({ task, limit: shownCount });
  const id = useId();

  return (
    <section aria-labelledby={id} aria-busy={isLoading}>
      <h2 id={id} className="text-sm font-medium text-ink-soft">
        {title}
      </h2>
      {isLoading && (
        <div className="mt-4 grid gap-3">
          <span className="rubric-line" />
          <span className="rubric-line w-2/3" />
        </div>
      )}
      {error !== null && jobs.length === 0 && (
        <p className="mt-4 text-sm text-ink-soft">
          The list could not be loaded. Check your connection and reload the page.
        </p>
      )}
      {!isLoading && error === null && jobs.length === 0 && (
        <p className="mt-4 text-sm text-ink-soft">{empty}</p>
      )}
      {jobs.length > 0 && (
        <ul className="mt-2 divide-y divide-line">
          {jobs
            .map((job) => ({ ...job, name: titles[job.jobId] ?? job.title }))
            .map(({ name, ...job }) => (
              <li key={job.jobId}>
                <a href={jobAddress(task, job.jobId) ?? undefined} className="recent-job">
                  <span className="min-w-0">
                    {name !== null && (
                      <span dir="auto" className="block truncate font-medium">
                        {name}
                      </span>
                    )}
                    <span className={name === null ? '' : 'text-ink-soft'}>
                      {formatMoment(job.createdAt)}
                    </span>
                  </span>
                  <span className="recent-job-status" data-status={job.status}>
                    {statusWords[job.status]}
                    {job.status === 'processing' && ` ${Math.round(job.progress)} %`}
                  </span>
                </a>
              </li>
            ))}
        </ul>
      )}
    </section>
  );
}
