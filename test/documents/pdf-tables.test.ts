import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { readPdf } from '../../src/documents/read-pdf.ts';
import { draw, drawTurned, line, pagesPdf } from '../support/plain-pdf.ts';

const pageText = async (...content: readonly string[]) =>
  (await readPdf(pagesPdf([{ content: content.join('\n') }]), { fileName: 'rubric.pdf' })).text;

test('criteria that are written upwards stand in their cells', async () => {
  const [xs, ys] = [
    [50, 90, 250, 410],
    [780, 740, 640, 540],
  ];
  const borders = [...xs.map((x) => line(x, 540, x, 780)), ...ys.map((y) => line(50, y, 410, y))];
  const up = (x: number, y: number, text: string) => drawTurned(`0 1 -1 0 ${x} ${y}`, text, 10);
  const cells = [
    draw(100, 755, 'Excellent (10)'),
    draw(260, 755, 'Good (7)'),
    up(65, 650, 'Quality of the'),
    up(77, 650, 'requirements'),
    draw(100, 700, 'All are well defined'),
    draw(260, 700, 'Most are complete'),
    up(75, 550, 'Data model'),
    draw(100, 600, 'Normalised and drawn'),
    draw(260, 600, 'Drawn with slips'),
  ];
  const rows =
    'Quality of the requirements | All are well defined | Most are complete\nData model | Normalised and drawn | Drawn with slips';
  expect(await pageText(...borders, ...cells)).toBe(`| Excellent (10) | Good (7)\n${rows}`);
});

test('a column with round corners, which has no lines between its rows, belongs to the table', async () => {
  const xs = [28, 140, 252, 364];
  const [top, head, middle, bottom] = [780, 740, 640, 540] as const;
  const borders = [
    ...[top, head, middle, bottom].map((y) => line(140.5, y, 364, y)),
    ...xs.slice(1).map((x) => line(x, bottom, x, top)),
    `140 ${top} m 36 ${top} l 31 ${top} 28 777 28 772 c 28 ${head} l S`,
    `28 ${head} m 28 548 l 28 543 31 ${bottom} 36 ${bottom} c 140 ${bottom} l S`,
  ];
  const cells = [
    ...['Level 3', 'Level 2', 'Level 1'].map((text, column) => draw((xs[column] ?? 0) + 6, 760, text, 9)),
    draw(34, 725, ['Pipeline is robust', 'and documented'], 9),
    draw(146, 725, ['Pipeline runs', 'and is clean'], 9),
    draw(258, 725, 'No pipeline', 9),
    draw(34, 625, ['Report persuades', 'its reader'], 9),
    draw(146, 625, 'Report is clear', 9),
    draw(258, 625, 'No report', 9),
  ];
  expect(await pageText(...borders, ...cells)).toBe(
    'Level 3 | Level 2 | Level 1\nPipeline is robust and documented | Pipeline runs and is clean | No pipeline\n' +
      'Report persuades its reader | Report is clear | No report',
  );
});

test('a cell over several rows stands in the first of them, and one over several columns once', async () => {
  const borders = [
    ...[700, 680, 660, 600].map((y) => line(60, y, 460, y)),
    line(160, 630, 460, 630),
    ...[60, 460].map((x) => line(x, 600, x, 700)),
    line(160, 600, 160, 680),
    line(310, 600, 310, 660),
  ];
  const cells = [
    draw(66, 686, 'Part A'),
    draw(66, 666, 'Criterion'),
    draw(166, 666, 'Levels'),
    draw(66, 640, ['Style and', 'language']),
    draw(166, 640, 'Varied'),
    draw(316, 640, 'Dull'),
    draw(166, 610, '15 points'),
    draw(316, 610, '12 points'),
  ];
  expect(await pageText(...borders, ...cells)).toBe(
    'Part A\nCriterion | Levels\nStyle and language | Varied | Dull\n| 15 points | 12 points',
  );
});

