import { OvertimeError } from '../errors.ts';
import { namedPath, ownFilePath } from '../file-fields.ts';
import type { ClaimedJob } from './call-shapes.ts';
import type { WorkerEnvironment } from './worker-environment.ts';

/**
 * Reads the file that a job's input names, or one that the job itself has saved. The worker may read everybody's
 * files, so it reads these only: in the folder of the job's user, read as that user, and the named one with the
 * content that the trigger checked. The user may write into the job's folder too: whoever reads a saved file
 * looks at what it is.
 *
 * @throws `file_not_found` for an invalid path, another user's, or one that the job does not name, and
 *   `file_changed` for a file that is not the one that the trigger checked.
 */
export async function readJobFile(
  job: Pick<ClaimedJob, 'jobId' | 'userId' | 'input' | 'fileBytes' | 'fileSha256'>,
  path: string,
  { readFile }: Pick<WorkerEnvironment, 'readFile'>,
): Promise<Uint8Array> {
  const own = ownFilePath(job.userId, path);
  const named = namedPath(job.input);
  const isSaved = path.startsWith(`${job.userId}/${job.jobId}/`);
  if (own === null || (named !== path && !isSaved)) {
    throw new OvertimeError(
      'file_not_found',
      `The file ${JSON.stringify(path)} does not belong to this job. Upload it and submit the job again.`,
    );
  }
  const bytes = await readFile(job.userId, own);
  if (isSaved && named !== path) return bytes;
  if (bytes.byteLength !== job.fileBytes || (await sha256Of(bytes)) !== job.fileSha256) {
    throw new OvertimeError(
      'file_changed',
      'The file is not the one that the job was submitted with. Upload it and submit it again.',
    );
  }
  return bytes;
}

async function sha256Of(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes.slice());
  return Buffer.from(digest).toString('hex');
}
