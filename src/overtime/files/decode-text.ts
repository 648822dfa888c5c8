/**
 * The text of bytes, or null when they are not text: UTF-8, or UTF-16 with a byte order mark. Other encodings cannot be
 * distinguished, and a wrong guess would garble names.
 */
export function decodeText(bytes: Uint8Array): string | null {
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
