/**
 * Reads plain text or Markdown, as it is.
 *
 * @throws OvertimeError `file_without_text`, `file_unreadable`.
 */
export declare function readText(bytes: Uint8Array, fileName: string): string;
/**
 * The text that bytes stand for, or null for bytes that are no text: UTF-8, or UTF-16 with its mark at the
 * beginning. Other encodings cannot be told from each other, so that a guess would garble names.
 */
export declare function decodeText(bytes: Uint8Array): string | null;
