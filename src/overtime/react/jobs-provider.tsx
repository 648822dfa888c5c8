import { QueryClient } from '@tanstack/react-query';
import { createContext, use, useMemo, useState, type ReactNode } from 'react';
import type { JobsClient } from '../client.ts';

interface Jobs {
  readonly client: JobsClient;
  readonly queries: QueryClient;
}

const JobsContext = createContext<Jobs | null>(null);

export interface JobsProviderProps {
  /** Created once, outside of rendering. */
  readonly client: JobsClient;
  /** The cache. Default: its own, so that no QueryClientProvider is needed. */
  readonly queryClient?: QueryClient;
  readonly children: ReactNode;
}

/**
 * Provides the client to the hooks below it. Use the user's id as its `key`: then the cache is cleared when another user
 * signs in.
 */
export function JobsProvider({ client, queryClient, children }: JobsProviderProps) {
  const [own] = useState(() => new QueryClient());
  const queries = queryClient ?? own;
  const jobs = useMemo(() => ({ client, queries }), [client, queries]);
  return <JobsContext value={jobs}>{children}</JobsContext>;
}

/** The client of the nearest {@link JobsProvider}. Throws where there is none. */
export function useJobsClient(): JobsClient {
  return useJobsContext().client;
}

export function useJobsContext(): Jobs {
  const jobs = use(JobsContext);
  if (jobs === null) throw new Error('The hooks for jobs need a <JobsProvider client={…}> above them.');
  return jobs;
}
