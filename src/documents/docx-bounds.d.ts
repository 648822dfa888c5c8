import { OvertimeError } from '../overtime/index.ts';
import type { ZipEntry } from './zip-directory.ts';
/** What a DOCX may unpack to. A 200-page document with pictures stays far below each. */
export declare const docxBounds: {
  /** Files inside the archive. A real document has some dozens, plus one for each picture. */
  readonly entries: 2000;
  /** All files together, unpacked, in bytes. */
  readonly unpackedBytes: number;
  /** The XML parts together, unpacked, in bytes; each becomes a tree in memory many times its size. */
  readonly xmlBytes: number;
  /** Unpacked to packed size of the whole archive, once that is more than `ratioFromBytes`. Word's XML reaches 30. */
  readonly ratio: 150;
  readonly ratioFromBytes: number;
};
export declare function isXmlPart(name: string): boolean;
/** The error for a document that would unpack beyond the bounds. */
export declare function unpacksTooLarge(fileName: string, reason: string): OvertimeError;
/**
 * Checks what the archive declares about itself. What it declares wrongly is found when it is unpacked.
 *
 * @throws OvertimeError `file_unpacks_too_large`.
 */
export declare function checkDocxBounds(fileName: string, entries: readonly ZipEntry[]): void;
