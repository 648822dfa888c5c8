import { holds, type Rule, type Word } from './page-geometry.ts';
import { findGrids, type Grid, gridBlock, isReadable, putInto } from './page-grids.ts';
import { type Block, type Line, lineOf, linesOf } from './page-lines.ts';
import { type Group, groupBlocks } from './page-tables.ts';

/** A lone line further down than this many sizes is no part of the table above it. */
const tableGap = 1.55;
/** Shorter lines part no columns: a box around a word is no cell. */
const dividerPoints = 20;

/** The text of a page in blocks, in the order in which they are read. */
export function blocksOf(
  words: readonly Word[],
  horizontal: readonly Rule[],
  vertical: readonly Rule[],
): readonly Block[] {
  const grids = findGrids(horizontal, vertical);
  const free = words.filter((word) => {
    const grid = grids.find((each) => holds(each, word));
    if (grid !== undefined) putInto(grid, word);
    return grid === undefined;
  });
  // Frames around pieces of text, as of a form's fields, are no table.
  const isTable = ({ rows }: Grid) =>
    rows.some((cells) => cells.filter((cell) => cell.words.length > 0).length > 1);
  for (const { rows } of grids.filter((grid) => !isTable(grid)))
    free.push(...rows.flat().flatMap((cell) => cell.words));
  const dividers = vertical.filter(({ from, to }) => to - from >= dividerPoints);
  const drawn = grids.filter(isTable).map(gridBlock);
  const lines = [...linesOf(free, dividers), ...drawn.map(asLine)].toSorted((a, b) => a.top - b.top);
  return freeBlocks(lines, horizontal);
}

function asLine(block: Block): Line {
  return lineOf([{ ...block, text: '', y: block.bottom, size: 1, order: 0, block }]);
}

/** Lines, tables that only the gaps between columns show, and columns of text. */
function freeBlocks(lines: readonly Line[], horizontal: readonly Rule[]): readonly Block[] {
  const groups: Group[] = [];
  for (const line of lines) {
    const last = groups.at(-1);
    if (last !== undefined && add(last, line)) continue;
    groups.push({
      columns: line.segments.map(({ left, right }) => ({ from: left, to: right })),
      lines: [line],
    });
  }
  return groups.flatMap((group) => groupBlocks(group, horizontal));
}

/** Adds a line to a group; false when it does not fit its columns, or the group would become too large. */
function add(group: Group, line: Line): boolean {
  const last = group.lines.at(-1);
  if (last === undefined || !isReadable(line.segments.length, 1)) return false;
  const columns = [...group.columns];
  for (const { left, right } of line.segments) {
    const met = columns.filter((column) => column.from < right && column.to > left);
    if (met.length > 1) return false;
    const [column] = met;
    const index =
      column === undefined ? columns.findLastIndex(({ to }) => to <= left) + 1 : columns.indexOf(column);
    const extent = { from: Math.min(left, column?.from ?? left), to: Math.max(right, column?.to ?? right) };
    columns.splice(index, met.length, extent);
  }
  const [only, second] = line.segments;
  // A paragraph below a table begins in its first column; what a cell still says may be far below.
  const isFirst = second === undefined && (only?.left ?? 0) < (group.columns[0]?.to ?? 0);
  if (isFirst && line.top - last.bottom > tableGap * line.size) return false;
  // A single line and the one below it are columns if they stand beside each other, or were drawn the other way round.
  const isApart = columns.length === group.columns.length + line.segments.length;
  const isBeside = isApart && (line.top < last.bottom || orderOf(line) < orderOf(last));
  if (group.columns.length === 1 && !isBeside) return false;
  if (!isReadable(columns.length, group.lines.length + 1)) return false;
  group.columns = columns;
  group.lines.push(line);
  return true;
}

function orderOf({ segments }: Line): number {
  return Math.min(...segments.map(({ order }) => order));
}
