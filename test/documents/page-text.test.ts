import { expect, test } from 'vitest';
import { blocksOf } from '../../src/documents/pdf/page-blocks.ts';
import type { Rule, Word } from '../../src/documents/pdf/page-geometry.ts';
import { rowText } from '../../src/documents/read-pdf.ts';

const none = { horizontal: [], vertical: [] };

/** Text of size 10 whose letters are 5 points wide; y grows upwards, as in a PDF. */
function at(x: number, y: number, text: string) {
  return { text, left: x, right: x + text.length * 5, y: -y, size: 10, spaced: false };
}

/** What a page says on which these words are drawn one after the other, with these lines. */
function pageText(
  words: readonly Omit<Word, 'order'>[],
  { horizontal, vertical }: { readonly horizontal: readonly Rule[]; readonly vertical: readonly Rule[] },
): string {
  const down = (rules: readonly Rule[]) => rules.map((rule) => ({ ...rule, at: -rule.at })).toReversed();
  const upright = vertical.map((rule) => ({ ...rule, from: -rule.to, to: -rule.from }));
  const drawn = words.map((word, order) => ({ ...word, order }));
  const blocks = blocksOf(drawn, down(horizontal.toSorted((a, b) => a.at - b.at)), upright);
  return blocks.flatMap(({ rows }) => rows.map(rowText)).join('\n');
}

test('lines come from top to bottom, whatever order they were drawn in', () => {
  expect(pageText([at(50, 600, 'second'), at(50, 700, 'first'), at(83, 600, 'line')], none)).toBe(
    'first\nsecond line',
  );
});

test('pieces of a word are joined and words are spaced', () => {
  expect(pageText([at(50, 700, 'Organi'), at(80, 700, 'zation'), at(113, 700, 'counts')], none)).toBe(
    'Organization counts',
  );
});

test('a superscript stays on its line and a bullet with its text', () => {
  expect(pageText([at(50, 700, 'x'), at(55, 703, '2'), at(50, 680, '•'), at(75, 680, 'item')], none)).toBe(
    'x2\n• item',
  );
});

test('a table without borders has a row for each group of lines that stand close together', () => {
  const items = [
    at(50, 700, 'Criterion'),
    at(150, 700, 'Good'),
    at(250, 700, 'Poor'),
    at(50, 680, 'Style'),
    at(150, 680, 'Varied and'),
    at(250, 680, 'Dull'),
    at(150, 668, 'precise'),
    at(50, 648, 'Facts'),
    at(150, 648, 'Checked'),
    at(250, 648, 'Wrong or'),
    at(250, 636, 'missing'),
  ];
  expect(pageText(items, none)).toBe(
    'Criterion | Good | Poor\nStyle | Varied and precise | Dull\nFacts | Checked | Wrong or missing',
  );
});

test('where all lines of a table are equally far apart, a row begins with text in the first column', () => {
  const items = [
    at(50, 700, 'Style'),
    at(150, 700, 'Varied and'),
    at(150, 688, 'precise'),
    at(50, 676, 'Facts'),
    at(150, 676, 'Checked'),
  ];
  expect(pageText(items, none)).toBe('Style | Varied and precise\nFacts | Checked');
});

test('a line across the table ends a row even where the text gives no sign', () => {
  const items = [
    at(50, 700, 'Style'),
    at(150, 700, 'Varied and'),
    at(50, 688, '(5 points)'),
    at(150, 688, 'precise'),
    at(50, 676, 'Facts'),
    at(150, 676, 'Checked'),
  ];
  const horizontal = [{ at: 685, from: 45, to: 300 }];
  expect(pageText(items, { horizontal, vertical: [] })).toBe(
    'Style (5 points) | Varied and precise\nFacts | Checked',
  );
});

test('drawn borders decide the cell, although the text of neighbours nearly touches', () => {
  const rules = {
    horizontal: [700, 660, 620].map((y) => ({ at: y, from: 40, to: 240 })),
    vertical: [40, 140, 240].map((x) => ({ at: x, from: 620, to: 700 })),
  };
  const items = [
    at(50, 720, 'Rubric'),
    // The first cell is centred on its row, so that its baseline lies between those of the second.
    at(50, 677, 'Style and a tone'),
    at(142, 684, 'Varied and'),
    at(142, 670, 'precise'),
    at(50, 645, 'Facts and proof'),
    at(142, 645, 'Checked'),
    at(50, 631, 'as well'),
    at(50, 600, 'Total'),
  ];
  expect(pageText(items, rules)).toBe(
    'Rubric\nStyle and a tone | Varied and precise\nFacts and proof as well | Checked\nTotal',
  );
});

test('an empty cell keeps its place, and a cell over the whole width stands alone', () => {
  const rules = {
    horizontal: [700, 680, 660].map((y) => ({ at: y, from: 40, to: 340 })),
    vertical: [
      { at: 40, from: 660, to: 700 },
      { at: 140, from: 660, to: 680 },
      { at: 240, from: 660, to: 680 },
      { at: 340, from: 660, to: 700 },
    ],
  };
  const items = [at(150, 686, 'Part A'), at(50, 666, 'Style'), at(250, 666, '5')];
  expect(pageText(items, rules)).toBe('Part A\nStyle |  | 5');
});

test('a frame around the page is no table', () => {
  const frame = {
    horizontal: [800, 40].map((y) => ({ at: y, from: 40, to: 560 })),
    vertical: [40, 560].map((x) => ({ at: x, from: 40, to: 800 })),
  };
  expect(pageText([at(50, 700, 'Rubric'), at(50, 650, 'Style')], frame)).toBe('Rubric\nStyle');
});
