import { useQuery } from '@tanstack/react-query';
import type { ApiError, SnapshotOf } from '../client.ts';
import type { Contract } from '../contract.ts';
import { isTerminal } from '../job.ts';
import { asApiError } from './as-api-error.ts';
import { useJobsContext } from './jobs-provider.tsx';
import { queryKeys } from './query-keys.ts';

/** What this page knows of a job. */
export interface JobView<C extends Contract> {
  /** The latest snapshot; null without a job, and until the first one arrives. */
  readonly snapshot: SnapshotOf<C> | null;
  /** Why the watch ended. A failed job has its error in the snapshot. */
  readonly error: ApiError | null;
  /** Why the last read failed while the watch continues; null as soon as one succeeds. */
  readonly trouble: ApiError | null;
  /** Reads at once, and restarts a watch that failed or gave up. */
  watchAgain(): void;
}

interface Watched<C extends Contract> {
  readonly snapshot: SnapshotOf<C> | null;
  readonly trouble: ApiError | null;
}

/**
 * Watches a job whose id is known, to its end; null watches nothing. Components with the same job share one watch, which
 * ends with the last of them.
 */
export function useJobStatus<C extends Contract>(contract: C, jobId: string | null): JobView<C> {
  const { client, queries } = useJobsContext();
  const queryKey = queryKeys.job(contract.name, jobId);
  const { data, error, refetch } = useQuery<Watched<C>>(
    {
      queryKey,
      enabled: jobId !== null,
      queryFn: async ({ signal }) => {
        let watched = queries.getQueryData<Watched<C>>(queryKey) ?? { snapshot: null, trouble: null };
        const show = (change: Partial<Watched<C>>) => {
          watched = { ...watched, ...change };
          if (!signal.aborted) queries.setQueryData(queryKey, watched);
        };
        const snapshots = client.watch(contract, jobId ?? '', {
          signal,
          shown: watched.snapshot,
          onTrouble: (trouble) => show({ trouble }),
        });
        for await (const snapshot of snapshots) {
          const hadEnded = watched.snapshot !== null && isTerminal(watched.snapshot.status);
          show({ snapshot });
          // Lists are stale now, even if its first snapshot is its last.
          if (!hadEnded && isTerminal(snapshot.status))
            void queries.invalidateQueries({ queryKey: queryKeys.lists });
        }
        return watched;
      },
      // The watch decides when to read: an ended job is not read again.
      staleTime: ({ state }) => (isTerminal(state.data?.snapshot?.status ?? 'pending') ? Infinity : 0),
      retry: false,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      networkMode: 'always',
    },
    queries,
  );
  return {
    snapshot: data?.snapshot ?? null,
    error: error === null ? null : asApiError(error),
    trouble: data?.trouble ?? null,
    watchAgain: () => void refetch(),
  };
}
