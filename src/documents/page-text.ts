import { firstIndex } from './first-index.ts';
import { between, cellAt, contains, findGrids, orderedRules, spans } from './page-grids.ts';
import type { Grid } from './page-grids.ts';
import { linesOf, type TextItem } from './page-lines.ts';
import type { PageRules, Rule } from './page-rules.ts';
import { type Block, freeBlocks, writeRow } from './page-tables.ts';

/**
 * Writes the text of a page in reading order: a line for each line, and for a table a line for each row with
 * ` | ` between the cells, whose wrapped lines are put together. Cells follow the drawn borders where there
 * are any, and the gaps between the columns where there are none.
 *
 * The work grows with n × log n of the text. A table too large to be read is written line by line, and nothing of
 * its text is lost.
 */
export function pageText(items: readonly TextItem[], drawn: PageRules): string {
  const rules = orderedRules(drawn);
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
  const rows = new Map<number, string[][]>();
  const parts = items.flatMap((item) => splitAt(item, grid.vertical));
  for (const line of linesOf(parts, grid.vertical)) {
    for (const segment of line.segments) {
      const { row, column } = cellAt(grid, segment.x + segment.width / 2, segment.y + segment.size * 0.3);
      const cells = rows.get(row) ?? grid.columns.map((): string[] => []);
      rows.set(row, cells);
      cells[column]?.push(segment.text);
    }
  }
  const ordered = [...rows].toSorted(([a], [b]) => a - b);
  return {
    top: grid.top,
    lines: ordered.map(([, cells]) => writeRow(cells.map((texts) => texts.join(' ')))),
  };
}

/**
 * Splits text that runs over borders, at the spaces nearest to them: pdf.js puts neighbouring cells into one
 * item when hardly more than a space lies between them.
 */
function splitAt(item: TextItem, vertical: readonly Rule[]): readonly TextItem[] {
  const end = item.x + item.width;
  const parts: TextItem[] = [];
  let spaces: readonly number[] | undefined;
  // What is not split off yet: where it begins on the page and in the text.
  let x = item.x;
  let start = 0;
  for (const border of between(vertical, item.x + item.size, end - item.size)) {
    if (border.at < x + item.size || !spans(border, item.y)) continue;
    spaces ??= Array.from(item.text.matchAll(/\s/g), (match) => match.index);
    const wanted = start + ((border.at - x) / (end - x)) * (item.text.length - start);
    const nearest = nearestOf(spaces, wanted, start);
    if (nearest === undefined) break;
    parts.push({ ...item, x, text: item.text.slice(start, nearest), width: border.at - 1 - x });
    x = border.at + 1;
    start = nearest + 1;
  }
  return [...parts, { ...item, x, text: item.text.slice(start), width: end - x }];
}

/** The number nearest to the wanted one, among those of an ordered list that are not below a limit. */
function nearestOf(ordered: readonly number[], wanted: number, limit: number): number | undefined {
  const index = firstIndex(ordered, (value) => value >= wanted);
  const [below = -Infinity, above] = [ordered[index - 1], ordered[index]];
  if (below < limit) return above !== undefined && above >= limit ? above : undefined;
  return above !== undefined && above - wanted < wanted - below ? above : below;
}
