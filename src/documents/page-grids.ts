import type { PageRules, Rule } from './page-rules.ts';

/** A table whose borders are drawn. */
export interface Grid {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
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

/** Finds the tables that lines draw: lines that touch each other, with at least two columns between them. */
export function findGrids(rules: PageRules): readonly Grid[] {
  if (rules.horizontal.length + rules.vertical.length > mostLines) return [];
  return connected(rules)
    .map(toGrid)
    .filter((grid) => grid.columns.length >= 2 && grid.horizontal.length >= 2);
}

/** The row and column of the cell around a point, as indexes; a cell over several takes its first. */
export function cellAt(grid: Grid, x: number, y: number): { row: number; column: number } {
  const lefts = grid.vertical.filter((rule) => spans(rule, y)).map((rule) => rule.at);
  const tops = grid.horizontal.filter((rule) => spans(rule, x)).map((rule) => rule.at);
  const left = Math.max(grid.left, ...lefts.filter((at) => at <= x));
  const top = Math.min(grid.top, ...tops.filter((at) => at >= y));
  return {
    row: Math.max(
      0,
      grid.rows.findLastIndex((at) => at >= top - touchPoints),
    ),
    column: Math.max(
      0,
      grid.columns.findLastIndex((at) => at <= left + touchPoints),
    ),
  };
}

/** Whether a vertical line stands between two places of one baseline. */
export function divides(vertical: readonly Rule[], fromX: number, toX: number, y: number): boolean {
  return vertical.some((rule) => rule.at >= fromX && rule.at <= toX && spans(rule, y));
}

export function contains(grid: Grid, x: number, y: number): boolean {
  return x >= grid.left && x <= grid.right && y >= grid.bottom && y <= grid.top;
}

function spans(rule: Rule, at: number): boolean {
  return rule.from - touchPoints <= at && at <= rule.to + touchPoints;
}

interface Lines {
  readonly horizontal: Rule[];
  readonly vertical: Rule[];
}

function connected(rules: PageRules): readonly Lines[] {
  let groups: Lines[] = rules.horizontal.map((rule) => ({ horizontal: [rule], vertical: [] }));
  for (const vertical of rules.vertical) {
    const meets = (group: Lines) =>
      group.horizontal.some((horizontal) => spans(horizontal, vertical.at) && spans(vertical, horizontal.at));
    const met = groups.filter(meets);
    if (met.length === 0) continue;
    groups = [
      ...groups.filter((group) => !met.includes(group)),
      {
        horizontal: met.flatMap((group) => group.horizontal),
        vertical: [...met.flatMap((group) => group.vertical), vertical],
      },
    ];
  }
  return groups.filter((group) => group.vertical.length > 0);
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
