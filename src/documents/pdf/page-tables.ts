import type { Rule } from './page-geometry.ts';
import { type Block, joinLines, type Line, rowGap, runsLeft, type Segment } from './page-lines.ts';

/** Lines whose pieces stand in the same columns. */
export interface Group {
  /** What each column covers, from the left; they do not overlap. */
  columns: readonly { readonly from: number; readonly to: number }[];
  readonly lines: Line[];
}

/** A column of running text is at least this many sizes wide, and its lines fill this much of it. */
const proseWidth = 10;
const proseFill = 0.6;
const proseLines = 3;

interface Piece extends Segment {
  readonly column: number;
  readonly line: Line;
}

/** Writes a group down: as columns of text one after the other, or as the rows of a table without borders. */
export function groupBlocks(group: Group, horizontal: readonly Rule[]): readonly Block[] {
  const { columns, lines } = group;
  const [first, second] = lines;
  if (first === undefined) return [];
  const inOrder = <T>(parts: readonly T[]) =>
    runsLeft(lines.flatMap(({ segments }) => segments.map(({ text }) => text))) ? parts.toReversed() : parts;
  const drawn = lines.findIndex(({ segments }) => segments.some(({ block }) => block !== undefined));
  if (second === undefined && drawn < 0)
    return [blockOf(group, [inOrder(first.segments).map(({ text }) => text)])];

  const pieces = lines.flatMap((line) =>
    line.segments.map((segment): Piece => ({ ...segment, line, column: columnOf(group, segment) })),
  );
  const rules = rulesIn(group, horizontal);
  if (isProse(group, pieces, rules)) {
    const texts = inOrder(
      columns.map((_, column) => pieces.filter((piece) => piece.column === column)),
    ).flat();
    return [
      {
        ...blockOf(
          group,
          texts.flatMap(({ block, text }) => block?.rows ?? [[text]]),
        ),
        columns: [],
      },
    ];
  }
  if (drawn >= 0) {
    const part = (from: number, to?: number) =>
      groupBlocks({ columns, lines: lines.slice(from, to) }, horizontal);
    const beside = lines[drawn]?.segments.map(({ block, text }) => block ?? blockOf(group, [[text]])) ?? [];
    return [...part(0, drawn), ...beside, ...part(drawn + 1)];
  }
  const rows = tableRows(group, pieces, rules).map((row) =>
    inOrder(
      columns.map((_, column) =>
        joinLines(row.filter((piece) => piece.column === column).map(({ text }) => text)),
      ),
    ),
  );
  return [blockOf(group, rows)];
}

function blockOf({ columns, lines }: Group, rows: Block['rows']): Block {
  const [left, right] = [columns[0]?.from ?? 0, columns.at(-1)?.to ?? 0];
  const [top, bottom] = [lines[0]?.top ?? 0, lines.at(-1)?.bottom ?? 0];
  return { left, right, top, bottom, rows, columns: columns.map(({ from }) => from) };
}

function columnOf({ columns }: Group, { left, right }: Segment): number {
  const middle = (left + right) / 2;
  return Math.max(
    0,
    columns.findIndex(({ from, to }) => from <= middle && middle <= to),
  );
}

/** Where lines are drawn across at least half of a group, between its first text and its last. */
function rulesIn({ columns, lines }: Group, horizontal: readonly Rule[]): readonly number[] {
  const [left, right] = [columns[0]?.from ?? 0, columns.at(-1)?.to ?? 0];
  const [top, bottom] = [lines[0]?.y ?? 0, lines.at(-1)?.y ?? 0];
  return horizontal
    .filter(({ at }) => at > top && at < bottom)
    .filter(({ from, to }) => Math.min(to, right) - Math.max(from, left) >= (right - left) / 2)
    .map(({ at }) => at);
}

/** Whether text runs down one column and then goes on in the next one. */
function isProse(group: Group, pieces: readonly Piece[], rules: readonly number[]): boolean {
  if (group.columns.length < 2 || group.columns.length > 3 || rules.length > 1) return false;
  const inOrder = pieces.toSorted((a, b) => a.order - b.order);
  const byColumn = inOrder.every((piece, index) => piece.column >= (inOrder[index - 1]?.column ?? 0));
  const isFilled = group.columns.every(({ from, to }, column) => {
    const lines = pieces.filter((piece) => piece.column === column);
    const full = lines.filter(({ left, right }) => right - left >= proseFill * (to - from));
    const isBroad = to - from >= proseWidth * (lines[0]?.size ?? 0);
    return isBroad && lines.length >= proseLines && full.length >= lines.length * (byColumn ? 0.5 : 0.8);
  });
  // Rows begin in all columns at the same height; paragraphs do so rarely.
  const bands = bandsOf(group.lines, isWide);
  const aligned = bands.filter(([line]) => line?.segments.length === group.columns.length);
  return (
    isFilled && (byColumn || bands.length === 1) && (bands.length < 3 || aligned.length < bands.length * 0.7)
  );
}

