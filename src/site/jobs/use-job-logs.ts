import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { isTerminal, type JobLogLine, type JobSnapshot } from '../../overtime/index.ts';
import { useJobsClient } from '../../overtime/react.ts';

/** How often the log of a job at work is read, in milliseconds, while its page is in view. */
const readMs = 3000;
/** What one call answers at most. */
const linesPerCall = 500;
/** More than a person reads; a task that writes more than this logs too much. */
const mostCalls = 10;

export interface JobLogs {
  /** Oldest first; null until they have been read. */
  readonly lines: readonly JobLogLine[] | null;
  readonly failed: boolean;
  refresh(): void;
}

/** A job's log, with what is added to it while the job works. */
export function useJobLogs({ jobId, status, attempt }: JobSnapshot): JobLogs {
  const client = useJobsClient();
  const queries = useQueryClient();
  const queryKey = ['overtime', 'job-log', jobId];
  const { data, isError, refetch } = useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const lines = [...(queries.getQueryData<readonly JobLogLine[]>(queryKey) ?? [])];
      for (let call = 1; call <= mostCalls; call += 1) {
        const after = lines.at(-1)?.id;
        const more = await client.logs(jobId, { signal, ...(after !== undefined && { after }) });
        lines.push(...more);
        if (more.length < linesPerCall) break;
      }
      return lines;
    },
    refetchInterval: isTerminal(status) ? false : readMs,
  });

  const shown = useRef({ status, attempt });
  useEffect(() => {
    // That is when something was logged, and at the end it is the last time that it is asked for.
    if (shown.current.status !== status || shown.current.attempt !== attempt) void refetch();
    shown.current = { status, attempt };
  }, [status, attempt, refetch]);

  return { lines: data ?? null, failed: isError && data === undefined, refresh: () => void refetch() };
}
