import { firstIndex } from '../first-index.ts';
import { bottomOf, type Box, middleOf, type Rule, topOf, type Word } from './page-geometry.ts';
import { type Block, joinLines, linesOf, rowGap, runsLeft } from './page-lines.ts';

/** A table whose borders are drawn. */
export interface Grid extends Box {
  /** Its rows from the top, each with its cells from the left. */
  readonly rows: readonly (readonly Cell[])[];
  /** Where its rows begin. */
  readonly tops: readonly number[];
}

interface Cell {
  readonly left: number;
  readonly right: number;
  readonly words: Word[];
  /** The cell above, where no border parts it from this one. */
  readonly above: Cell | undefined;
}

const touchPoints = 3;
/** Boxes nearer than this to each other are cells of one row. */
const besidePoints = 12;
/** Two lines nearer than this hold no text between them. */
const narrowestPoints = 5;
/** A table with more columns or cells than this is none that a person could read; it is set line by line. */
const mostColumns = 200;
const mostCells = 20_000;

/** Whether a table is one that a person could read, so that it is worth laying out. */
export function isReadable(columns: number, rows: number): boolean {
  return columns <= mostColumns && columns * rows <= mostCells;
}

/** Finds the tables that ordered lines draw: lines that touch each other, with at least two cells in a row. */
export function findGrids(horizontal: readonly Rule[], vertical: readonly Rule[]): readonly Grid[] {
  return connected(horizontal, vertical)
    .filter((lines) => lines.horizontal.length > 1)
    .filter((lines) => isReadable(lines.vertical.length, lines.horizontal.length))
    .map(toGrid)
    .filter(({ rows }) => rows.some((cells) => cells.length > 1));
}

/** Gives a word to the cell around it. */
export function putInto({ rows, tops }: Grid, word: Word): void {
  const x = (word.left + word.right) / 2;
  const row = rows[Math.max(0, firstIndex(tops, (top) => top > middleOf(word)) - 1)];
  (row?.findLast(({ left }) => left <= x) ?? row?.[0])?.words.push(word);
}

/** Writes the words of a grid down by its rows. What reaches over several rows stands in the first of them. */
export function gridBlock({ rows, left, top, right, bottom }: Grid): Block {
  const begins = new Map<Cell, Cell>();
  for (const cells of rows) {
    for (const cell of cells) {
      const begun = cell.above && begins.get(cell.above);
      const isOwn = begun === undefined || standsAlone(cell, begun, cells);
      begins.set(cell, isOwn ? cell : begun);
      if (!isOwn) begun.words.push(...cell.words.splice(0));
    }
  }
  const isLeft = runsLeft(rows.flat().flatMap(({ words }) => words.map(({ text }) => text)));
  const written = rows
    .map((cells) => cells.filter((cell) => cell.words.length > 0 || cell.right - cell.left > besidePoints))
    .map((cells) => cells.map(({ words }) => cellText(words)))
    .map((texts) => (isLeft ? texts.toReversed() : texts))
    .filter((cells) => cells.some((text) => text !== ''));
  const widest = rows.toSorted((a, b) => b.length - a.length)[0] ?? [];
  return { left, top, right, bottom, rows: written, columns: widest.map((cell) => cell.left) };
}

/**
 * Whether text is a cell of its own though no border is drawn above it, as in a column with round corners: it stands
 * apart from the text above, and as high as another cell of its row.
 */
function standsAlone({ words }: Cell, { words: above }: Cell, row: readonly Cell[]): boolean {
  const [first, last] = extentOf(words);
  const size = words[0]?.size ?? 0;
  if (words.length === 0 || above.length === 0 || first - extentOf(above)[1] < rowGap * size) return false;
  return row.some((cell) => {
    const [from, to] = cell.above === undefined ? extentOf(cell.words) : [NaN, NaN];
    return Math.abs(from - first) < size / 3 || Math.abs(from + to - first - last) < size / 3;
  });
}

