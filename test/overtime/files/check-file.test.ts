import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { checkFile } from '../../../src/overtime/files/check-file.ts';
import { rejection } from '../../support/rejection.ts';
import {
  crowdedDocx,
  elevenMegabytes,
  emptyFile,
  overlappingDocx,
  renamedGif,
  rubricDocx,
  rubricPdf,
  zipBombDocx,
} from '../../support/sample-files.ts';

const maxBytes = 10 * 1024 * 1024;
const both = { fileName: 'rubric.pdf', kinds: ['pdf', 'docx'], maxBytes } as const;

test('a PDF and a Word document are recognised by their content, not their name', async () => {
  expect(await checkFile(await rubricPdf(), { ...both, fileName: 'notes.txt' })).toBe('pdf');
  expect(await checkFile(await rubricDocx(), { ...both, fileName: 'rubric.pdf' })).toBe('docx');
});

test('a PDF whose header follows other bytes is still a PDF', async () => {
  const pdf = await rubricPdf();
  expect(await checkFile(Buffer.concat([strToU8('\r\n\r\n'), pdf]), both)).toBe('pdf');
});

test('an empty file is refused', async () => {
  const error = await rejection(checkFile(emptyFile(), both));
  expect(error.code).toBe('file_empty');
  expect(error.message).toContain('rubric.pdf is empty');
});

test('a file over the limit is refused with both sizes, and one at the limit is not', async () => {
  const error = await rejection(checkFile(elevenMegabytes(), both));
  expect(error.code).toBe('file_too_large');
  expect(error.message).toMatch(/^rubric\.pdf is too large: it has 11 MB, and the limit is 10 MB\./);
  expect(await checkFile(elevenMegabytes(), { ...both, maxBytes: 11 * 1024 * 1024 })).toBe('pdf');
});

test('a GIF called rubric.pdf is named as what it is', async () => {
  const error = await rejection(checkFile(renamedGif(), both));
  expect(error.code).toBe('file_type_unsupported');
  expect(error.message).toMatch(/^rubric\.pdf is a GIF image, not a PDF or DOCX\. /);
});

test('a kind that the task does not take is refused although it can be read', async () => {
  const error = await rejection(checkFile(await rubricDocx(), { ...both, kinds: ['pdf'] }));
  expect(error.code).toBe('file_type_unsupported');
  expect(error.message).toContain('is a DOCX file, not a PDF.');
});

test('plain text and an ordinary archive are refused', async () => {
  expect((await rejection(checkFile(strToU8('Thesis: 20 points'), both))).code).toBe('file_type_unsupported');
  const archive = zipSync({ 'rubric.txt': strToU8('Thesis: 20 points') });
  expect((await rejection(checkFile(archive, both))).message).toContain('is a ZIP archive');
});

test('a Word document with a password is distinguished from an old Word document', async () => {
  const compound = Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...new Uint8Array(2000)]);
  const encrypted = Buffer.concat([compound, Buffer.from('EncryptedPackage', 'utf16le')]);
  expect((await rejection(checkFile(encrypted, both))).code).toBe('file_encrypted');
  expect((await rejection(checkFile(compound, both))).code).toBe('file_type_unsupported');
});

test('a Word document that was cut off is unreadable', async () => {
  const docx = await rubricDocx();
  expect((await rejection(checkFile(docx.subarray(0, docx.length / 2), both))).code).toBe('file_unreadable');
});

test('a zip bomb that declares its size is refused without being unpacked', async () => {
  const error = await rejection(checkFile(await zipBombDocx({ lying: false }), both));
  expect(error.code).toBe('file_unpacks_too_large');
  expect(error.message).toContain('unpacks to 121 MB');
});

test('a document with thousands of files inside, or with shared bytes, is refused', async () => {
  const crowded = await rejection(checkFile(await crowdedDocx({ entries: 2500 }), both));
  expect(crowded.code).toBe('file_unpacks_too_large');
  const overlapping = await rejection(checkFile(await overlappingDocx(), both));
  expect(overlapping.code).toBe('file_unpacks_too_large');
  expect(await checkFile(await crowdedDocx({ entries: 1500 }), both)).toBe('docx');
});

test.for([
  ['notes.md', '# Thesis'],
  ['NOTES.MARKDOWN', 'BMW is a maker of cars'],
  ['notes', 'MZ and ID3 are signatures'],
  ['notes.pdf', 'GIF89a'],
] as const)('a text is one whatever it is called and however it begins: %s', async ([fileName, text]) => {
  expect(await checkFile(strToU8(text), { fileName, kinds: ['text'], maxBytes })).toBe('text');
});

test('a text that another program is to read is none', async () => {
  const expectation = { fileName: 'notes.md', kinds: ['text'], maxBytes } as const;
  const { code } = await rejection(checkFile(strToU8('{\\rtf1 Thesis}'), expectation));
  expect(code).toBe('file_type_unsupported');
});

test('a HEIC photo is refused with how to save it, where a JPEG would be taken', async () => {
  const photo = Buffer.concat([
    Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'),
    Buffer.alloc(64),
  ]);
  const expectation = { fileName: 'IMG_1.HEIC', kinds: ['pdf', 'jpg'] as const, maxBytes: 1000 };
  await expect(checkFile(photo, expectation)).rejects.toMatchObject({
    code: 'file_type_unsupported',
    message: expect.stringMatching(/a HEIC image, not a PDF or JPG\. Save it as JPEG.*iPhone/),
  });
});
