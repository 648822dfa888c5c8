export { ApiError } from './client/api-error.ts';
export type { FileUrlOptions } from './client/file-url.ts';
export {
  createJobsClient,
  type JobsClient,
  type JobsClientOptions,
  type ListOptions,
  type SnapshotOf,
  type SubmitOptions,
  type SubmittedJob,
} from './client/jobs-client.ts';
export type { PagePresence } from './client/page-presence.ts';
export type { UploadableFile, UploadedFile, UploadOptions } from './client/upload-file.ts';
export type { WatchOptions } from './client/watch-job.ts';
