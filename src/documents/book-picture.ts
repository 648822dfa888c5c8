import { type PictureFile, readPicture } from '../overtime/files.ts';

/** A picture of a book, ready to be set. */
export interface BookPicture extends PictureFile {
  readonly bytes: Uint8Array;
  /** What it shows, for those who do not see it. */
  readonly description: string;
}

/** Null for what is no complete PNG or JPEG: no writer can set it. */
export function bookPicture(bytes: Uint8Array, description: string): BookPicture | null {
  const file = readPicture(bytes);
  return file && { ...file, bytes, description };
}
