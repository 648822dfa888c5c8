import { createCanvas, loadImage } from '@napi-rs/canvas';
import { extractText, getDocumentProxy, renderPageAsImage } from 'unpdf';
import { expect, test } from 'vitest';
import { sampleNotice } from '../../src/documents/book.ts';
import { writePdf } from '../../src/documents/write-pdf.ts';
import { asPicture, sampleBook } from '../support/sample-book.ts';
import { isLong } from '../support/volume.ts';

const madeAt = new Date('2026-11-22T08:00:00Z');
/** The sample book's PDF, made once. */
const sample = writePdf(sampleBook(), { madeAt });
const textOf = async (pdf: Uint8Array) => (await extractText(await getDocumentProxy(pdf.slice()))).text;

/** The colour at a place of a page, given in points from its upper left corner. */
async function rendered(pdf: Uint8Array, page: number) {
  const png = await renderPageAsImage(pdf.slice(), page, {
    canvasImport: () => import('@napi-rs/canvas'),
    scale: 1,
  });
  const image = await loadImage(Buffer.from(png));
  const canvas = createCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const colorAt = (x: number, y: number) => {
    const at = 4 * (Math.round(y) * image.width + Math.round(x));
    return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
  };
  const colorsIn = (left: number, top: number, width: number, height: number) => {
    const colors = new Set<string>();
    for (let x = left; x < left + width; x += 2) {
      for (let y = top; y < top + height; y += 2) colors.add(colorAt(x, y).join());
    }
    return colors.size;
  };
  return { colorAt, colorsIn, width: image.width, height: image.height };
}

const isNear = (color: readonly number[], wanted: readonly number[]) =>
  color.every((value, index) => Math.abs(value - (wanted[index] ?? 0)) < 12);

test('a book says what it was given, page after page, in an order that can be read aloud', async () => {
  const book = sampleBook();
  const pages = await textOf(await sample);
  expect(pages[0]?.replaceAll(/\s+/g, ' ')).toContain(`${book.title} ${book.author}`);
  const text = pages.slice(1).join('\n').replaceAll(/-\n/g, '').replaceAll(/\s+/g, ' ');
  for (const { title } of book.chapters) expect(text).toContain(title);
  expect(text).toContain('“That is exactly why we have to go,” said the rabbit, who wore a waistcoat');
  expect(text).not.toContain('*');
  expect(text.match(/smelled faintly of cinnamon & smoke\./g)).toHaveLength(6);
});

/** A picture whose upper half is red and whose lower half is blue. */
function redOverBlue(width: number, height: number, type: 'png' | 'jpeg') {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#d02020';
  context.fillRect(0, 0, width, height / 2);
  context.fillStyle = '#2030d0';
  context.fillRect(0, height / 2, width, height / 2);
  return asPicture(
    type === 'png' ? canvas.toBuffer('image/png') : canvas.toBuffer('image/jpeg'),
    'Two colours.',
  );
}
const red = [208, 32, 32];
const blue = [32, 48, 208];
const coverGround = [43, 58, 103];

test('a cover fills the width under its title, and a picture stands between the margins under its own', async () => {
  const pdf = await writePdf(
    sampleBook({
      cover: redOverBlue(300, 200, 'jpeg'),
      chapters: [{ title: 'One', picture: redOverBlue(300, 200, 'png'), paragraphs: ['Text.'] }],
    }),
  );
  const cover = await rendered(pdf, 1);
  // 468 wide makes 312 high, from 336 to the foot of the page at 648.
  expect(isNear(cover.colorAt(5, 330), coverGround)).toBe(true);
  expect(isNear(cover.colorAt(5, 345), red)).toBe(true);
  expect(isNear(cover.colorAt(462, 640), blue)).toBe(true);
  // The title's ink above it.
  expect(cover.colorsIn(60, 60, 350, 200)).toBeGreaterThan(4);

  const chapter = await rendered(pdf, 2);
  expect(isNear(chapter.colorAt(60, 200), red)).toBe(true);
  expect(isNear(chapter.colorAt(408, 320), blue)).toBe(true);
  expect(isNear(chapter.colorAt(48, 200), [255, 255, 255])).toBe(true);
});

test('a picture of any shape keeps its proportions and leaves room for the title and some text', async () => {
  const tall = redOverBlue(200, 600, 'png');
  const pdf = await writePdf(
    sampleBook({ cover: tall, chapters: [{ title: 'One', picture: tall, paragraphs: ['Some text.'] }] }),
  );
  const [first, second] = await textOf(pdf);
  expect(first).toContain('Luna and the');
  // On the picture's own page.
  expect(second).toContain('Some text.');
  const chapter = await rendered(pdf, 2);
  // 300 high makes 100 wide, from 184 to 284, and from 94 to 394.
  expect(isNear(chapter.colorAt(190, 200), red)).toBe(true);
  expect(isNear(chapter.colorAt(278, 380), blue)).toBe(true);
  expect(isNear(chapter.colorAt(175, 200), [255, 255, 255])).toBe(true);
  expect(isNear(chapter.colorAt(292, 200), [255, 255, 255])).toBe(true);
});

test('it has an outline, a language, a title, and words for each picture', async () => {
  const book = sampleBook();
  const pdf = await getDocumentProxy((await sample).slice());
  const outline = await pdf.getOutline();
  expect(outline.map(({ title }) => title)).toEqual([book.title, ...book.chapters.map(({ title }) => title)]);
  const { info } = await pdf.getMetadata();
  expect(info).toMatchObject({ Title: book.title, Author: book.author, Language: 'en' });
  expect(await pdf.getMarkInfo()).toMatchObject({ Marked: true });
  const tree = JSON.stringify(await (await pdf.getPage(2)).getStructTree());
  expect(tree).toContain('"alt":"Rabbits in a forest."');
  expect(tree).toContain('"role":"H2"');
  expect(tree).toContain('"role":"P"');
});

