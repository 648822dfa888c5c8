import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readDocument } from '../../src/documents/read-document.ts';
import type { Rubric } from '../../src/tasks/rubric/rubric-contract.ts';
import { rejection } from '../support/rejection.ts';
import {
  encryptedPdf,
  longPdf,
  pdfBomb,
  rubricDocx,
  rubricOf,
  rubricPdf,
  scannedPdf,
  zipBombDocx,
} from '../support/sample-files.ts';

const options = { fileName: 'rubric.pdf', kinds: ['pdf', 'docx'] } as const;

/** The lines that a rubric's table should come out as. */
function rowsOf(rubric: Rubric): string[] {
  return rubric.categories.map((category) =>
    [
      `${category.name} (${category.points} points) ${category.description}`,
      ...category.levels.map((level) => `${level.points} points ${level.description}`),
    ].join(' | '),
  );
}

function headerOf(rubric: Rubric): string {
  return ['Criterion', ...(rubric.categories[0]?.levels.map((level) => level.name) ?? [])].join(' | ');
}

test.each([1, 10, 40])('a PDF of %i pages yields each category as one row of cells', async (pages) => {
  const rubric = rubricOf({ seed: pages });
  const document = await readDocument(await rubricPdf({ seed: pages, pages }), options);
  expect(document).toMatchObject({
    kind: 'pdf',
    mediaType: 'application/pdf',
    format: 'text',
    pageCount: pages,
  });
  const lines = document.text.split('\n');
  expect(lines[0]).toBe(rubric.title);
  const tableLines = lines.filter((line) => line.includes(' | '));
  const headers = pages === 1 ? 1 : rubric.categories.length;
  expect(tableLines.filter((line) => line === headerOf(rubric))).toHaveLength(headers);
  expect(tableLines.filter((line) => line !== headerOf(rubric))).toEqual(rowsOf(rubric));
});

test('the sample rubric of the demo comes out whole', async () => {
  const file = await readFile(new URL('../../src/local/samples/essay-rubric.pdf', import.meta.url));
  const { text } = await readDocument(file, options);
  const lines = text.split('\n');
  expect(lines).toHaveLength(9);
  expect(lines.slice(0, 4)).toEqual([
    'Argumentative Essay Rubric',
    'English Composition II. Each criterion is graded at one of four levels; the points add up to the grade.',
    'Total: 100 points',
    'Criterion | Excellent | Good | Developing | Beginning',
  ]);
  expect(lines[4]).toBe(
    'Thesis (20 points) States a position that can be argued and keeps to it. | ' +
      '20 points A clear, original claim that guides every paragraph. | ' +
      '16 points A clear claim that most paragraphs serve. | ' +
      '11 points A claim is present but broad, or lost on the way. | ' +
      '5 points No claim, or only a statement of fact.',
  );
  expect(lines.slice(4).map((line) => line.split(' (')[0])).toEqual([
    'Thesis',
    'Evidence',
    'Counterargument',
    'Organization',
    'Language',
  ]);
});

test('a Word document yields HTML with the table in it', async () => {
  const rubric = rubricOf({ seed: 2 });
  const document = await readDocument(await rubricDocx({ seed: 2 }), options);
  expect(document).toMatchObject({ kind: 'docx', format: 'html', pageCount: null });
  expect(document.text).toContain(`<h1>${rubric.title}</h1>`);
  expect(document.text.match(/<tr>/g)).toHaveLength(rubric.categories.length + 1);
  expect(document.text.match(/<t[dh]>/g)).toHaveLength(
    (rubric.categories.length + 1) * ((rubric.categories[0]?.levels.length ?? 0) + 1),
  );
  for (const category of rubric.categories) expect(document.text).toContain(category.description);
});

