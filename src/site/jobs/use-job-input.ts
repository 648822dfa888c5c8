import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { ApiError } from '../../overtime/client.ts';
import type { Contract, ParsedInputOf } from '../../overtime/index.ts';
import { useJobsClient } from '../../overtime/react.ts';

/** What a job was asked for; null asks for no job's. */
export function useJobInput<C extends Contract>(
  contract: C,
  jobId: string | null,
): UseQueryResult<ParsedInputOf<C>> {
  const client = useJobsClient();
  return useQuery({
    queryKey: ['overtime', 'job-input', jobId],
    enabled: jobId !== null,
    queryFn: ({ signal }) => client.input(contract, jobId ?? '', { signal }),
    // It never changes.
    staleTime: Number.POSITIVE_INFINITY,
    retry: (count, error) => count < 3 && !(error instanceof ApiError && error.code === 'not_found'),
  });
}
