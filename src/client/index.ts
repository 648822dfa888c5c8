export { ApiError } from './api-error.ts';
export type { FileUrlOptions } from './file-url.ts';
export {
  createJobsClient,
  type JobsClient,
  type JobsClientOptions,
  type ListOptions,
  type SnapshotOf,
  type SubmitOptions,
  type SubmittedJob,
} from './jobs-client.ts';
export type { PagePresence } from './page-presence.ts';
export type { UploadableFile, UploadedFile, UploadOptions } from './upload-file.ts';
export type { WatchOptions } from './watch-job.ts';
