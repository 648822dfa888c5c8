import { inflateRawSync } from 'node:zlib';
import { OvertimeError } from '../errors.ts';
import { unpacksTooLarge } from './docx-bounds.ts';
import { packedBytesOf, type ZipEntry } from './zip-directory.ts';

/**
 * Unpacks one entry of a Word document into at most `limit` bytes, whatever size it declares.
 *
 * @throws OvertimeError `file_encrypted`, `file_unpacks_too_large`, `file_unreadable`.
 */
export function unpackEntry(bytes: Uint8Array, entry: ZipEntry, limit: number, fileName: string): Uint8Array {
  if (entry.encrypted) {
    throw new OvertimeError(
      'file_encrypted',
      `${fileName} is protected by a password. Remove the password and send it again.`,
    );
  }
  try {
    const packed = packedBytesOf(bytes, entry);
    if (packed.byteLength === 0) return packed;
    if (entry.method === 8) return inflateRawSync(packed, { maxOutputLength: Math.max(1, limit) });
    if (entry.method !== 0) throw new RangeError(`ZIP method ${entry.method} is not read.`);
    if (packed.byteLength > limit) throw tooLarge(fileName);
    return packed;
  } catch (cause) {
    if (cause instanceof OvertimeError) throw cause;
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(fileName);
    throw unreadableDocx(fileName, cause);
  }
}

function tooLarge(fileName: string): OvertimeError {
  return unpacksTooLarge(fileName, 'unpacks to more than it declares');
}

export function unreadableDocx(fileName: string, cause: unknown): OvertimeError {
  return new OvertimeError(
    'file_unreadable',
    `${fileName} cannot be read as a Word document: it is damaged or incomplete. Open it in your word processor, ` +
      'save it again and send that file.',
    { cause },
  );
}
