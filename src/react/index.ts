export { rememberInStorage, rememberInUrl, type JobMemory } from './job-memory.ts';
export { JobProgress, type JobProgressProps } from './job-progress.tsx';
export { JobsProvider, useJobsClient } from './jobs-provider.tsx';
export { formatDuration } from './use-elapsed-ms.ts';
export { useJob, type JobHandle, type UseJobOptions } from './use-job.ts';
