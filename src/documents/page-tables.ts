import { firstIndex } from './first-index.ts';
import { between, type Grid, isReadable } from './page-grids.ts';
import type { Line, Segment } from './page-lines.ts';
import type { Rule } from './page-rules.ts';

/** Lines of text, and where they begin on the page. */
export interface Block {
  readonly top: number;
  readonly lines: readonly string[];
}

/** Baselines further apart than this many font sizes belong to different rows of a table without borders. */
const rowGap = 1.55;
/** A lone line further down than this many font sizes is no part of the table above it. */
const tableGap = 2.5;

/** A row with text in its first cell only, such as a heading inside the table, is written without bars. */
export function writeRow(cells: readonly string[]): string {
  return cells.slice(1).every((cell) => cell === '') ? (cells[0] ?? '') : cells.join(' | ').trim();
}

/** The text outside drawn tables: single lines, and tables that only the gaps between columns show. */
export function freeBlocks(
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
    if (table !== undefined && !broken && addLine(table, line)) continue;
    finish();
    if (!isReadable(line.segments.length, 1)) {
      blocks.push({ top: line.y + line.size, lines: [writeRow(line.segments.map(({ text }) => text))] });
    } else if (line.segments.length > 1) {
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
  /** What each column covers so far, from the left; they do not overlap. */
  columns: readonly Extent[];
  readonly lines: Line[];
}

function extentOf(segment: Segment): Extent {
  return { from: segment.x, to: segment.x + segment.width };
}

/** Adds a line to a table; false when it does not fit its columns, or the table would become too large. */
function addLine(table: Table, line: Line): boolean {
  const gap = (table.lines.at(-1)?.y ?? 0) - line.y;
  if (line.segments.length === 1 && gap > tableGap * line.size) return false;
  const columns = [...table.columns];
  for (const segment of line.segments) {
    const { from, to } = extentOf(segment);
    const start = firstIndex(columns, (column) => column.to > from);
    const met = columns[start];
    if (met === undefined || met.from >= to) columns.splice(start, 0, { from, to });
    else if ((columns[start + 1]?.from ?? Infinity) < to) return false;
    else columns[start] = { from: Math.min(met.from, from), to: Math.max(met.to, to) };
    if (!isReadable(columns.length, table.lines.length + 1)) return false;
  }
  table.columns = columns;
  table.lines.push(line);
  return true;
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
    const cells = columns.map((): string[] => []);
    for (const { segments } of row) {
      for (const segment of segments) cells[columnOf(columns, segment)]?.push(segment.text);
    }
    return writeRow(cells.map((texts) => texts.join(' ')));
  });
}

function columnOf(columns: readonly Extent[], segment: Segment | undefined): number {
  if (segment === undefined) return -1;
  const middle = segment.x + segment.width / 2;
  const index = firstIndex(columns, (column) => column.to >= middle);
  return (columns[index]?.from ?? Infinity) <= middle ? index : -1;
}

/** Whether a line is drawn between two baselines over at least half of the table's width. */
function isRuled(horizontal: readonly Rule[], { columns }: Table, above: number, below: number): boolean {
  const left = columns[0]?.from ?? 0;
  const right = columns.at(-1)?.to ?? 0;
  for (const rule of between(horizontal, below, above)) {
    const shared = Math.min(rule.to, right) - Math.max(rule.from, left);
    if (rule.at < above && rule.at > below && shared >= (right - left) / 2) return true;
  }
  return false;
}
