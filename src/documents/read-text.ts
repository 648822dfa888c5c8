import { decodeText, OvertimeError } from '../overtime/files.ts';
import { hasEnoughText } from './enough-text.ts';

/**
 * Reads plain text or Markdown, as it is.
 *
 * @throws OvertimeError `file_without_text`, `file_unreadable`.
 */
export function readText(bytes: Uint8Array, fileName: string): string {
  const text = decodeText(bytes);
  if (text === null) {
    throw new OvertimeError(
      'file_unreadable',
      `${fileName} is not plain text. Save it as UTF-8 and send it again.`,
    );
  }
  if (!hasEnoughText(text, 1)) {
    throw new OvertimeError(
      'file_without_text',
      `${fileName} contains hardly any text. Check that it is the right file, and send it again.`,
    );
  }
  return text.replaceAll(/\r\n?/g, '\n');
}