test('a table that goes on over the page is one, without its repeated heading, its rows put together', async () => {
  const page = (rows: readonly (readonly [string, string])[], top: number, foot: string) => {
    const ys = [top, ...rows.map((_, row) => top - 30 * (row + 1))];
    const bottom = ys.at(-1) ?? 0;
    const borders = [60, 160, 460].map((x) => line(x, bottom, x, top));
    const cells = rows.flatMap(([first, second], row) => [
      draw(66, top - 20 - 30 * row, first),
      draw(166, top - 20 - 30 * row, second),
    ]);
    return {
      content: [...ys.map((y) => line(60, y, 460, y)), ...borders, ...cells, draw(60, 30, foot)].join('\n'),
    };
  };
  const heading = ['Criterion', 'Good'] as const;
  const pdf = pagesPdf([
    page([heading, ['Style', 'Varied and'], ['Facts', 'Checked, and the']], 200, 'Page 1'),
    page([heading, ['', 'sources are named'], ['Length', 'Kept']], 800, 'Page 2'),
  ]);
  expect((await readPdf(pdf, { fileName: 'rubric.pdf' })).text).toBe(
    'Criterion | Good\nStyle | Varied and\nFacts | Checked, and the sources are named\nLength | Kept\nPage 1\n\nPage 2',
  );
});

/** As Chromium prints them: see print.mjs beside them. */
const levels = 'Criterion | Excellent | Good | Fair | Poor';
const points = [
  ['Thesis and argument', '15', '12', '8', '4'],
  ['Use of sources', '10', '8', '5', '2'],
  ['Language', '5', '4', '3', '1'],
];

test.each([
  ['borders', 'ruledmiddle'],
  ['round corners', 'rounded'],
  ['a box for each cell', 'cards'],
  ['a round frame and lines across', 'roundedbox'],
  ['lines across, and lists in its cells', 'acrossmiddle'],
  ['a line below its heading', 'headline'],
  ['grounds in turn', 'zebra'],
  ['no border at all', 'baremiddle'],
  ['no border at all, and lists in its cells', 'barelistmiddle'],
  ['no table in it, but a grid of boxes', 'grid'],
  ['shadows and paragraphs', 'd2l'],
  ['criteria written upwards', 'upward'],
])('a printed rubric with %s keeps its criteria, its levels and their points', async (_, name) => {
  const bytes = await readFile(new URL(`./printed/${name}.pdf`, import.meta.url));
  const { text, leftOut } = await readPdf(new Uint8Array(bytes), { fileName: `${name}.pdf` });
  const rows = text.split('\n').slice(1);
  expect(rows[0]).toBe(levels);
  expect(
    rows
      .slice(1)
      .map((row) =>
        row.split(' | ').map((cell) => (/ points/.test(cell) ? /^(\d+) points/.exec(cell)?.[1] : cell)),
      ),
  ).toEqual(points);
  expect(rows[2]).toContain('named in the text and listed at the end of the work.');
  expect(leftOut).toEqual([]);
});

test('a printed rubric whose criteria have different numbers of levels has a cell for each', async () => {
  const bytes = await readFile(new URL('./printed/canvas.pdf', import.meta.url));
  const { text } = await readPdf(new Uint8Array(bytes), { fileName: 'canvas.pdf' });
  expect(text.split('\n').map((row) => row.split(' | ').length)).toEqual([1, 3, 6, 5, 6, 1]);
});

test('a printed table without borders that goes on over pages has each criterion once', async () => {
  const bytes = await readFile(new URL('./printed/longbare.pdf', import.meta.url));
  const { text, pageCount } = await readPdf(new Uint8Array(bytes), { fileName: 'longbare.pdf' });
  expect(pageCount).toBe(5);
  const rows = text.split('\n').filter((row) => row.includes(' | '));
  expect(rows.map((row) => row.split(' | ')[0])).toEqual([
    'Criterion',
    ...points.map(([name]) => name),
    ...[0, 1].flatMap((round) => points.map(([name]) => `${name} ${round}`)),
  ]);
});
