import { History, SearchX } from 'lucide-react';
import type { JobSummary } from '../../overtime/index.ts';
import { useJobs } from '../../overtime/react.ts';
import { ApiErrorNotice } from '../ui/api-error-notice.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { counted, formatCost, formatMoment, statusWords } from '../ui/format.ts';
import { filtersIn } from './job-filters.ts';
import { taskTitle } from './task-title.ts';
import { fineDuration } from './fine-duration.ts';

/** The user's jobs that an address's filters leave, newest first, a page at a time. */
export function JobList({ search }: { readonly search: string }) {
  const filters = filtersIn(search);
  const history = useJobs(filters);
  const { jobs, isLoading, isLoadingMore, hasMore, error } = history;

  if (isLoading && error === null) return <JobLinesToCome />;
  if (error !== null && jobs.length === 0) {
    return (
      <ApiErrorNotice error={error}>
        <Button className="mt-3" onClick={history.refresh}>
          Reload
        </Button>
      </ApiErrorNotice>
    );
  }
  if (jobs.length === 0) {
    return Object.keys(filters).length === 0 ? (
      <EmptyState icon={History} title="No jobs yet">
        Jobs that you start on the other pages are listed here, with their time and cost.
      </EmptyState>
    ) : (
      <EmptyState icon={SearchX} title={hasMore ? 'No match among the newest jobs' : 'No matching jobs'}>
        {hasMore && (
          <Button className="mb-4" busy={isLoadingMore} onClick={history.loadMore}>
            Search older jobs
          </Button>
        )}
        <a href="/jobs" className="link">
          Show all jobs
        </a>
      </EmptyState>
    );
  }
  return (
    <>
      <p role="status" className="text-sm text-ink-soft">
        {summary(jobs, hasMore)}
      </p>
      <ul className="sheet divide-y divide-line">
        {jobs.map((job) => (
          <JobLine key={job.jobId} job={job} />
        ))}
      </ul>
      {error !== null && <ApiErrorNotice error={error} />}
      {hasMore && (
        <Button className="justify-self-center" busy={isLoadingMore} onClick={history.loadMore}>
          Show more
        </Button>
      )}
    </>
  );
}

/** Such as `The 50 newest · 120,400 tokens · $1.20`. A cost that is not known is said to be missing. */
function summary(jobs: readonly JobSummary[], hasMore: boolean): string {
  const tokens = jobs.reduce((sum, { tokenUsage }) => sum + tokenUsage, 0);
  const cost = jobs.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0);
  const unknown = jobs.filter(({ costUsd }) => costUsd === null).length;
  return [
    hasMore ? `The ${jobs.length} newest jobs` : counted(jobs.length, 'job'),
    counted(tokens, 'token'),
    cost === 0 ? 'no cost' : `${formatCost(cost)} in all`,
    ...(unknown === 0 ? [] : [`without ${counted(unknown, 'job')} of unknown price`]),
  ].join(' · ');
}

function JobLine({ job }: { readonly job: JobSummary }) {
  const { jobId, task, title, status, sample, error, message, progress } = job;
  const isAtWork = status === 'processing' || status === 'pending';
  return (
    <li>
      {/* Its text is its label. */}
      {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label */}
      <a href={`/jobs?${new URLSearchParams({ job: jobId, task })}`} className="job-line">
        <span className="min-w-0">
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="font-medium wrap-anywhere">{title ?? taskTitle(task)}</span>
            {sample && <span className="tag self-center">Sample</span>}
          </span>
          <span className="mt-0.5 block truncate text-ink-soft">
            {title !== null && `${taskTitle(task)} · `}
            {formatMoment(job.createdAt)}
            {status === 'failed' && <span className="text-danger"> · {error}</span>}
            {isAtWork && message !== null && ` · ${message}`}
          </span>
        </span>
        <span className="job-line-facts">
          <span className="job-line-status" data-status={status}>
            {statusWords[status]}
            {status === 'processing' && ` ${Math.round(progress)} %`}
          </span>
          <span>{factsOf(job)}</span>
        </span>
      </a>
    </li>
  );
}

function factsOf({ durationMs, tokenUsage, costUsd, sample }: JobSummary): string {
  return [
    ...(durationMs === null ? [] : [fineDuration(durationMs)]),
    ...(tokenUsage === 0 ? [] : [counted(tokenUsage, 'token')]),
    ...(sample || tokenUsage === 0 ? [] : [costUsd === null ? 'price unknown' : formatCost(costUsd)]),
  ].join(' · ');
}

function JobLinesToCome() {
  return (
    <div role="status" className="sheet divide-y divide-line">
      <span className="sr-only">Loading the jobs</span>
      {[1, 2, 3, 4].map((line) => (
        <div key={line} aria-hidden="true" className="px-4 py-4 sm:px-6">
          <span className="rubric-line max-w-40" />
          <span className="rubric-line" />
        </div>
      ))}
    </div>
  );
}
