export { rememberInStorage, rememberInUrl, type JobMemory } from './react/job-memory.ts';
export { JobProgress, type JobProgressProps } from './react/job-progress.tsx';
export type { JobProgressTexts } from './react/job-progress-texts.ts';
export { JobsProvider, useJobsClient, type JobsProviderProps } from './react/jobs-provider.tsx';
export { formatDuration } from './react/use-elapsed-ms.ts';
export { useJobStatus, type JobView } from './react/use-job-status.ts';
export { useJob, type JobHandle, type UseJobOptions } from './react/use-job.ts';
export { useJobs, type JobFilters, type JobHistory } from './react/use-jobs.ts';
