import { OvertimeError } from '../errors.ts';
import { overlaps } from './zip-directory.ts';
import type { ZipEntry } from './zip-directory.ts';

const mebibyte = 1024 * 1024;

/** Limits for an unpacked DOCX. A 200-page document with pictures stays far below each. */
export const docxBounds = {
  /** Files inside the archive. A real document has some dozens, plus one for each picture. */
  entries: 2_000,
  /** All files together, unpacked, in bytes. */
  unpackedBytes: 100 * mebibyte,
  /** The XML parts together, unpacked, in bytes; each becomes a tree in memory many times its size. */
  xmlBytes: 24 * mebibyte,
  /** Unpacked to packed size of the whole archive, once that is more than `ratioFromBytes`. Word's XML reaches 30. */
  ratio: 150,
  ratioFromBytes: 10 * mebibyte,
} as const;

export function isXmlPart(name: string): boolean {
  return /\.(?:xml|rels)$/i.test(name);
}

/** The error for a document that would unpack beyond the bounds. */
export function unpacksTooLarge(fileName: string, reason: string): OvertimeError {
  return new OvertimeError(
    'file_unpacks_too_large',
    `${fileName} cannot be read: it ${reason}. Save it again in your word processor, or as PDF, and ` +
      'send that file.',
  );
}

/**
 * Checks what the archive declares about itself. False declarations are found when it is unpacked.
 *
 * @throws OvertimeError `file_unpacks_too_large`.
 */
export function checkDocxBounds(fileName: string, entries: readonly ZipEntry[]): void {
  if (entries.length > docxBounds.entries) {
    throw unpacksTooLarge(fileName, `contains ${entries.length} files, more than a document needs`);
  }
  if (overlaps(entries)) {
    throw unpacksTooLarge(fileName, 'unpacks the same bytes several times');
  }
  const unpacked = sum(entries, (entry) => entry.unpackedBytes);
  const xml = sum(entries, (entry) => (isXmlPart(entry.name) ? entry.unpackedBytes : 0));
  if (unpacked > docxBounds.unpackedBytes || xml > docxBounds.xmlBytes) {
    throw unpacksTooLarge(fileName, `unpacks to ${Math.ceil(unpacked / mebibyte)} MB, which is too much`);
  }
  const packed = sum(entries, (entry) => entry.packedBytes);
  if (unpacked > docxBounds.ratioFromBytes && unpacked > packed * docxBounds.ratio) {
    throw unpacksTooLarge(
      fileName,
      `unpacks to ${Math.round(unpacked / packed)} times its size, which is too much`,
    );
  }
}

function sum(entries: readonly ZipEntry[], of: (entry: ZipEntry) => number): number {
  return entries.reduce((total, entry) => total + of(entry), 0);
}
