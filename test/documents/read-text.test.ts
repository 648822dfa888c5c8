import { expect, test } from 'vitest';
import { checkFile } from '../../src/overtime/files/check-file.ts';
import { readDocument } from '../../src/documents/read-document.ts';
import { decodeText } from '../../src/overtime/files/decode-text.ts';
import { rejection } from '../support/rejection.ts';
import { renamedGif, rubricPdf } from '../support/sample-files.ts';

const said = '# Mein Aufsatz\n\nDie Straße führt nach Łódź, und 鍵 liegt dort.';
const utf16 = (text: string, bigEndian: boolean) => {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
};
const take = { fileName: 'essay.md', kinds: ['text', 'pdf'], maxBytes: 10_000_000 } as const;

test.for([
  ['UTF-8', Buffer.from(said)],
  ['UTF-8 with a mark', Buffer.from(`\uFEFF${said}`)],
  ['UTF-16 as Windows writes it', utf16(said, false)],
  ['UTF-16 the other way round', utf16(said, true)],
  ['lines that end as on Windows', Buffer.from(said.replaceAll('\n', '\r\n'))],
] as const)('text is read in %s', async ([, bytes]) => {
  expect(await readDocument(bytes, take)).toMatchObject({
    kind: 'text',
    mediaType: 'text/plain',
    text: said,
    format: 'text',
    pageCount: null,
  });
});

test('text in another encoding is refused, with the way to save it', async () => {
  const error = await rejection(checkFile(Buffer.from('Die Straße führt weiter', 'latin1'), take));
  expect(error.code).toBe('file_type_unsupported');
  expect(error.message).toContain('save it in the encoding UTF-8');
});

test.for([
  ['zeros', new Uint8Array(100)],
  ['control characters', Buffer.from('text\u0001\u0002 and more text of some length')],
  ['half a character', Buffer.from('key 鍵').subarray(0, -1)],
  ['half a pair', Buffer.from([0xff, 0xfe, 0x00, 0xd8])],
] as const)('%s are not text', ([, bytes]) => {
  expect(decodeText(bytes)).toBeNull();
});

test('what another kind begins like is that kind', async () => {
  expect(await checkFile(await rubricPdf(), take)).toBe('pdf');
  expect((await rejection(checkFile(renamedGif(), take))).message).toContain(
    'is a GIF image, not a plain text',
  );
});

test('a text is refused for a task that takes no text', async () => {
  const error = await rejection(checkFile(Buffer.from(said), { ...take, kinds: ['pdf'] }));
  expect(error.message).toMatch(/^essay\.md is plain text, not a PDF\./);
});

test('text that says next to nothing is refused', async () => {
  const error = await rejection(readDocument(Buffer.from('  \n\n - \n'), take));
  expect(error.code).toBe('file_without_text');
});
