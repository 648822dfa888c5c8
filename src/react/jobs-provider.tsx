import { createContext, use, type ReactNode } from 'react';
import type { JobsClient } from '../client/index.ts';

const JobsContext = createContext<JobsClient | null>(null);

/** Gives the hooks below it their client. Make the client once, outside the rendering. */
export function JobsProvider({ client, children }: { client: JobsClient; children: ReactNode }) {
  return <JobsContext value={client}>{children}</JobsContext>;
}

/** The client of the nearest {@link JobsProvider}. Throws where there is none. */
export function useJobsClient(): JobsClient {
  const client = use(JobsContext);
  if (client === null) throw new Error('useJobsClient needs a <JobsProvider client={…}> above it.');
  return client;
}
