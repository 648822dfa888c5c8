/** Text without the characters that XML 1.0 has no way to write, such as U+FFFE or half a surrogate pair. */
export function xmlCharacters(text: string): string {
  return text.toWellFormed().replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');
}

/** The names that XML has of itself (https://www.w3.org/TR/xml/#sec-predefined-ent). */
const xmlNames: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * Text with its entities as the characters that they stand for; an unknown name stays as it is written.
 *
 * @param nameOf the character of a name. Default: those of XML.
 */
export function decodedEntities(
  text: string,
  nameOf = (name: string): string | undefined => xmlNames[name],
): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{1,8}));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return nameOf(name) ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      return code <= 0x10_ff_ff ? String.fromCodePoint(code) : '';
    },
  );
}

/** Text as it may stand in XML, in an element or between double quotes. */
export function xmlText(text: string): string {
  return xmlCharacters(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