test('names in other scripts can be seen and copied; a character that no font has is a box and is reported', async () => {
  const names = ['張偉麗', '丢失的钥匙', '失われた鍵', '김지우', 'Ольга', 'Νίκος', 'Nguyễn'];
  const missing: string[] = [];
  const pdf = await writePdf(
    sampleBook({
      title: names.join(' and '),
      author: '🐉 & Co',
      chapters: [{ title: 'نورا', paragraphs: [`They were ${names.join(', ')}, and נועה was there.`] }],
    }),
    { onMissing: (characters) => missing.push(...characters) },
  );
  const [cover = '', page = ''] = await textOf(pdf);
  for (const name of names) {
    expect(cover).toContain(name);
    // A line may end between two of these signs.
    expect(page.replaceAll('\n', '')).toContain(name);
  }
  expect(cover).toContain('□ & Co');
  expect(missing).toEqual(['🐉']);
  // Ink stands where the heading in Arabic is.
  expect((await rendered(pdf, 2)).colorsIn(150, 220, 170, 60)).toBeGreaterThan(4);
});

test('a book of samples says so on its cover', async () => {
  const [marked] = await textOf(await writePdf(sampleBook({ sample: true })));
  expect(marked?.replaceAll(/\s+/g, ' ')).toContain(sampleNotice);
  const [own] = await textOf(await sample);
  expect(own).not.toContain('sample');
});

test.for([
  ['toddlers', [26, 34, 44], 3],
  ['children', [92, 116, 140], 3],
  ['young adults', [172, 200, 240], 6],
] as const)(
  'no page of a story for %s is half empty: the text is as large as its pages allow',
  async ([, wordCounts, pageCount]) => {
    const picture = redOverBlue(300, 200, 'jpeg');
    const chapters = wordCounts.map((count) => ({
      title: 'One',
      picture,
      paragraphs: ['Luna laughed and ran. '.repeat(count / 4)],
    }));
    const pdf = await getDocumentProxy((await writePdf(sampleBook({ chapters }))).slice());
    expect(pdf.numPages).toBe(1 + pageCount);
    for (let number = 2; number <= pdf.numPages; number += 1) {
      const { items } = await (await pdf.getPage(number)).getTextContent();
      // From the foot of the page of 648 points; below 40 stands the page's number.
      const heights = items.flatMap((item) => ('str' in item && item.str !== '' ? [item.transform[5]] : []));
      const lowest = Math.min(...heights.filter((height) => height > 40));
      expect(lowest, `page ${number}`).toBeLessThan(648 * 0.4);
    }
  },
);

test('a dedication stands alone on the page after the cover, and the pages are counted after it', async () => {
  const [, page, first] = await textOf(await writePdf(sampleBook({ dedication: 'For Mia & Ben' })));
  expect(page?.trim()).toBe('For Mia & Ben');
  expect(first).toMatch(/(^|\n)1($|\n)/);
});

test('no page holds the first line of a paragraph alone at its foot, nor the last alone at its head', async () => {
  const sentence =
    'A sentence of some words that fills about a line and a half of the page, and then it ends. ';
  // Paragraphs of three to seven lines, so that pages end in every way.
  const paragraphs = Array.from(
    { length: 40 },
    (_, index) => `Start${index} ${sentence.repeat(2 + (index % 4))}`,
  );
  const pages = await textOf(await writePdf(sampleBook({ chapters: [{ title: 'One', paragraphs }] })));
  expect(pages.length).toBeGreaterThan(5);
  for (const page of pages.slice(2)) {
    const lines = page.split('\n').filter((line) => !/^\d*$/.test(line.trim()));
    expect(lines.at(-1)).not.toMatch(/^Start/);
    // A line that ends a paragraph is not the first of a page: the next one would begin right below it.
    expect(lines[1]).not.toMatch(/^Start/);
  }
});

test('the same book made at the same time is the same file, whichever attempt makes it', async () => {
  const again = await writePdf(sampleBook(), { madeAt });
  expect(Buffer.compare(again, await sample)).toBe(0);
});

test('a title with signs of XML stands escaped in the metadata', async () => {
  const pdf = await writePdf(sampleBook({ title: 'Tom & <b>Jerry</b>\uFFFE', author: 'A "B" <c>' }));
  const text = new TextDecoder().decode(pdf);
  expect(text).toContain('<rdf:li xml:lang="x-default">Tom &amp; &lt;b&gt;Jerry&lt;/b&gt;</rdf:li>');
  expect(text).toContain('<rdf:li>A &quot;B&quot; &lt;c&gt;</rdf:li>');
});

test.for([
  ['letters', 'a'],
  ...(isLong
    ? [
        ['signs without width', '\u200B'],
        ['accents on one letter', '\u0301'],
      ]
    : []),
])(
  'setting a word of %s takes time in proportion to its length',
  { timeout: 120_000 },
  async ([, sign = '']) => {
    const secondsFor = async (length: number) => {
      const before = process.cpuUsage();
      await writePdf(sampleBook({ chapters: [{ title: 'One', paragraphs: [sign.repeat(length)] }] }));
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1e6;
    };
    await secondsFor(1000);
    // Four times the length took sixteen times as long when it was compared with itself.
    expect((await secondsFor(40_000)) / (await secondsFor(10_000))).toBeLessThan(9);
  },
);
