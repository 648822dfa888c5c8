import { type Fact, fact } from './fact.ts';
import { readCell, readHeader } from './label.ts';
import { isLevelName } from './level-names.ts';

/** A table lists things, row by row, or the levels of one thing that its heading names. */
export interface TableFacts {
  readonly kind: 'rows' | 'levels';
  readonly header: readonly string[];
  readonly facts: Fact[];
}

type Column = 'number' | 'text' | 'blank' | 'part';

const numberHeader =
  /^(?:max(?:imum|\.)?\s*)?(?:points?|pts\.?|score|weight(?:ing)?|marks?|value|total|possible|worth|%)\b/i;
const textHeader = /descri|expectation|definition|requirement|details?|meaning|what /i;
const blankHeader = /comment|feedback|notes?|earned|awarded|self|your /i;

/** `above` is the header of the table before it, which a table that goes on over a page may lack. */
export function readTable(
  allRows: readonly (readonly string[])[],
  above: readonly string[] = [],
): TableFacts {
  // A first row with a single cell is a caption, not a header.
  const start = Math.max(
    0,
    allRows.findIndex((row) => row.filter((cell) => cell !== '').length > 1),
  );
  const first = allRows[start] ?? [];
  const goesOn = first.length === above.length && isProse(first) && !isProse(above);
  const header = goesOn ? above : first;
  const rows = allRows
    .slice(goesOn ? start : start + 1)
    .filter((row) => row.some((cell) => cell !== '') && !/^(?:sub|grand )?total\b/i.test(row[0] ?? ''))
    // Printed tables repeat their header on every page.
    .filter((row) => row.join('|') !== header.join('|'));
  const columns = header.map(columnOf);
  const facts = rows.map((row) => rowFact(header, columns, row));
  const levels =
    rows.length > 0 && (/^levels?$/i.test(header[0] ?? '') || facts.every(({ name }) => isLevelName(name)));
  return { kind: levels ? 'levels' : 'rows', header, facts };
}

/** Whether the cells behind the first hold sentences rather than names. */
function isProse(row: readonly string[]): boolean {
  const rest = row.slice(1).filter((cell) => cell !== '');
  return rest.length > 0 && rest.reduce((sum, cell) => sum + cell.length, 0) / rest.length > 30;
}

function columnOf(header: string): Column {
  const { name } = readHeader(header);
  if (blankHeader.test(name)) return 'blank';
  if (numberHeader.test(name) && !isLevelName(name)) return 'number';
  return textHeader.test(name) ? 'text' : 'part';
}

function rowFact(header: readonly string[], columns: readonly Column[], row: readonly string[]): Fact {
  const label = readHeader(row[0] ?? '');
  const found = fact(label.name, label.text, label.number);
  // With one column that is neither number nor text there is nothing to compare: it describes the row.
  const compares = columns.slice(1).filter((column) => column === 'part').length > 1;
  header.slice(1).forEach((title, index) => {
    const column = columns[index + 1];
    const cell = row[index + 1] ?? '';
    found.fields[title.toLowerCase()] = cell;
    if (column === 'blank' || cell === '') return;
    const { number, text } = readCell(cell);
    if (column === 'number') found.number ??= number;
    else if (column === 'text' || !compares) {
      found.text = [found.text, text].filter((part) => part !== '').join(' ');
      found.number ??= number;
    } else {
      const level = readHeader(title);
      found.parts.push(fact(level.name, text, number ?? level.number));
    }
  });
  return found;
}
