import type { JobStatus } from '../../job.ts';
import { useJobs } from '../../react/index.ts';

const shownCount = 6;

const words: Readonly<Record<JobStatus, string>> = {
  pending: 'Waiting',
  processing: 'Working',
  completed: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

const dayAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** The user's newest jobs of a task, each a way back to its result. */
export function RecentRubrics({ task }: { task: string }) {
  const { jobs, isLoading, error } = useJobs({ task, limit: shownCount });

  return (
    <section aria-labelledby="recent" aria-busy={isLoading}>
      <h2 id="recent" className="text-sm font-medium text-ink-soft">
        Recent rubrics
      </h2>
      {isLoading && (
        <div className="mt-4 grid gap-3">
          <span className="rubric-line" />
          <span className="rubric-line w-2/3" />
        </div>
      )}
      {error !== null && jobs.length === 0 && (
        <p className="mt-4 text-sm text-ink-soft">The list could not be loaded.</p>
      )}
      {!isLoading && error === null && jobs.length === 0 && (
        <p className="mt-4 text-sm text-ink-soft">None yet. Your first one will be kept here for 30 days.</p>
      )}
      {jobs.length > 0 && (
        <ul className="mt-2 divide-y divide-line">
          {jobs.map((job) => (
            <li key={job.jobId}>
              <a href={`?job=${encodeURIComponent(job.jobId)}`} className="recent-job">
                <span>{dayAndTime.format(new Date(job.createdAt))}</span>
                <span className="recent-job-status" data-status={job.status}>
                  {words[job.status]}
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