test('a picture in a Word document is dropped and its text stays', async () => {
  const entries = unzipSync(await rubricDocx());
  const picture =
    '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">' +
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData>' +
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill>' +
    '<a:blip r:embed="rIdPicture"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>';
  const relation =
    '<Relationship Id="rIdPicture" Target="media/one.png" ' +
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/>';
  const change = (name: string, before: string, added: string) => {
    const xml = strFromU8(entries[name] ?? new Uint8Array());
    expect(xml).toContain(before);
    entries[name] = strToU8(xml.replace(before, added + before));
  };
  change('word/document.xml', '<w:tbl>', picture);
  change('word/_rels/document.xml.rels', '</Relationships>', relation);
  entries['word/media/one.png'] = new Uint8Array([0x89, 0x50, 0x4e, 0x47]);

  const { text } = await readDocument(zipSync(entries), options);
  expect(text).not.toContain('<img');
  expect(text).not.toContain('data:');
  expect(text).toContain('<table>');
});

test('the bytes that were given can still be used afterwards', async () => {
  const bytes = await rubricPdf();
  const before = bytes.slice();
  const document = await readDocument(bytes, options);
  expect(bytes).toEqual(before);
  expect(document.bytes).toBe(bytes);
});

test('a PDF behind a password is refused as such', async () => {
  const error = await rejection(readDocument(await encryptedPdf(), options));
  expect(error.code).toBe('file_encrypted');
  expect(error.message).toContain('rubric.pdf is protected by a password');
});

test('a scan is refused with the advice to recognise its text', async () => {
  const error = await rejection(readDocument(await scannedPdf(), options));
  expect(error.code).toBe('file_without_text');
  expect(error.message).toContain('OCR');
});

test('a PDF of 201 pages is refused and one of 200 is read', async () => {
  const error = await rejection(readDocument(await longPdf({ pages: 201 }), options));
  expect(error.code).toBe('file_too_many_pages');
  expect((await readDocument(await longPdf({ pages: 200 }), options)).pageCount).toBe(200);
});

test('junk behind a PDF header, and a PDF cut in half, are unreadable', async () => {
  expect((await rejection(readDocument(strToU8('%PDF-1.7 and nothing else'), options))).code).toBe(
    'file_unreadable',
  );
  const pdf = await rubricPdf();
  expect((await rejection(readDocument(pdf.subarray(0, pdf.length / 2), options))).code).toBe(
    'file_unreadable',
  );
});

test('a Word document with damaged contents is unreadable', async () => {
  const docx = await rubricDocx();
  const damaged = docx.slice().fill(0xff, 200, 3000);
  expect((await rejection(readDocument(damaged, options))).code).toBe('file_unreadable');
  const entries = unzipSync(docx);
  const halfXml = zipSync({ ...entries, 'word/document.xml': strToU8('<w:document><w:body>') });
  expect((await rejection(readDocument(halfXml, options))).code).toBe('file_unreadable');
});

test('a zip bomb that lies about its size is stopped while it unpacks', async () => {
  const bomb = await zipBombDocx({ lying: true });
  const error = await rejection(readDocument(bomb, options));
  expect(error.code).toBe('file_unpacks_too_large');
});

test('a PDF that unpacks to a gigabyte is stopped while it unpacks', async () => {
  const error = await rejection(readDocument(pdfBomb(), options));
  expect(error.code).toBe('file_unpacks_too_large');
  expect(error.message).toContain('rubric.pdf is too large to be read');
});

test('a PDF stops being read when its job is cancelled', async () => {
  const controller = new AbortController();
  const reading = readDocument(await rubricPdf({ pages: 40 }), { ...options, signal: controller.signal });
  const cancelled = new Error('cancelled');
  controller.abort(cancelled);
  await expect(reading).rejects.toBe(cancelled);
});

test('a Word document with hardly any text is refused as a scan is', async () => {
  const entries = unzipSync(await rubricDocx());
  const xml = strFromU8(entries['word/document.xml'] ?? new Uint8Array()).replaceAll(
    /(<w:t\b[^>]*>)[^<]*/g,
    '$1',
  );
  const silent = zipSync({ ...entries, 'word/document.xml': strToU8(xml) });
  expect((await rejection(readDocument(silent, options))).code).toBe('file_without_text');
});

test('the thread that reads uses the compile cache of its process', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'compile-cache-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  vi.stubEnv('NODE_COMPILE_CACHE', folder);
  onTestFinished(() => void vi.unstubAllEnvs());
  await readDocument(await rubricDocx(rubricOf({ seed: 1 })), options);
  expect(readdirSync(folder, { recursive: true }).length).toBeGreaterThan(10);
});
