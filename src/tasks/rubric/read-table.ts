import { type Label, oneLine, readCell, readHeader, readTitle } from './read-points.ts';

/** What a document says of one category. */
export interface FoundCategory extends Label {
  readonly levels: Label[];
}

/** The row that adds the others up. */
export const total = /^(?:(?:sub|grand )?total|summe|gesamt|insgesamt|סה["״]כ|סך)/iu;
const description = /descri|expect|beschreib|erwart|תיאור/iu;
const levelColumn = /^(?:levels?|stufen?|niveau|רמה|רמות)$/iu;

/**
 * Reads a table. It lists categories, with a column for each level, or the levels of the heading above it: those
 * are told by the name of the first column, or by points of which the best are those of the heading.
 *
 * @param above the header of the table before, which one that goes on over a page may lack
 */
export function readTable(all: readonly (readonly string[])[], above: readonly string[], heading: Label) {
  // A row of a single cell in front of the header is a caption.
  const start = all.findIndex((row) => row.filter(Boolean).length > 1);
  const first = all[start] ?? [];
  const isProse = first.slice(1).join('').length > 30 * (first.length - 1);
  const header = isProse && above.length === first.length ? above : first;
  const rows = joined(
    all.slice(Math.max(0, start)).filter((row) => row.join() !== header.join() && !total.test(row[0] ?? '')),
  );
  const column = (index: number) =>
    rows
      .flatMap((row) => (row[index] ? readCell(row[index]) : []))
      .filter((cell) => cell.name + cell.text !== '' || cell.points !== null);
  const kinds = header.map((name, index) => {
    const cells = column(index);
    if (cells.every(({ points, text }) => points !== null && text === ''))
      return cells.length > 0 ? 'points' : 'blank';
    return description.test(name) ? 'text' : 'level';
  });
  // A single column that could be a level has nothing to be compared with: it describes.
  const compares = kinds.slice(1).filter((kind) => kind === 'level').length > 1;
  const found = rows.map((row): FoundCategory => {
    const title = readTitle(row[0] ?? '');
    const cells = row.slice(1).map((text, index) => ({ ...readCell(text), kind: kinds[index + 1], index }));
    const levels = cells.filter(
      ({ kind, text, points }) => kind === 'level' && compares && (text !== '' || points !== null),
    );
    const described = cells.filter(({ kind }) => kind === 'text' || (kind === 'level' && !compares));
    return {
      name: title.name,
      points:
        title.points ??
        [...cells.filter(({ kind }) => kind === 'points'), ...described].find(({ points }) => points !== null)
          ?.points ??
        null,
      text: oneLine([title.text, ...described.map(({ name, text }) => `${name} ${text}`)].join(' ')),
      levels: levels.map(({ name, points, text, index }) => {
        const level = readHeader(header[index + 1] ?? '');
        return {
          name: level.name || level.text || String(level.points ?? ''),
          points: points ?? level.points,
          text: oneLine(`${name} ${text}`),
        };
      }),
    };
  });
  const best = Math.max(...found.map(({ points }) => points ?? -1));
  const isLevels =
    found.length > 0 && (levelColumn.test(header[0] ?? '') || (found.length > 1 && best === heading.points));
  return { header, rows: found, isLevels };
}

/** A row without a first cell goes on with the row above, as the wrapped lines of a printed table do. */
function joined(rows: readonly (readonly string[])[]): string[][] {
  const whole: string[][] = [];
  for (const row of rows) {
    const last = whole.at(-1);
    if (last === undefined || row[0] !== '') whole.push([...row]);
    else row.forEach((cell, index) => (last[index] = oneLine(`${last[index] ?? ''} ${cell}`)));
  }
  return whole;
}
