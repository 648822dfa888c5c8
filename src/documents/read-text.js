import { OvertimeError } from '../overtime/index.js';
import { hasEnoughText } from './enough-text.js';
/**
 * Reads plain text or Markdown, as it is.
 *
 * @throws OvertimeError `file_without_text`, `file_unreadable`.
 */
export function readText(bytes, fileName) {
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
      `${fileName} holds hardly any text. Check that it is the right file, and send it again.`,
    );
  }
  return text.replaceAll(/\r\n?/g, '\n');
}
/**
 * The text that bytes stand for, or null for bytes that are no text: UTF-8, or UTF-16 with its mark at the
 * beginning. Other encodings cannot be told from each other, so that a guess would garble names.
 */
export function decodeText(bytes) {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    // eslint-disable-next-line no-control-regex -- what no text holds, and most other files do
    return /[\u0000-\u0008\u000E-\u001A\u001C-\u001F\u007F]/.test(text) ? null : text;
  } catch {
    return null;
  }
}
