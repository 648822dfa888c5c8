import { fileTypeFromBuffer } from 'file-type';
import type { FileKind } from '../contract.ts';
import { OvertimeError } from '../errors.ts';
import { checkDocxBounds } from './docx-bounds.ts';
import { docxParts } from './docx-parts.ts';
import { guarded } from './guarded.ts';
import { decodeText } from './decode-text.ts';
import { readZipDirectory } from './zip-directory.ts';
import type { ZipEntry } from './zip-directory.ts';

export interface FileExpectation {
  /** The user's name for the file; it is used in messages only. */
  readonly fileName: string;
  readonly kinds: readonly FileKind[];
  /** Largest size, in bytes. */
  readonly maxBytes: number;
}

export const mediaTypes: Readonly<Record<FileKind, string>> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  text: 'text/plain',
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
};

/**
 * Recognises a file's kind by its content and refuses kinds that the task does not accept, in a thread with limits on
 * memory and time. Light enough for a trigger: no document is unpacked, and no reader is loaded.
 *
 * @throws OvertimeError `file_empty`, `file_too_large`, `file_type_unsupported`, `file_encrypted`,
 * `file_unreadable`, `file_unpacks_too_large`.
 */
export async function checkFile(bytes: Uint8Array, expectation: FileExpectation): Promise<FileKind> {
  checkSize(bytes, expectation);
  return recognizeGuarded(bytes, expectation);
}

const recognizeGuarded = guarded({
  name: 'check-file',
  module: import.meta.url,
  read: recognizeFile,
  maxMs: 5_000,
});

/** @throws OvertimeError `file_empty`, `file_too_large`. */
export function checkSize(bytes: Uint8Array, { fileName, maxBytes }: FileExpectation): void {
  if (bytes.byteLength === 0) {
    throw new OvertimeError(
      'file_empty',
      `${fileName} is empty. Check that it was saved, and send it again.`,
    );
  }
  if (bytes.byteLength > maxBytes) {
    throw new OvertimeError(
      'file_too_large',
      `${fileName} is too large: it has ${megabytes(bytes.byteLength)}, and the limit is ${megabytes(maxBytes)}. ` +
        'Send a smaller file, for example without pictures or with only the pages that matter.',
    );
  }
}

/** The two lists of a document's parts have a few kilobytes. */
const mostBytesToRecognize = 4 * 1024 * 1024;

/** {@link checkFile} for a thread that already has limits. */
export async function recognizeFile(
  bytes: Uint8Array,
  { fileName, kinds }: FileExpectation,
): Promise<FileKind> {
  const content = await recognize(bytes, fileName);
  const kind = kinds.find((each) => each === content);
  if (kind === undefined) {
    const wanted = kinds.map((each) => (each === 'text' ? 'plain text' : each.toUpperCase())).join(' or ');
    throw new OvertimeError(
      'file_type_unsupported',
      `${fileName} is ${nameOf(content)}, not a ${wanted}. ${remedyFor(content, kinds, wanted)}`,
    );
  }
  return kind;
}

/** Formats that a program reads, not a person, though they have only characters in them. */
const writtenAsText: ReadonlySet<string> = new Set([
  'pdf',
  'rtf',
  'xml',
  'ps',
  'eps',
  'ai',
  'ics',
  'vcf',
  'pgp',
]);

/** The usual extension for the content, or `unknown`. */
async function recognize(bytes: Uint8Array, fileName: string): Promise<string> {
  const found = (await fileTypeFromBuffer(bytes))?.ext ?? 'unknown';
  if (found === 'zip' || found === 'docx') return recognizeZip(bytes, fileName);
  if (found === 'cfb' && includes(bytes, 'EncryptedPackage', 'utf16le')) {
    throw new OvertimeError(
      'file_encrypted',
      `${fileName} is protected by a password. Remove the password in your word processor and send it again.`,
    );
  }
  // Some programs write a line or a mark before the header; readers accept it within the first 1024 bytes.
  if (found === 'unknown' && includes(bytes.subarray(0, 1024), '%PDF-', 'latin1')) return 'pdf';
  // A text may begin like a signature, such as `BMW`, and is recognised only by being readable.
  if (!writtenAsText.has(found) && decodeText(bytes) !== null) return 'text';
  return found;
}

function recognizeZip(bytes: Uint8Array, fileName: string): string {
  let entries: readonly ZipEntry[];
  try {
    entries = readZipDirectory(bytes);
  } catch (cause) {
    throw new OvertimeError(
      'file_unreadable',
      `${fileName} is damaged or incomplete. Open it in your word processor, save it again and send that file.`,
      { cause },
    );
  }
  if (docxParts(bytes, entries, fileName, mostBytesToRecognize).main === null) return 'zip';
  checkDocxBounds(fileName, entries);
  return 'docx';
}

const names: Readonly<Record<string, string>> = {
  jpg: 'a JPEG image',
  png: 'a PNG image',
  gif: 'a GIF image',
  webp: 'a WebP image',
  heic: 'a HEIC image',
  cfb: 'a document in an old Office format',
  zip: 'a ZIP archive',
  text: 'plain text',
  rtf: 'an RTF document',
  odt: 'an OpenDocument text',
  unknown: 'a file of unknown type',
};

function nameOf(content: string): string {
  return names[content] ?? `a ${content.toUpperCase()} file`;
}

const isImage = (content: string) => ['jpg', 'png', 'gif', 'webp', 'heic'].includes(content);

function remedyFor(content: string, kinds: readonly FileKind[], wanted: string): string {
  if (content === 'heic' && kinds.some(isImage)) {
    return 'Save it as JPEG and send that file: on an iPhone, choose Settings, Camera, Formats, Most Compatible, or share the photo by mail; on a Mac, export it in Preview.';
  }
  if (isImage(content) && !kinds.some(isImage)) {
    return `Renaming an image does not convert it: send the original document as ${wanted}.`;
  }
  if (content === 'unknown' && kinds.includes('text')) {
    return 'If it is text, save it in the encoding UTF-8 and send it again.';
  }
  if (content === 'zip') return `Unpack it and send the document in it as ${wanted}.`;
  return `Open it in the program that made it, save it as ${wanted} and send that file.`;
}

function megabytes(bytes: number): string {
  return `${Math.round((bytes / 1024 / 1024) * 10) / 10} MB`;
}

function includes(bytes: Uint8Array, text: string, encoding: 'latin1' | 'utf16le'): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(text, 0, encoding);
}
