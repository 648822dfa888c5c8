import { inflateRawSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { OvertimeError } from '../overtime/index.ts';
import {
  checkDocxBounds,
  docxBounds,
  isXmlPart,
  packedBytesOf,
  readZipDirectory,
  unpacksTooLarge,
  type ZipEntry,
} from '../overtime/files.ts';
import { hasEnoughText } from './enough-text.ts';

/**
 * Reads a Word document as HTML, with its tables and without its pictures. Its plain text would lose the
 * tables, and a rubric is a table. Call it in a guarded thread only: mammoth has no bounds of its own.
 *
 * @throws OvertimeError `file_unreadable`, `file_unpacks_too_large`, `file_encrypted`, `file_without_text`.
 */
export async function readDocx(bytes: Uint8Array, fileName: string): Promise<string> {
  const parts = unpack(bytes, fileName);
  const html = await convert(parts, fileName);
  if (!hasEnoughText(html.replaceAll(/<[^>]*>/g, ''), 1)) {
    throw new OvertimeError(
      'file_without_text',
      `${fileName} holds hardly any text. Text in pictures is not read: send the original document, or type it in.`,
    );
  }
  return html;
}

async function convert(parts: Record<string, Uint8Array>, fileName: string): Promise<string> {
  const { default: mammoth } = await import('mammoth');
  try {
    // Mammoth unpacks without bounds, so it gets the bytes that were counted here, packed anew as they are.
    const { value } = await mammoth.convertToHtml(
      { buffer: Buffer.from(zipSync(parts, { level: 0 })) },
      {
        convertImage: mammoth.images.imgElement(() => Promise.resolve({ src: '' })),
        externalFileAccess: false,
      },
    );
    return value.replaceAll(/<img[^<>]*>/g, '');
  } catch (cause) {
    // What the call stack does not hold.
    if (cause instanceof RangeError)
      throw unpacksTooLarge(fileName, 'nests its contents deeper than can be read');
    throw unreadable(fileName, cause);
  }
}

/** The XML parts of the document; nothing else in it is unpacked. */
function unpack(bytes: Uint8Array, fileName: string): Record<string, Uint8Array> {
  const entries = directory(bytes, fileName);
  checkDocxBounds(fileName, entries);
  const parts: Record<string, Uint8Array> = Object.create(null) as Record<string, Uint8Array>;
  let left: number = docxBounds.xmlBytes;
  for (const entry of entries.filter(({ name }) => isXmlPart(name))) {
    const part = unpackEntry(bytes, entry, left, fileName);
    left -= part.byteLength;
    parts[entry.name] = part;
  }
  return parts;
}

function directory(bytes: Uint8Array, fileName: string): readonly ZipEntry[] {
  try {
    return readZipDirectory(bytes);
  } catch (cause) {
    throw unreadable(fileName, cause);
  }
}

/** Unpacks one entry into at most `limit` bytes, whatever size it declares. */
function unpackEntry(bytes: Uint8Array, entry: ZipEntry, limit: number, fileName: string): Uint8Array {
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
    throw unreadable(fileName, cause);
  }
}

function tooLarge(fileName: string): OvertimeError {
  return unpacksTooLarge(fileName, 'unpacks to more than it declares');
}

function unreadable(fileName: string, cause: unknown): OvertimeError {
  return new OvertimeError(
    'file_unreadable',
    `${fileName} cannot be read as a Word document: it is damaged or incomplete. Open it in your word processor, ` +
      'save it again and send that file.',
    { cause },
  );
}
