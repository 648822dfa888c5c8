import type { UploadedFile } from '../../overtime/client.ts';
import { megabytes } from './check-file.ts';

/** The file of a form: a chosen one, or the one of an earlier job, which is in Storage. */
export type PickedFile = File | UploadedFile;

export const pickedName = (file: PickedFile): string => ('fileName' in file ? file.fileName : file.name);

/** Its size, or where it comes from. */
export const pickedFacts = (file: PickedFile): string =>
  'fileName' in file ? 'From the earlier job' : megabytes(file.size);
