export { rememberInStorage, rememberInUrl, type JobMemory } from './job-memory.ts';
export { JobProgress, type JobProgressProps } from './job-progress.tsx';
export { JobsProvider, useJobsClient, type JobsProviderProps } from './jobs-provider.tsx';
export { formatDuration } from './use-elapsed-ms.ts';
export { useJobStatus, type JobView } from './use-job-status.ts';
export { useJob, type JobHandle, type UseJobOptions } from './use-job.ts';
export { useJobs, type JobFilters, type JobHistory } from './use-jobs.ts';
