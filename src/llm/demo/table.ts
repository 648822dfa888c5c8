import { type Fact, fact } from './fact.ts';
import { readCell, readHeader } from './label.ts';
import { isLevelName } from './level-names.ts';

/** A table lists things, row by row, or the levels of one thing that its heading names. */
export interface TableFacts {
  readonly kind: 'rows' | 'levels';
  readonly facts: Fact[];
}

type Column = 'number' | 'text' | 'blank' | 'part';

const numberHeader = /^(?:max(?:imum|\.)?\s*)?(?:points?|pts\.?|score|weight(?:ing)?|marks?|value|total|possible|worth|%)\b/i;
const textHeader = /descri|expectation|definition|requirement|details?|meaning|what /i;
const blankHeader = /comment|feedback|notes?|earned|awarded|self|your /i;

export function readTable(allRows: readonly (readonly string[])[]): TableFacts {
  // A first row with a single cell is a caption, not a header.
  const start = allRows.findIndex((row) => row.filter((cell) => cell !== '').length > 1);
  const [header = [], ...body] = allRows.slice(Math.max(0, start));
  const rows = body.filter((row) => row.some((cell) => cell !== '') && !/^(?:sub|grand )?total\b/i.test(row[0] ?? ''));
  const columns = header.map(columnOf);
  const facts = rows.map((row) => rowFact(header, columns, row));
  const levels = rows.length > 0 && facts.every(({ name }) => isLevelName(name));
  return { kind: levels ? 'levels' : 'rows', facts };
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
