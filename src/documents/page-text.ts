import { cellAt, contains, divides, findGrids } from './page-grids.ts';
import type { Grid } from './page-grids.ts';
import type { PageRules, Rule } from './page-rules.ts';

/** A run of text on the page, in points; y is its baseline and grows upwards. */
export interface TextItem {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Size of the font. */
  readonly size: number;
}

/** Text on one baseline without a wide gap in it. */
type Segment = TextItem;

interface Line {
  readonly y: number;
  readonly size: number;
  readonly segments: readonly Segment[];
}

/** Lines of text, and where they begin on the page. */
interface Block {
  readonly top: number;
  readonly lines: readonly string[];
}

/** A gap wider than this many font sizes is between columns, a narrower one between words. */
const columnGap = 1.2;
const wordGap = 0.15;
/** Baselines further apart than this many font sizes belong to different rows of a table without borders. */
const rowGap = 1.55;
/** A lone line further down than this many font sizes is no part of the table above it. */
const tableGap = 2.5;

/**
 * Writes the text of a page in reading order: a line for each line, and for a table a line for each row with
 * ` | ` between the cells, whose wrapped lines are put together. Cells follow the drawn borders where there
 * are any, and the gaps between the columns where there are none.
 */
export function pageText(items: readonly TextItem[], rules: PageRules): string {
  const grids = findGrids(rules);
  const inGrid = new Map<Grid, TextItem[]>(grids.map((grid) => [grid, []]));
  const free: TextItem[] = [];
  for (const item of items) {
    if (item.text.trim() === '') continue;
    const grid = grids.find((each) => contains(each, item.x + item.width / 2, item.y + item.size * 0.3));
    (grid === undefined ? free : (inGrid.get(grid) ?? free)).push(item);
  }
  const blocks = [
    ...[...inGrid].map(([grid, members]) => gridBlock(grid, members)),
    ...freeBlocks(linesOf(free, rules.vertical), rules.horizontal, grids),
  ];
  return blocks
    .toSorted((a, b) => b.top - a.top)
    .flatMap((block) => block.lines)
    .join('\n');
}

function gridBlock(grid: Grid, items: readonly TextItem[]): Block {
  const cells = new Map<number, Map<number, string[]>>();
  const parts = items.flatMap((item) => splitAt(item, grid.vertical));
  for (const line of linesOf(parts, grid.vertical)) {
    for (const segment of line.segments) {
      const { row, column } = cellAt(grid, segment.x + segment.width / 2, segment.y + segment.size * 0.3);
      const inRow = cells.get(row) ?? new Map<number, string[]>();
      cells.set(row, inRow);
      inRow.set(column, [...(inRow.get(column) ?? []), segment.text]);
    }
  }
  const rows = [...cells].toSorted(([a], [b]) => a - b).map(([, row]) => row);
  return {
    top: grid.top,
    lines: rows.map((row) => writeRow(grid.columns.map((_, column) => row.get(column)?.join(' ') ?? ''))),
  };
}

/**
 * Splits text that runs over a border, at the space nearest to it: pdf.js puts neighbouring cells into one
 * item when hardly more than a space lies between them.
 */
function splitAt(item: TextItem, vertical: readonly Rule[]): readonly TextItem[] {
  const end = item.x + item.width;
  const border = vertical.find((rule) => divides([rule], item.x + item.size, end - item.size, item.y));
  if (border === undefined) return [item];
  const xOf = (index: number) => item.x + (item.width * index) / item.text.length;
  const distance = (index: number) => Math.abs(xOf(index) - border.at);
  const spaces = [...item.text.matchAll(/\s/g)].map((match) => match.index);
  const [nearest] = spaces.toSorted((a, b) => distance(a) - distance(b));
  if (nearest === undefined) return [item];
  const head = { ...item, text: item.text.slice(0, nearest), width: border.at - 1 - item.x };
  const tail = { ...item, text: item.text.slice(nearest + 1), x: border.at + 1, width: end - border.at - 1 };
  return [head, ...splitAt(tail, vertical)];
}

/** A row with text in its first cell only, such as a heading inside the table, is written without bars. */
function writeRow(cells: readonly string[]): string {
  return cells.slice(1).every((cell) => cell === '') ? (cells[0] ?? '') : cells.join(' | ').trim();
}

function linesOf(items: readonly TextItem[], vertical: readonly Rule[]): readonly Line[] {
  const lines: TextItem[][] = [];
  for (const item of items.toSorted((a, b) => b.y - a.y || a.x - b.x)) {
    const line = lines.at(-1);
    const first = line?.[0];
    // Superscripts and subscripts stay on their line.
    if (first !== undefined && first.y - item.y <= 0.35 * Math.min(first.size, item.size)) line?.push(item);
    else lines.push([item]);
  }
  return lines.map((line) => ({
    y: line[0]?.y ?? 0,
    size: Math.max(...line.map((item) => item.size)),
    segments: segmentsOf(
      line.toSorted((a, b) => a.x - b.x),
      vertical,
    ),
  }));
}