/** Puts the pieces of a table without borders into rows. */
function tableRows(
  group: Group,
  pieces: readonly Piece[],
  rules: readonly number[],
): readonly (readonly Piece[])[] {
  const inOrder = pieces.toSorted((a, b) => a.order - b.order);
  const rises = inOrder.filter(
    (piece, index) => piece.y < (inOrder[index - 1]?.y ?? piece.y) - 0.35 * piece.size,
  );
  const byColumn = inOrder.every((piece, index) => piece.column >= (inOrder[index - 1]?.column ?? 0));
  // Most programs draw cell after cell, and only then is the page drawn upwards now and then.
  return rises.length > 0 && !byColumn ? rowsByOrder(inOrder, rules) : rowsByPlace(group, pieces, rules);
}

/** Rows as they were drawn: a row ends where the next piece stands clear of all of it, and not further to the right. */
function rowsByOrder(pieces: readonly Piece[], rules: readonly number[]): readonly (readonly Piece[])[] {
  const rows: { top: number; bottom: number; pieces: Piece[] }[] = [];
  for (const piece of pieces) {
    const { column, size, top, bottom } = piece;
    const row = rows.at(-1);
    const last = row?.pieces.at(-1)?.column ?? 0;
    const gap = top - (row?.bottom ?? 0);
    const isRuled = rules.some((at) => at > (row?.bottom ?? 0) - 0.3 * size && at < piece.y);
    // The lines of one cell follow each other closely.
    const isAlone = row?.pieces.every((other) => other.column === column) ?? true;
    const isFar = (isAlone || column > last) && gap > rowGap * size;
    const isBelow = gap > -0.35 * size && (isRuled || column < last || isFar);
    const isAbove = bottom - (row?.top ?? 0) < 0.35 * size && column <= last;
    if (row === undefined || isBelow || isAbove) {
      rows.push({ top, bottom, pieces: [piece] });
    } else {
      row.pieces.push(piece);
      row.top = Math.min(row.top, top);
      row.bottom = Math.max(row.bottom, bottom);
    }
  }
  return rows.toSorted((a, b) => a.top - b.top).map((row) => row.pieces);
}

/**
 * Rows by the places of their lines. Where lines are drawn between rows, they alone part them. Otherwise a row begins
 * below a wide gap where there is text in its first column, or, where all gaps are alike, at each such line.
 */
function rowsByPlace(
  group: Group,
  pieces: readonly Piece[],
  rules: readonly number[],
): readonly (readonly Piece[])[] {
  const isRuled = (above: Line, below: Line) => rules.some((at) => at > above.y && at < below.y);
  const hasFirst = (lines: readonly Line[]) =>
    lines.some(({ segments }) => segments.some((segment) => columnOf(group, segment) === 0));
  const wide = bandsOf(group.lines, isWide).length - 1;
  const isUniform = wide === 0 || wide === group.lines.length - 1;
  // Above a single line there is one row, mostly the heading; what is below tells its rows by itself.
  const isFree = (line: Line) => rules.length < 2 && line.top > (rules[0] ?? -Infinity);
  const begins = (line: Line, above: Line) => (isUniform ? hasFirst([line]) : isWide(above, line));
  const bands = bandsOf(
    group.lines,
    (above, below) => isRuled(above, below) || (isFree(below) && begins(below, above)),
  );
  const rows: Line[][] = [];
  for (const band of bands) {
    const above = rows.at(-1)?.at(-1);
    const isParted = above === undefined || (band[0] !== undefined && isRuled(above, band[0]));
    if (isParted || hasFirst(band)) rows.push([...band]);
    else rows.at(-1)?.push(...band);
  }
  return rows.map((lines) => pieces.filter(({ line }) => lines.includes(line)));
}

function isWide(above: Line, below: Line): boolean {
  return below.top - above.bottom > rowGap * below.size;
}

/** The lines in groups, each of which begins where two lines are apart. */
function bandsOf(
  lines: readonly Line[],
  areApart: (above: Line, below: Line) => boolean,
): readonly (readonly Line[])[] {
  const bands: Line[][] = [];
  for (const line of lines) {
    const above = bands.at(-1)?.at(-1);
    if (above === undefined || areApart(above, line)) bands.push([line]);
    else bands.at(-1)?.push(line);
  }
  return bands;
}
