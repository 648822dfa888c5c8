import { decodeText } from '../../overtime/files.ts';
import { decodedEntities, xmlText } from '../xml-text.ts';

const kept = /^(?:p|h[1-6]|table|tr|t[dh]|ul|ol|li|br|strong|b|em|i|sup|sub|blockquote|pre)$/;
const piece =
  /<!--[^]*?-->|<(script|style|head|title)\b[^>]*>[^]*?<\/\1\s*>|<(\/?)([a-z][a-z0-9]*)([^<>]*)>|<[!?][^>]*>|([^<]+|<)/gi;
const named: Readonly<Record<string, string>> = { nbsp: '\u00A0', amp: '&', lt: '<', gt: '>', quot: '"' };

/** A part that was imported as it was, as a program writes it that makes documents of pages: HTML or text; null for else. */
export function importedHtml(bytes: Uint8Array): string | null {
  const text = decodeText(bytes);
  if (text === null || text.startsWith('{\\rtf') || /^MIME-Version/im.test(text.slice(0, 1000))) return null;
  if (!/<[a-z!][^<>]*>/i.test(text)) {
    return text
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '')
      .map((line) => `<p>${xmlText(line)}</p>`)
      .join('');
  }
  return text.replaceAll(
    piece,
    (_, __, slash: string, tag: string | undefined, attributes: string, words?: string) => {
      if (words !== undefined) return xmlText(decodedEntities(words, (name) => named[name.toLowerCase()]));
      const name = tag?.toLowerCase() ?? '';
      if (/^(?:div|section|article|dt|dd)$/.test(name)) return slash === '' ? '<p>' : '</p>';
      if (!kept.test(name)) return '';
      const spans = [...attributes.matchAll(/\b(?:col|row)span\s*=\s*["']?\d{1,3}\b/gi)];
      return `<${slash}${name}${spans.map(([span]) => ` ${span.replace(/=\s*["']?/, '="')}"`).join('')}>`;
    },
  );
}
