import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect, test } from 'vitest';
import { checkFile } from '../../src/overtime/files/check-file.ts';
import { readDocument } from '../../src/documents/read-document.ts';
import { OvertimeError } from '../../src/overtime/errors.ts';
import {
  crowdedXmlDocx,
  hugeTableDocx,
  nestedDocx,
  ruledPdf,
  wideTablePdf,
} from '../support/hostile-files.ts';
import { isLong } from '../support/volume.ts';
import { p, r, tbl, tc, tr, wordDocument } from '../support/word-document.ts';

const options = { fileName: 'rubric', kinds: ['pdf', 'docx'] } as const;

/**
 * What reading a file comes to, and the longest time for which nothing else in the process could run. A heartbeat
 * is due every few seconds; the bound leaves room for a busy machine.
 */
async function watched(bytes: Uint8Array<ArrayBuffer>) {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  const started = performance.now();
  delay.enable();
  const outcome = await readDocument(bytes, options).catch((error: unknown) => error);
  delay.disable();
  if (outcome instanceof Error && !(outcome instanceof OvertimeError)) throw outcome;
  return {
    text: outcome instanceof OvertimeError ? null : (outcome as { text: string }).text,
    error: outcome instanceof OvertimeError ? outcome : null,
    seconds: (performance.now() - started) / 1000,
    longestBlockMs: delay.max / 1e6,
  };
}

test.for(isLong ? [4_000, 8_000] : [4_000])(
  'a PDF of a few kB with %i columns is read whole, and blocks nothing',
  { timeout: 60_000 },
  async (columns) => {
    const pdf = wideTablePdf({ columns });
    expect(pdf.length).toBeLessThan(12_000);
    const { text, seconds, longestBlockMs } = await watched(pdf);
    // Three rows of cells, too many for a table: line by line, with every cell.
    const rows = text?.split('\n').map((line) => line.split(' | ')) ?? [];
    expect(rows.map((row) => row.length)).toEqual([columns, columns, columns]);
    expect(rows[2]?.slice(0, 3)).toEqual(['0', '919', '838']);
    expect(seconds).toBeLessThan(20);
    expect(longestBlockMs).toBeLessThan(1_000);
  },
);

test(
  'a PDF with more pieces of text than a page for readers has is refused',
  { timeout: 60_000 },
  async () => {
    const { error, seconds, longestBlockMs } = await watched(wideTablePdf({ columns: 20_000 }));
    expect(error?.code).toBe('file_unpacks_too_large');
    expect(error?.message).toContain('more than 50000 pieces of text on page 1');
    expect(seconds).toBeLessThan(30);
    expect(longestBlockMs).toBeLessThan(1_000);
  },
);

test('thousands of lines that all cross are a drawing, whose text is read', { timeout: 60_000 }, async () => {
  const { text, seconds, longestBlockMs } = await watched(ruledPdf({ lines: 8_000 }));
  expect(text?.split('\n').slice(-2)).toEqual(['cell 1', 'cell 0']);
  expect(seconds).toBeLessThan(20);
  expect(longestBlockMs).toBeLessThan(1_000);
});

test.for([
  ...(isLong
    ? [
        [
          'a table of 400,000 cells',
          () => hugeTableDocx({ cells: 400_000 }),
          /^rubric is too long: it has \d+ characters, and the limit/,
        ] as const,
        [
          'as many elements as fit into its bounds',
          crowdedXmlDocx,
          /^rubric contains hardly any text/,
        ] as const,
      ]
    : []),
  [
    'tables 100,000 deep',
    () => nestedDocx({ depth: 100_000 }),
    /^rubric cannot be read: it has too many levels .* PDF/,
  ],
] as const)(
  'a Word document of 250 kB with %s ends neither the process nor its pace',
  { timeout: 60_000 },
  async ([, make, refusal]) => {
    const docx = await make();
    expect(docx.length).toBeLessThan(270_000);
    const { error, seconds, longestBlockMs } = await watched(docx);
    expect(error?.message).toMatch(refusal);
    expect(seconds).toBeLessThan(40);
    expect(longestBlockMs).toBeLessThan(1_000);
    // The next one is read as if nothing had been.
    expect((await watched(await hugeTableDocx({ cells: 100 }))).text).toContain('<td><p>a</p></td>');
  },
);

test(
  'a Word table of 18 MB of XML is read whole, in the heap of a reading thread',
  { timeout: 60_000 },
  async () => {
    const looks =
      '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="20"/><w:lang w:val="en-GB"/>';
    const row = (at: number) =>
      tr(
        ...[0, 1, 2, 3].map((each) => tc(p(r(`Mark ${at}.${each}`, looks), r(' for clear writing', looks)))),
      );
    const docx = wordDocument(tbl(...Array.from({ length: 10_000 }, (_, at) => row(at))));
    expect((await watched(docx)).text).toMatch(
      /<td><p>Mark 9999.3 for clear writing<\/p><\/td><\/tr><\/table>$/,
    );
  },
);

test('many files at once wait for each other, and each is read', { timeout: 60_000 }, async () => {
  const pdf = wideTablePdf({ columns: 40 });
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => watched(pdf)));
  expect(outcomes.map(({ text }) => text?.split('\n').length)).toEqual(Array.from({ length: 8 }, () => 3));
});

test('a job that is cancelled waits for no thread', { timeout: 60_000 }, async () => {
  const ended: string[] = [];
  const bomb = await crowdedXmlDocx();
  const read = (name: string, controller: AbortController) =>
    readDocument(bomb, { ...options, signal: controller.signal }).catch((error: unknown) => {
      ended.push(name);
      return error;
    });
  const [busy, waiter] = [new AbortController(), new AbortController()];
  const threads = [read('busy', busy), read('busy', busy)];
  const waiting = read('waiting', waiter);
  const cancelled = new Error('cancelled');
  waiter.abort(cancelled);
  expect(await waiting).toBe(cancelled);
  busy.abort(cancelled);
  expect(await Promise.all(threads)).toEqual([cancelled, cancelled]);
  expect(ended).toEqual(['waiting', 'busy', 'busy']);
  // Every thread was given back.
  const { text } = await readDocument(wideTablePdf({ columns: 40 }), options);
  expect(text.split('\n')).toHaveLength(3);
});

test('looking at what kind a file is happens in a thread too', { timeout: 60_000 }, async () => {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const text = new Uint8Array(10 * 1024 * 1024).fill(0x61);
  expect(await checkFile(text, { fileName: 'a.txt', kinds: ['text'], maxBytes: text.length })).toBe('text');
  delay.disable();
  expect(delay.max / 1e6).toBeLessThan(1_000);
});
