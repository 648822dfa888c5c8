import { useEffect, useState } from 'react';
import type { JobStatus, JobSummary } from '../../job.ts';
import { useJobsClient } from '../../react/index.ts';

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
  const client = useJobsClient();
  const [jobs, setJobs] = useState<readonly JobSummary[] | 'loading' | 'failed'>('loading');

  useEffect(() => {
    const controller = new AbortController();
    client.list({ task, limit: shownCount, signal: controller.signal }).then(
      (page) => setJobs(page.jobs),
      () => {
        if (!controller.signal.aborted) setJobs('failed');
      },
    );
    return () => controller.abort();
  }, [client, task]);

  return (
    <section aria-labelledby="recent" aria-busy={jobs === 'loading'}>
      <h2 id="recent" className="text-sm font-medium text-ink-soft">
        Recent rubrics
      </h2>
      {jobs === 'loading' && (
        <div className="mt-4 grid gap-3">
          <span className="rubric-line" />
          <span className="rubric-line w-2/3" />
        </div>
      )}
      {jobs === 'failed' && <p className="mt-4 text-sm text-ink-soft">The list could not be loaded.</p>}
      {Array.isArray(jobs) && jobs.length === 0 && (
        <p className="mt-4 text-sm text-ink-soft">None yet. Your first one will be kept here for 30 days.</p>
      )}
      {Array.isArray(jobs) && jobs.length > 0 && (
        <ul className="mt-2 divide-y divide-line">
          {jobs.map((job: JobSummary) => (
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
