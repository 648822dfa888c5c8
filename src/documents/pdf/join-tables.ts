import { type Block, joinLines } from './page-lines.ts';

/** A header or a footer has at most so many lines, between the parts of a table that goes on over the page. */
const marginBlocks = 2;
/** The columns of the parts begin at the same places, give or take so many points. */
const nearPoints = 12;

/** Puts a table that goes on over the page together, without the headings that are repeated. */
export function joinTables(pages: readonly (readonly Block[])[]): readonly (readonly Block[])[] {
  const joined = pages.map((blocks) => [...blocks]);
  let open: { blocks: Block[]; at: number } | undefined;
  for (const blocks of joined) {
    const first = blocks.findIndex(isTable);
    const table = open?.blocks[open.at];
    const next = blocks[first];
    if (
      open !== undefined &&
      table !== undefined &&
      next !== undefined &&
      first <= marginBlocks &&
      areAlike(table, next)
    ) {
      open.blocks[open.at] = { ...table, rows: continued(table.rows, next.rows) };
      blocks.splice(first, 1);
      // Where nothing but the table is on this page, the next page may go on with it too.
      if (blocks.some(isTable) || blocks.length > 2 * marginBlocks) open = undefined;
      else continue;
    }
    const at = blocks.findLastIndex(isTable);
    open = at >= 0 && blocks.length - 1 - at <= marginBlocks ? { blocks, at } : undefined;
  }
  return joined;
}

function isTable({ columns }: Block): boolean {
  return columns.length > 1;
}

function areAlike(one: Block, other: Block): boolean {
  const isNear = (left: number, column: number) =>
    Math.abs(left - (other.columns[column] ?? Infinity)) <= nearPoints;
  return one.columns.length === other.columns.length && one.columns.every(isNear);
}

/** The rows of a table and those of its next part. A row without a beginning goes on with the last one. */
function continued(rows: Block['rows'], more: Block['rows']): Block['rows'] {
  const isHeading = more[0]?.every((text, column) => text === rows[0]?.[column]) ?? false;
  const [first, ...rest] = isHeading ? more.slice(1) : more;
  const last = rows.at(-1);
  if (first === undefined || last === undefined) return rows;
  const goesOn = first.length === last.length && /^(?:$|\p{Ll})/u.test(first[0] ?? '');
  if (!goesOn) return [...rows, first, ...rest];
  const whole = last.map((text, column) =>
    joinLines([text, first[column] ?? ''].filter((part) => part !== '')),
  );
  return [...rows.slice(0, -1), whole, ...rest];
}
