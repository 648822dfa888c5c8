import { expect, test } from 'vitest';
import { type Book, bookFormats } from '../../src/documents/book.ts';
import { writeBook } from '../../src/documents/write-book.ts';
import { writePdf } from '../../src/documents/write-pdf.ts';
import { readDocument } from '../../src/documents/read-document.ts';
import { draw, pagesPdf, stream } from '../support/plain-pdf.ts';
import { isLong } from '../support/volume.ts';
import { p, r, tbl, tc, tr, wordDocument } from '../support/word-document.ts';

const sentence =
  'the lighthouse keeper walked slowly along the shore and listened to the waves, thinking of the letters that nobody had answered for years'.split(
    ' ',
  );
const paragraph = Array.from(
  { length: 100 },
  (_, at) => sentence[(at * 7 + (at % 5)) % sentence.length],
).join(' ');

/** A chapter has 4000 words; the longest book that can be planned has 60. */
const longBook = (chapters: number): Book => ({
  title: 'The Long Book',
  author: 'A',
  language: 'en',
  sample: false,
  chapters: Array.from({ length: chapters }, (_, at) => ({
    title: `Chapter ${at + 1}`,
    paragraphs: Array.from({ length: 40 }, () => paragraph),
  })),
});
const longest = longBook(isLong ? 60 : 4);

const milliseconds = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1000;

/** The longest work between two turns of the event loop, in processor time of this thread, which load does not change. */
async function longestWork(run: () => Promise<unknown>): Promise<number> {
  let [worst, running] = [0, true];
  let last = process.threadCpuUsage();
  const turn = () => {
    worst = Math.max(worst, milliseconds(process.threadCpuUsage(last)));
    last = process.threadCpuUsage();
    if (running) setImmediate(turn);
  };
  setImmediate(turn);
  await run();
  running = false;
  return worst;
}

test.for(bookFormats)(
  'a heartbeat goes on while a long book is written as %s',
  { timeout: 300_000 },
  async (format) => {
    const worst = await longestWork(async () => {
      expect((await writeBook(longest, format)).bytes.byteLength).toBeGreaterThan(1000);
    });
    expect(worst).toBeLessThan(200);
  },
);

test('a heartbeat goes on while a large file is read', { timeout: 120_000 }, async () => {
  const rows = Array.from({ length: 10_000 }, (_, at) => tr(tc(p(r(`Mark ${at} for clear writing`)))));
  const bytes = wordDocument(tbl(...rows));
  const worst = await longestWork(() => readDocument(bytes, { fileName: 'table.docx', kinds: ['docx'] }));
  expect(worst).toBeLessThan(200);
});

test('a heartbeat goes on while the largest PDF is read', { timeout: 120_000 }, async () => {
  const lines = Array.from({ length: 100 }, () => paragraph.slice(0, 90));
  const content = draw(40, 800, lines, 6);
  const pages = Array.from({ length: isLong ? 200 : 20 }, () => ({ content }));
  const short = pagesPdf(pages).length;
  const bytes = pagesPdf(pages, { extra: [stream(' '.repeat(10 * 1024 ** 2 - short - 200))] });
  const worst = await longestWork(async () => {
    const { pageCount } = await readDocument(bytes, { fileName: 'work.pdf', kinds: ['pdf'] });
    expect(pageCount).toBe(pages.length);
  });
  expect(worst).toBeLessThan(200);
});

test('setting a PDF pauses between paragraphs', { timeout: 300_000 }, async () => {
  // The libraries are loaded, which is one piece of work.
  await writePdf(longBook(1));
  expect(await longestWork(() => writePdf(longest))).toBeLessThan(500);
});
