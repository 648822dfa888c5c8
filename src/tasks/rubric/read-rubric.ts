import { plainText } from '../../documents/plain-text.ts';
import { type Label, oneLine, readCell, readHeader, readTitle } from './read-points.ts';

/** What a document says of one category. */
export interface FoundCategory extends Label {
  readonly levels: Label[];
}

export interface FoundRubric {
  readonly title: string;
  readonly categories: readonly FoundCategory[];
}

/** A line of the document, or the cells of one row of a table. */
interface Block {
  readonly style: 'heading' | 'bullet' | 'numbered' | 'plain' | 'row';
  readonly text: string;
  readonly cells: readonly string[];
}

const total = /^(?:(?:sub|grand )?total|summe|gesamt|insgesamt|סה["״]כ|סך)/iu;
const description = /descri|expect|beschreib|erwart|תיאור/iu;
const levelColumn = /^(?:levels?|stufen?|niveau|רמה|רמות)$/iu;

/**
 * Finds the rubric in a document's text, as `readDocument` gives it or as a person types it: the rows of its
 * tables with a column for each level, else its headings or lines that have points, with the levels below them,
 * else its list, else its sentences. It goes by where numbers of points stand, and not by a language's words.
 */
export function readRubric(text: string): FoundRubric {
  const blocks = blocksOf(text);
  const first = blocks.findIndex(({ style }) => style !== 'row');
  const opening = blocks[first];
  const isTitle =
    opening !== undefined &&
    (opening.style === 'heading' ||
      (opening.style === 'plain' && opening.text.length <= 120 && readTitle(opening.text).points === null));
  const title = isTitle ? opening.text.replace(/[:\s]+$/, '') : '';
  const rest = isTitle ? blocks.toSpliced(first, 1) : blocks;

  const sections = sectionsOf(rest);
  const rows = sections.flatMap(({ rows: own }) => own);
  const worth = sections.filter(({ points, levels }) => points !== null || levels.length > 0);
  const [only] = worth;
  const categories =
    rows.length > 0
      ? rows
      : worth.length === 1 && only !== undefined && isList(only)
        ? only.levels.map((level) => ({ ...level, levels: [] }))
        : worth.length > 0
          ? worth
          : listOf(rest);
  return { title, categories: categories.filter(({ name }) => name !== '') };
}

/** Whether what stands below a heading is what is graded, and no levels of one category. */
function isList({ points, levels }: FoundCategory): boolean {
  return (
    points === null ||
    (levels.length > 1 && points === levels.reduce((sum, level) => sum + (level.points ?? 0), 0))
  );
}

interface Section extends FoundCategory {
  readonly style: Block['style'];
  readonly rows: FoundCategory[];
}

function sectionsOf(blocks: readonly Block[]): Section[] {
  const sections: Section[] = [{ name: '', points: null, text: '', levels: [], rows: [], style: 'row' }];
  let levelStyle: Block['style'] | undefined;
  let header: readonly string[] = [];
  for (let at = 0; at < blocks.length; at += 1) {
    const { style, text } = blocks[at] as Block;
    const current = sections.at(-1) as Section;
    if (style === 'row') {
      const end = blocks.findIndex((block, index) => index > at && block.style !== 'row');
      const cells = blocks.slice(at, end === -1 ? undefined : end).map((block) => block.cells);
      const table = readTable(cells, header, current);
      header = table.header;
      if (table.isLevels) current.levels.push(...table.rows);
      else current.rows.push(...table.rows);
      at += cells.length - 1;
      continue;
    }
    const label = readTitle(text);
    if (total.test(label.name)) continue;
    const isBelow = current.style !== 'row' && style !== current.style && style !== 'heading';
    if (label.points !== null && isBelow && (levelStyle ?? style) === style) {
      levelStyle = style;
      current.levels.push(label);
    } else if (
      style === 'heading' ||
      (label.points !== null && label.name !== '' && label.name.length <= 80)
    ) {
      levelStyle = undefined;
      sections.push({ ...label, levels: [], rows: [], style });
    } else if (current.text.length + text.length < 400) {
      const owner = current.levels.at(-1) ?? current;
      Object.assign(owner, { text: oneLine(`${owner.text} ${text}`) });
    }
  }
  return sections;
}

/**
 * Reads a table. It lists categories, with a column for each level, or the levels of the heading above it: those
 * are told by the name of the first column, or by points of which the best are those of the heading.
 *
 * @param above the header of the table before, which one that goes on over a page may lack
 */
function readTable(all: readonly (readonly string[])[], above: readonly string[], heading: Label) {
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
      .map((row) => readCell(row[index] ?? ''))
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

/** What is listed without any points: the items of a list, else the sentences. */
function listOf(blocks: readonly Block[]): FoundCategory[] {
  const items = blocks.filter(({ style }) => style === 'bullet' || style === 'numbered');
  const texts = (items.length > 0 ? items : blocks).flatMap(({ text }) =>
    items.length > 0 ? text : text.split(/(?<=[.!?])\s+/),
  );
  return texts.map((text) => {
    const label = readTitle(text);
    const isShort = label.name.length <= 60;
    return {
      ...label,
      levels: [],
      ...(isShort
        ? {}
        : {
            name: text
              .split(/\s+/)
              .slice(0, 6)
              .join(' ')
              .replace(/[.,;:!?]+$/, ''),
            text,
          }),
    };
  });
}

/** Reads HTML, or plain text in which the cells of a table are parted by ` | `. */
function blocksOf(text: string): Block[] {
  const isHtml = /<(?:p|table|h[1-6]|ul|ol)\b/i.test(text);
  const lines = isHtml ? [...htmlLines(text)] : text.split('\n').map(textLine);
  return lines.filter((block) => block.text !== '' && !/^[-:|\s]*$/.test(block.text));
}

function* htmlLines(html: string): Generator<Block> {
  for (const [, tag = '', inner = ''] of html.matchAll(/<(tr|h[1-6]|li|p)\b[^>]*>([\s\S]*?)<\/\1>/gi)) {
    const cells = [...inner.matchAll(/<t[dh]\b[^>]*>([\s\S]*?)<\/t[dh]>/gi)].map(([, cell = '']) =>
      plainText(cell),
    );
    const line = textLine(oneLine(plainText(inner)));
    if (tag === 'tr') yield { style: 'row', text: cells.join(' | '), cells };
    else if (tag === 'p') yield { ...line, style: line.style === 'row' ? 'plain' : line.style };
    else yield { ...line, style: tag === 'li' ? 'bullet' : 'heading' };
  }
}

function textLine(raw: string): Block {
  const text = raw.trim();
  // Bars around the whole row are its frame, not empty cells at its ends.
  if (/^\|.*\|$|(?:^|\s)\|\s/.test(text)) {
    const cells = (/^\|(.*)\|$/.exec(text)?.[1] ?? raw)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.replaceAll('\\|', '|').trim());
    return { style: 'row', text, cells };
  }
  const marks: readonly [Block['style'], RegExp][] = [
    ['heading', /^#{1,6}\s+/],
    ['bullet', /^[-*•‣▪○●–]\s+/],
    ['numbered', /^(?:\d{1,2}[.)]|[a-z][.)])\s+/i],
  ];
  const [style, mark] = marks.find(([, pattern]) => pattern.test(text)) ?? ['plain' as const, /^/];
  return { style, text: text.replace(mark, ''), cells: [] };
}
