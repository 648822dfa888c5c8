import {
  checkDocxBounds,
  docxBounds,
  docxParts,
  OvertimeError,
  readZipDirectory,
  unpacksTooLarge,
  unreadableDocx,
} from '../overtime/files.ts';
import { readBody } from './docx/read-body.ts';
import { hasEnoughText } from './enough-text.ts';
import type { Leave, LeftOut } from './left-out.ts';

/**
 * Reads a Word document as HTML, with its tables and without its pictures. Its plain text would lose the
 * tables, and a rubric is a table. Call it in a guarded thread only.
 *
 * @returns the HTML, and what of the document is not in it.
 * @throws OvertimeError `file_unreadable`, `file_unpacks_too_large`, `file_encrypted`, `file_without_text`.
 */
export function readDocx(
  bytes: Uint8Array,
  fileName: string,
): { readonly text: string; readonly leftOut: readonly LeftOut[] } {
  const counts = new Map<LeftOut['kind'], number>();
  const text = read(bytes, fileName, (kind) => counts.set(kind, (counts.get(kind) ?? 0) + 1));
  if (!hasEnoughText(text.replaceAll(/<[^>]*>/g, ''), 1)) {
    throw new OvertimeError(
      'file_without_text',
      `${fileName} contains hardly any text. Text in pictures is not read. Send the original document, or type the text in.`,
    );
  }
  return { text, leftOut: [...counts].map(([kind, count]) => ({ kind, count })) };
}

function read(bytes: Uint8Array, fileName: string, leave: Leave): string {
  try {
    const entries = readZipDirectory(bytes);
    checkDocxBounds(fileName, entries);
    const parts = docxParts(bytes, entries, fileName, docxBounds.xmlBytes);
    if (parts.main === null) throw new RangeError('There is no main part.');
    return readBody(parts, parts.main, leave);
  } catch (cause) {
    if (cause instanceof OvertimeError) throw cause;
    // What the call stack does not hold.
    if (cause instanceof RangeError && /call stack/i.test(cause.message))
      throw unpacksTooLarge(fileName, 'has too many levels of contents within contents');
    throw unreadableDocx(fileName, cause);
  }
}
