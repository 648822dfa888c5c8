import { useInfiniteQuery } from '@tanstack/react-query';
import { SearchX } from 'lucide-react';
import { fineDuration } from '../jobs/fine-duration.ts';
import { taskTitle } from '../jobs/task-title.ts';
import { useSupabase } from '../supabase-context.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { formatCost, formatMoment, statusWords } from '../ui/format.ts';
import { operatorFilters } from './operator-filters.tsx';
import { OperatorProblem } from './operator-problem.tsx';
import { callOperator, type OperatorJob, type OperatorJobPage } from './use-operator.ts';

/** All users' jobs that the address's filters leave, newest first, a page at a time. */
export function OperatorList({ search }: { readonly search: string }) {
  const supabase = useSupabase();
  const filters = operatorFilters(search);
  const list = useInfiniteQuery({
    queryKey: ['overtime', 'operator', 'list', filters],
    queryFn: async ({ pageParam }) =>
      (await callOperator(supabase, 'list_jobs', { ...filters, p_before: pageParam })) as OperatorJobPage,
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextBefore }) => nextBefore,
  });
  const jobs = list.data?.pages.flatMap((page) => page.jobs) ?? [];

  if (list.error !== null && jobs.length === 0) {
    return <OperatorProblem error={list.error} retry={() => void list.refetch()} />;
  }
  return (
    <>
      {list.isPending && <p role="status">Loading the jobs…</p>}
      {!list.isPending && jobs.length === 0 && (
        <EmptyState
          icon={SearchX}
          title={list.hasNextPage ? 'No match among the newest jobs' : 'No matching jobs'}
        >
          {list.hasNextPage ? 'Show more looks at older ones.' : 'Change the filters.'}
        </EmptyState>
      )}
      {jobs.length > 0 && (
        <ul className="sheet divide-y divide-line">
          {jobs.map((job) => (
            <OperatorLine key={job.jobId} job={job} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button
          className="justify-self-center"
          busy={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </>
  );
}

function OperatorLine({ job }: { readonly job: OperatorJob }) {
  const { jobId, title, task, email, userId, status, error, errorCode, durationMs, costUsd } = job;
  const facts = [
    ...(durationMs === null ? [] : [fineDuration(durationMs)]),
    ...(costUsd === null || costUsd === 0 ? [] : [formatCost(costUsd)]),
  ];
  return (
    <li>
      {/* Its text is its label. */}
      {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label */}
      <a href={`/operator?${new URLSearchParams({ job: jobId })}`} className="job-line">
        <span className="min-w-0">
          <span className="font-medium wrap-anywhere">{title ?? taskTitle(task)}</span>
          <span className="mt-0.5 block truncate text-ink-soft">
            {email ?? userId} · {taskTitle(task)} · {formatMoment(job.createdAt)}
            {error !== null && (
              <span className="text-danger">
                {' '}
                · {errorCode}: {error}
              </span>
            )}
          </span>
        </span>
        <span className="job-line-facts">
          <span className="job-line-status" data-status={status}>
            {statusWords[status]}
            {status === 'processing' && ` ${Math.round(job.progress)} %`}
          </span>
          <span>{facts.join(' · ')}</span>
        </span>
      </a>
    </li>
  );
}
