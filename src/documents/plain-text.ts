import { decodedEntities } from './xml-text.ts';

/** The text of a document's HTML, as `readDocx` writes it: one line for each paragraph, row and list item. */
export function plainText(html: string): string {
  const text = html
    .replace(/<br\s*\/?>|<\/(?:p|h[1-6]|li|tr)>/g, '\n')
    .replace(/<\/t[dh]>/g, ' ')
    .replace(/<[^<>]*>/g, '');
  return decodedEntities(text)
    .replace(/[^\S\n]+/g, ' ')
    .replace(/\s*\n\s*/g, '\n')
    .trim();
}
