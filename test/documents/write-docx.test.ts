import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { sampleNotice } from '../../src/documents/book.ts';
import { readDocument } from '../../src/documents/read-document.ts';
import { writeDocx } from '../../src/documents/write-docx.ts';
import { asPicture, pictureFile, sampleBook } from '../support/sample-book.ts';

test('it reads back with its headings, its text and its emphasis', async () => {
  const book = sampleBook();
  const { text } = await readDocument(await writeDocx(book), { fileName: 'book.docx', kinds: ['docx'] });
  expect(text).toContain(book.title);
  expect(text).toContain(book.author);
  expect(
    [...text.matchAll(/<h1>(.*?)<\/h1>/g)].map(([, heading]) => heading?.replaceAll(/<[^>]*>/g, '')),
  ).toEqual(expect.arrayContaining(book.chapters.map(({ title }) => title)));
  expect(text).toContain('<em>exactly</em>');
  expect(text.match(/cinnamon &amp; smoke/g)).toHaveLength(6);
});

test('it carries its pictures as they are, in their proportions, with what they show in words', async () => {
  const files = unzipSync(await writeDocx(sampleBook()));
  const pictures = Object.entries(files).filter(([name]) => name.startsWith('word/media/'));
  const isOneOf = (bytes: Uint8Array) => pictures.some(([, file]) => Buffer.compare(file, bytes) === 0);
  expect(isOneOf(pictureFile('home'))).toBe(true);
  expect(isOneOf(pictureFile('forest'))).toBe(true);
  const document = strFromU8(files['word/document.xml'] ?? new Uint8Array());
  expect(document.match(/<a:blip r:embed=/g)).toHaveLength(3);
  expect(document).toContain('descr="Rabbits in a forest."');
  expect(document).toContain('descr="A house &amp; a &quot;dog&quot; under a rainbow."');
  const [, width, height] = /<wp:extent cx="(\d+)" cy="(\d+)"/.exec(document) ?? [];
  expect(Number(width) / Number(height)).toBeCloseTo(1.5, 2);
});

test('markup and signs that XML cannot hold are text in it, or left out', async () => {
  const written = await writeDocx(
    sampleBook({
      title: '<w:p> & Co\u0000',
      chapters: [
        { title: 'One', paragraphs: ['A </w:t> tag, a \u000B bell and half a \uD800 pair in one line.'] },
      ],
    }),
  );
  const { text } = await readDocument(written, { fileName: 'book.docx', kinds: ['docx'] });
  expect(text).toContain('&lt;w:p&gt; &amp; Co');
  expect(text).toContain('A &lt;/w:t&gt; tag');
});

test('a book of samples says so', async () => {
  const read = async (sample: boolean) =>
    (await readDocument(await writeDocx(sampleBook({ sample })), { fileName: 'book.docx', kinds: ['docx'] }))
      .text;
  expect(await read(true)).toContain(sampleNotice);
  expect(await read(false)).not.toContain('sample');
});

const office = ['/usr/bin/soffice', '/usr/bin/libreoffice', '/usr/local/bin/soffice'].find((path) =>
  existsSync(path),
);

test.skipIf(office === undefined)('LibreOffice opens it', { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'docx-'));
  try {
    writeFileSync(join(folder, 'book.docx'), await writeDocx(sampleBook()));
    spawnSync(office ?? '', [
      '--headless',
      '--convert-to',
      'pdf',
      '--outdir',
      folder,
      join(folder, 'book.docx'),
    ]);
    expect(existsSync(join(folder, 'book.pdf'))).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('what XML has no way to write is left out, and the document opens', async () => {
  const odd = 'a\uFFFEb\uFFFFc\u0001d\uD800e<f>&g';
  const written = await writeDocx(
    sampleBook({
      title: odd,
      author: odd,
      cover: asPicture(pictureFile('home'), odd),
      chapters: [{ title: odd, paragraphs: [odd] }],
    }),
  );
  const { text } = await readDocument(written, { fileName: 'book.docx', kinds: ['docx'] });
  expect(text.match(/abcd\uFFFDe&lt;f&gt;&amp;g/g)).toHaveLength(4);
  const files = unzipSync(written);
  const xml = ['word/document.xml', 'docProps/core.xml'].map((name) =>
    strFromU8(files[name] ?? new Uint8Array()),
  );
  // oxlint-disable-next-line no-control-regex -- what must not be there
  expect(xml.join('')).not.toMatch(/[\u0000-\u0008\uFFFE\uFFFF]/);
});
