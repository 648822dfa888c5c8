import { strFromU8, unzipSync } from 'fflate';
import { readDocument } from '../../../src/documents/read-document.ts';
import type { BookFormat } from '../../../src/tasks/export-book/contract.ts';

/** What a reader of the file finds in it, as words with single spaces, whatever its lines and hyphens. */
export async function wordsIn(bytes: Uint8Array, format: BookFormat): Promise<string> {
  return (await textOf(bytes, format))
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('\u00AD', '')
    .replaceAll(/(\p{L})[-‐]\n(\p{Ll})/gu, '$1$2')
    .replaceAll(/\s+/g, ' ');
}

async function textOf(bytes: Uint8Array, format: BookFormat): Promise<string> {
  switch (format) {
    case 'markdown':
      return new TextDecoder().decode(bytes);
    case 'epub':
      return Object.entries(unzipSync(bytes))
        .filter(([name]) => name.endsWith('.xhtml'))
        .map(([, page]) => strFromU8(page))
        .join('\n');
    default:
      return (await readDocument(bytes, { fileName: `book.${format}`, kinds: [format] })).text;
  }
}
