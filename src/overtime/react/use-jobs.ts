import { useInfiniteQuery } from '@tanstack/react-query';
import type { ApiError, ListOptions } from '../client.ts';
import { isTerminal, type JobPage, type JobSummary } from '../job.ts';
import { asApiError } from './as-api-error.ts';
import { useJobsContext } from './jobs-provider.tsx';
import { queryKeys } from './query-keys.ts';

/** How often a list with an active job is read again, in milliseconds, while its page is visible. */
const refreshMs = 10_000;

export type JobFilters = Pick<ListOptions, 'task' | 'status' | 'sample' | 'q' | 'limit'>;

/** The pages of the user's jobs that were loaded. */
export interface JobHistory {
  /** Newest first; empty while `isLoading`. */
  readonly jobs: readonly JobSummary[];
  /** Nothing has been read yet. */
  readonly isLoading: boolean;
  readonly isLoadingMore: boolean;
  readonly error: ApiError | null;
  readonly hasMore: boolean;
  loadMore(): void;
  refresh(): void;
}

/** The user's jobs of all tasks, newest first, page by page. Read again after an action of `useJob`. */
export function useJobs(filters: JobFilters = {}): JobHistory {
  const { client, queries } = useJobsContext();
  const list = useInfiniteQuery(
    {
      queryKey: queryKeys.list(filters),
      queryFn: ({ pageParam, signal }) =>
        client.list({ ...filters, signal, ...(pageParam === null ? {} : { before: pageParam }) }),
      initialPageParam: null as string | null,
      getNextPageParam: ({ nextBefore }: JobPage) => nextBefore,
      refetchInterval: ({ state }) =>
        state.data?.pages.some(({ jobs }) => jobs.some(({ status }) => !isTerminal(status))) === true
          ? refreshMs
          : false,
      retry: (failures, error) => failures < 2 && asApiError(error).isPassing,
      networkMode: 'always',
    },
    queries,
  );
  return {
    jobs: list.data?.pages.flatMap(({ jobs }) => jobs) ?? [],
    isLoading: list.isPending,
    isLoadingMore: list.isFetchingNextPage,
    error: list.error === null ? null : asApiError(list.error),
    hasMore: list.hasNextPage,
    loadMore: () => void list.fetchNextPage(),
    refresh: () => void list.refetch(),
  };
}
