import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Box, breakLines } from '../../src/documents/break-lines.ts';

const measure = { width: 100, indent: 0, space: 5, hyphen: 3, ragged: false };
const word = (width: number): Box => ({ width, spaceBefore: true, hyphenAfter: false });
const words = (...widths: number[]) => widths.map(word);

test('no box is lost, none is set twice, and no line reaches over the margin that need not', () => {
  const boxes = fc.array(
    fc.record({
      width: fc.integer({ min: 1, max: 90 }),
      spaceBefore: fc.boolean(),
      hyphenAfter: fc.boolean(),
    }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(boxes, fc.boolean(), (all, ragged) => {
      const lines = breakLines(all, { ...measure, ragged });
      expect(lines.map(({ from }) => from)).toEqual([0, ...lines.map(({ to }) => to)].slice(0, lines.length));
      expect(lines.at(-1)?.to ?? 0).toBe(all.length);
      for (const { from, to, stretch } of lines) {
        const inLine = all.slice(from, to);
        const spaces = inLine.slice(1).filter(({ spaceBefore }) => spaceBefore).length;
        const width = inLine.reduce((sum, box) => sum + box.width, 0) + spaces * (measure.space + stretch);
        expect(width).toBeLessThanOrEqual(100.0001);
      }
    }),
  );
});

test('justified lines end at the margin, and the last one does not', () => {
  const lines = breakLines(words(30, 30, 28, 30, 31, 29, 20), measure);
  expect(lines.map(({ from, to }) => [from, to])).toEqual([
    [0, 3],
    [3, 6],
    [6, 7],
  ]);
  expect(lines.map(({ stretch }) => stretch)).toEqual([1, 0, 0]);
});

test('the lines of a title are made about as long as each other', () => {
  const lines = breakLines(words(30, 25, 30, 30), { ...measure, ragged: true });
  expect(lines.map(({ from, to }) => [from, to])).toEqual([
    [0, 2],
    [2, 4],
  ]);
});

test('a word is divided where that saves a line from wide gaps, and only there', () => {
  const syllables: Box[] = [
    ...words(30, 20),
    { width: 37, spaceBefore: true, hyphenAfter: true },
    { width: 40, spaceBefore: false, hyphenAfter: false },
    ...words(50, 60),
  ];
  expect(breakLines(syllables, measure)[0]?.to).toBe(3);
  expect(breakLines([...words(45, 45), ...syllables.slice(2)], measure)[0]?.to).toBe(2);
});

test('a box wider than a line has one of its own', () => {
  expect(breakLines(words(20, 150, 20), measure).map(({ from, to }) => [from, to])).toEqual([
    [0, 1],
    [1, 2],
    [2, 3],
  ]);
});

test('where no breaking reaches the margin, a line ends a little short of it rather than after one word', () => {
  // The first two words and the third leave gaps that are too wide, or too narrow.
  const lines = breakLines(words(25, 40, 48, 48, 30), measure);
  expect(lines.map(({ from, to }) => [from, to])).toEqual([
    [0, 2],
    [2, 4],
    [4, 5],
  ]);
});
