import { z } from 'zod';
import { filePathPattern, longestPath } from './file-path.ts';

/** The path of a file in the bucket: see {@link FilePath}. */
export const filePath = z
  .string()
  .max(longestPath)
  .regex(filePathPattern, 'Is not the path of an uploaded file: <your user id>/<id>/<name>.')
  .brand<'FilePath'>();

/** A file that a job made, as its result lists it. The client makes a URL of its path: `client.fileUrl`. */
export const jobFile = z.object({
  path: filePath.describe('Its path in the bucket job-files: <user id>/<job id>/<safe name>'),
  name: z.string().min(1).max(300).describe('What to call it when it is downloaded'),
  mediaType: z.string().min(1).max(100),
  bytes: z.number().int().nonnegative().describe('Its size in bytes'),
});
export type JobFile = z.output<typeof jobFile>;
