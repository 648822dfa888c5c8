import { firstIndex } from './first-index.ts';
import type { PageRules, Rule } from './page-rules.ts';

/** A table whose borders are drawn. */
export interface Grid {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** In the order of their places, as the vertical ones are. */
  readonly horizontal: readonly Rule[];
  readonly vertical: readonly Rule[];
  /** Where columns begin, from the left. */
  readonly columns: readonly number[];
  /** Where rows begin, from the top. */
  readonly rows: readonly number[];
}

const touchPoints = 3;
/** Two lines nearer than this bound no text between them. */
const narrowestPoints = 5;
/** A page with more lines than this shows a drawing, not a table that a person could read. */
const mostLines = 2_000;
/** A table with more columns or cells than this is none that a person could read; it is set line by line. */
const mostColumns = 200;
const mostCells = 20_000;

/** Whether a table is one that a person could read, so that it is worth laying out. */
export function isReadable(columns: number, rows: number): boolean {
  return columns <= mostColumns && columns * rows <= mostCells;
}

/** The lines of a page in the order of their places; none where there are too many to be a table's. */
export function orderedRules({ horizontal, vertical }: PageRules): PageRules {
  if (horizontal.length + vertical.length > mostLines) return { horizontal: [], vertical: [] };
  const ordered = (rules: readonly Rule[]) => rules.toSorted((a, b) => a.at - b.at);
  return { horizontal: ordered(horizontal), vertical: ordered(vertical) };
}

/** Finds the tables that ordered lines draw: lines that touch each other, with at least two columns between them. */
export function findGrids(rules: PageRules): readonly Grid[] {
  return connected(rules)
    .map(toGrid)
    .filter(
      ({ columns, rows, horizontal }) =>
        columns.length >= 2 && horizontal.length >= 2 && isReadable(columns.length, rows.length),
    );
}

/** The row and column of the cell around a point, as indexes; a cell over several takes its first. */
export function cellAt(grid: Grid, x: number, y: number): { row: number; column: number } {
  const { horizontal, vertical, rows, columns } = grid;
  let before = firstIndex(vertical, (rule) => rule.at > x) - 1;
  while (before >= 0 && !spans(vertical[before], y)) before -= 1;
  let above = firstIndex(horizontal, (rule) => rule.at >= y);
  while (above < horizontal.length && !spans(horizontal[above], x)) above += 1;
  const left = Math.max(grid.left, vertical[before]?.at ?? grid.left);
  const top = Math.min(grid.top, horizontal[above]?.at ?? grid.top);
  return {
    row: Math.max(0, firstIndex(rows, (at) => at < top - touchPoints) - 1),
    column: Math.max(0, firstIndex(columns, (at) => at > left + touchPoints) - 1),
  };
}

/** The ordered lines that lie from one place to another. */
export function* between(rules: readonly Rule[], from: number, to: number): Generator<Rule> {
  for (let index = firstIndex(rules, (rule) => rule.at >= from); index < rules.length; index += 1) {
    const rule = rules[index];
    if (rule === undefined || rule.at > to) return;
    yield rule;
  }
}

/** Whether one of the ordered vertical lines stands between two places of one baseline. */
export function divides(vertical: readonly Rule[], fromX: number, toX: number, y: number): boolean {
  for (const rule of between(vertical, fromX, toX)) if (spans(rule, y)) return true;
  return false;
}

export function contains(grid: Grid, x: number, y: number): boolean {
  return x >= grid.left && x <= grid.right && y >= grid.bottom && y <= grid.top;
}

export function spans(rule: Rule | undefined, at: number): boolean {
  return rule !== undefined && rule.from - touchPoints <= at && at <= rule.to + touchPoints;
}

interface Lines {
  readonly horizontal: Rule[];
  readonly vertical: Rule[];
}

/** The lines in groups that hang together. At most 1000 lines one way meet 1000 the other way. */
function connected({ horizontal, vertical }: PageRules): readonly Lines[] {
  // For each horizontal line another one of its group, up to the group's first, which names itself.
  const groupOf = horizontal.map((_, index) => index);
  const groupFirst = (index: number): number => {
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
      if (!spans(horizontal[index], rule.at)) continue;
      if (met === undefined) met = groupFirst(index);
      else groupOf[groupFirst(index)] = met;
    }
    return met;
  });
  const groups = new Map<number, Lines>();
  for (const [index, rule] of horizontal.entries()) {
    const first = groupFirst(index);
    const group = groups.get(first) ?? { horizontal: [], vertical: [] };
    groups.set(first, group);
    group.horizontal.push(rule);
  }
  for (const [index, rule] of vertical.entries()) {
    const met = meets[index];
    if (met !== undefined) groups.get(groupFirst(met))?.vertical.push(rule);
  }
  return [...groups.values()].filter((group) => group.vertical.length > 0);
}

function toGrid({ horizontal, vertical }: Lines): Grid {
  const left = Math.min(...horizontal.map((rule) => rule.from), ...vertical.map((rule) => rule.at));
  const right = Math.max(...horizontal.map((rule) => rule.to), ...vertical.map((rule) => rule.at));
  const bottom = Math.min(...vertical.map((rule) => rule.from), ...horizontal.map((rule) => rule.at));
  const top = Math.max(...vertical.map((rule) => rule.to), ...horizontal.map((rule) => rule.at));
  const columns = distinct([left, ...vertical.map((rule) => rule.at)]).filter(
    (at) => at < right - narrowestPoints,
  );
  const rows = distinct([top, ...horizontal.map((rule) => rule.at)])
    .filter((at) => at > bottom + narrowestPoints)
    .toReversed();
  return { left, right, top, bottom, horizontal, vertical, columns, rows };
}

/** The values in ascending order, without those that lie too near to the one before. */
function distinct(values: readonly number[]): number[] {
  const kept: number[] = [];
  for (const value of values.toSorted((a, b) => a - b)) {
    if (value - (kept.at(-1) ?? -Infinity) >= narrowestPoints) kept.push(value);
  }
  return kept;
}