function segmentsOf(items: readonly TextItem[], vertical: readonly Rule[]): readonly Segment[] {
  const segments: Segment[] = [];
  for (const item of items) {
    const before = segments.at(-1);
    if (before === undefined) {
      segments.push(item);
      continue;
    }
    const end = before.x + before.width;
    const gap = item.x - end;
    const size = Math.max(before.size, item.size);
    const apart = gap > columnGap * size && !isListMark(before.text);
    if (apart || divides(vertical, end - 1, item.x + 1, item.y)) {
      segments.push(item);
      continue;
    }
    const spaced = gap > wordGap * size && !/\s$/.test(before.text) && !/^\s/.test(item.text);
    segments[segments.length - 1] = {
      ...before,
      text: `${before.text}${spaced ? ' ' : ''}${item.text}`,
      width: Math.max(before.width, item.x + item.width - before.x),
    };
  }
  return segments.map((segment) => ({ ...segment, text: segment.text.replaceAll(/\s+/g, ' ').trim() }));
}

/** A bullet or a number stands apart from its text without being a column. */
function isListMark(text: string): boolean {
  return /^(?:[•◦▪‣●○■□·–—*-]|\(?[0-9a-z]{1,3}[.)])$/i.test(text.trim());
}

/** The text outside drawn tables: single lines, and tables that only the gaps between columns show. */
function freeBlocks(
  lines: readonly Line[],
  horizontal: readonly Rule[],
  grids: readonly Grid[],
): readonly Block[] {
  const blocks: Block[] = [];
  let table: Table | undefined;
  const finish = () => {
    if (table !== undefined) blocks.push({ top: table.top, lines: rowsOf(table, horizontal) });
    table = undefined;
  };
  for (const line of lines) {
    const previous = table?.lines.at(-1);
    const broken = previous !== undefined && grids.some((grid) => previous.y > grid.top && grid.top > line.y);
    const joined = table === undefined || broken ? undefined : joinLine(table, line);
    if (joined !== undefined) {
      table = joined;
      continue;
    }
    finish();
    if (line.segments.length > 1) {
      table = { top: line.y + line.size, columns: line.segments.map(extentOf), lines: [line] };
    } else {
      blocks.push({ top: line.y + line.size, lines: [line.segments[0]?.text ?? ''] });
    }
  }
  finish();
  return blocks;
}

interface Extent {
  readonly from: number;
  readonly to: number;
}

interface Table {
  readonly top: number;
  /** What each column covers so far, from the left. */
  readonly columns: readonly Extent[];
  readonly lines: readonly Line[];
}

function extentOf(segment: Segment): Extent {
  return { from: segment.x, to: segment.x + segment.width };
}

/** The table with one line more, or undefined when the line does not fit its columns. */
function joinLine(table: Table, line: Line): Table | undefined {
  const last = table.lines.at(-1);
  const gap = (last?.y ?? 0) - line.y;
  if (line.segments.length === 1 && gap > tableGap * line.size) return undefined;
  let columns = table.columns;
  for (const segment of line.segments) {
    const extent = extentOf(segment);
    const met = columns.filter((column) => column.from < extent.to && extent.from < column.to);
    if (met.length > 1) return undefined;
    const [only] = met;
    columns =
      only === undefined
        ? [...columns, extent].toSorted((a, b) => a.from - b.from)
        : columns.map((column) =>
            column === only
              ? { from: Math.min(column.from, extent.from), to: Math.max(column.to, extent.to) }
              : column,
          );
  }
  return { ...table, columns, lines: [...table.lines, line] };
}

/**
 * Puts the lines of a table without borders into rows. A row begins under a line that is drawn across, or
 * below a gap wider than between lines of one cell. Where all gaps are alike, it begins at each line that has
 * text in the first column.
 */
function rowsOf(table: Table, horizontal: readonly Rule[]): string[] {
  const { lines, columns } = table;
  const gaps = lines.slice(1).map((line, index) => ({
    line,
    ruled: isRuled(horizontal, table, lines[index]?.y ?? 0, line.y),
    wide: (lines[index]?.y ?? 0) - line.y > rowGap * line.size,
  }));
  const ruled = gaps.some((gap) => gap.ruled);
  const wide = gaps.some((gap) => gap.wide);
  const uniform = !ruled && (!wide || gaps.every((gap) => gap.wide));
  const rows: Line[][] = lines[0] === undefined ? [] : [[lines[0]]];
  for (const gap of gaps) {
    const begins = uniform
      ? gap.wide || columnOf(columns, gap.line.segments[0]) === 0
      : gap.ruled || gap.wide;
    if (begins) rows.push([gap.line]);
    else rows.at(-1)?.push(gap.line);
  }
  return rows.map((row) => {
    const cells = columns.map((_, index) =>
      row
        .flatMap((line) => line.segments)
        .filter((segment) => columnOf(columns, segment) === index)
        .map((segment) => segment.text)
        .join(' '),
    );
    return writeRow(cells);
  });
}

function columnOf(columns: readonly Extent[], segment: Segment | undefined): number {
  if (segment === undefined) return -1;
  const middle = segment.x + segment.width / 2;
  return columns.findIndex((column) => column.from <= middle && middle <= column.to);
}

/** Whether a line is drawn between two baselines over at least half of the table's width. */
function isRuled(horizontal: readonly Rule[], { columns }: Table, above: number, below: number): boolean {
  const left = columns[0]?.from ?? 0;
  const right = columns.at(-1)?.to ?? 0;
  return horizontal.some(
    (rule) =>
      rule.at < above &&
      rule.at > below &&
      Math.min(rule.to, right) - Math.max(rule.from, left) >= (right - left) / 2,
  );
}