/** From the top of the first line to the bottom of the last one. */
function extentOf(words: readonly Word[]): [from: number, to: number] {
  return [Math.min(...words.map(topOf)), Math.max(...words.map(bottomOf))];
}

function cellText(words: readonly Word[]): string {
  return joinLines(linesOf(words, []).map(({ segments }) => segments.map(({ text }) => text).join(' ')));
}

interface Lines {
  readonly horizontal: Rule[];
  readonly vertical: Rule[];
}

/** The lines in groups that hang together. At most 1000 lines one way meet 1000 the other way. */
function connected(horizontal: readonly Rule[], vertical: readonly Rule[]): readonly Lines[] {
  // For each horizontal line another one of its group, up to the group's first, which names itself.
  const groupOf = horizontal.map((_, index) => index);
  const firstOf = (index: number): number => {
    let first = index;
    while (groupOf[first] !== first) {
      const next = groupOf[first] ?? first;
      groupOf[first] = groupOf[next] ?? next;
      first = next;
    }
    return first;
  };
  const meets = vertical.map((rule) => {
    const start = firstIndex(horizontal, ({ at }) => at >= rule.from - touchPoints);
    const end = firstIndex(horizontal, ({ at }) => at > rule.to + touchPoints);
    let met: number | undefined;
    for (let index = start; index < end; index += 1) {
      if (!spans(horizontal[index], rule.at, besidePoints)) continue;
      if (met === undefined) met = firstOf(index);
      else groupOf[firstOf(index)] = met;
    }
    return met;
  });
  const groups = new Map<number, Lines>();
  for (const [index, rule] of horizontal.entries()) {
    const group = groups.get(firstOf(index)) ?? { horizontal: [], vertical: [] };
    groups.set(firstOf(index), group);
    group.horizontal.push(rule);
  }
  for (const [index, rule] of vertical.entries()) {
    const met = meets[index];
    if (met !== undefined) groups.get(firstOf(met))?.vertical.push(rule);
  }
  return [...groups.values()].filter((group) => group.vertical.length > 0);
}

function toGrid({ horizontal, vertical }: Lines): Grid {
  const left = Math.min(...horizontal.map((rule) => rule.from), ...vertical.map((rule) => rule.at));
  const right = Math.max(...horizontal.map((rule) => rule.to), ...vertical.map((rule) => rule.at));
  const top = Math.min(...vertical.map((rule) => rule.from), ...horizontal.map((rule) => rule.at));
  const bottom = Math.max(...vertical.map((rule) => rule.to), ...horizontal.map((rule) => rule.at));
  const tops = distinct([top, ...horizontal.map((rule) => rule.at)], bottom);
  const rows: Cell[][] = [];
  for (const [index, from] of tops.entries()) {
    const middle = (from + (tops[index + 1] ?? bottom)) / 2;
    const crossing = vertical.filter((rule) => spans(rule, middle)).map(({ at }) => at);
    const borders = horizontal.filter(({ at }) => Math.abs(at - from) < narrowestPoints);
    const lefts = distinct([left, ...crossing], right);
    const cells = lefts.map((start, column): Cell => {
      const end = lefts[column + 1] ?? right;
      const x = (start + end) / 2;
      const above = rows.at(-1)?.findLast((cell) => cell.left <= x);
      const isParted = borders.some((rule) => spans(rule, x));
      return { left: start, right: end, words: [], above: isParted ? undefined : above };
    });
    rows.push(cells);
  }
  return { left, top, right, bottom, rows, tops };
}

function spans(rule: Rule | undefined, at: number, near = touchPoints): boolean {
  return rule !== undefined && rule.from - near <= at && at <= rule.to + near;
}

/** The values in ascending order that lie clearly apart from each other, and before an end. */
function distinct(values: readonly number[], end: number): number[] {
  const kept: number[] = [];
  for (const value of values.toSorted((a, b) => a - b)) {
    if (value - (kept.at(-1) ?? -Infinity) >= narrowestPoints && value < end - narrowestPoints)
      kept.push(value);
  }
  return kept;
}
