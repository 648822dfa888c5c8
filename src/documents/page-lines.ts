import { divides } from './page-grids.ts';
import type { Rule } from './page-rules.ts';

/** A run of text on the page, in points; y is its baseline and grows upwards. */
export interface TextItem {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Size of the font. */
  readonly size: number;
}

/** Text on one baseline without a wide gap in it. */
export type Segment = TextItem;

export interface Line {
  readonly y: number;
  readonly size: number;
  /** From the left. */
  readonly segments: readonly Segment[];
}

/** A gap wider than this many font sizes is between columns, a narrower one between words. */
const columnGap = 1.2;
const wordGap = 0.15;

/** The lines of some text, from the top. They are parted where one of the ordered vertical lines is drawn. */
export function linesOf(items: readonly TextItem[], vertical: readonly Rule[]): readonly Line[] {
  const lines: TextItem[][] = [];
  for (const item of items.toSorted((a, b) => b.y - a.y || a.x - b.x)) {
    const line = lines.at(-1);
    const first = line?.[0];
    // Superscripts and subscripts stay on their line.
    if (first !== undefined && first.y - item.y <= 0.35 * Math.min(first.size, item.size)) line?.push(item);
    else lines.push([item]);
  }
  return lines.map((line) => ({
    y: line[0]?.y ?? 0,
    size: line.reduce((size, item) => Math.max(size, item.size), 0),
    segments: segmentsOf(
      line.toSorted((a, b) => a.x - b.x),
      vertical,
    ),
  }));
}

/** A segment to which text may still be added. Its text is put together once, at the end. */
interface Growing {
  readonly first: TextItem;
  readonly texts: string[];
  end: number;
  characters: number;
  lastCharacter: string;
}

function segmentsOf(items: readonly TextItem[], vertical: readonly Rule[]): readonly Segment[] {
  const segments: Growing[] = [];
  for (const item of items) {
    const end = item.x + item.width;
    const before = segments.at(-1);
    if (before === undefined || isApart(before, item, vertical)) {
      const { text } = item;
      const lastCharacter = text.at(-1) ?? '';
      segments.push({ first: item, texts: [text], end, characters: text.length, lastCharacter });
      continue;
    }
    const wide = item.x - before.end > wordGap * Math.max(before.first.size, item.size);
    const spaced = wide && !/\s/.test(before.lastCharacter) && !/^\s/.test(item.text);
    if (spaced) before.texts.push(' ');
    before.texts.push(item.text);
    before.end = Math.max(before.end, end);
    before.characters += item.text.length + (spaced ? 1 : 0);
    before.lastCharacter = item.text.at(-1) ?? before.lastCharacter;
  }
  return segments.map(({ first, texts, end }) => ({
    ...first,
    text: texts.join('').replaceAll(/\s+/g, ' ').trim(),
    width: end - first.x,
  }));
}

function isApart(before: Growing, item: TextItem, vertical: readonly Rule[]): boolean {
  const size = Math.max(before.first.size, item.size);
  const apart = item.x - before.end > columnGap * size && !isListMark(before);
  return apart || divides(vertical, before.end - 1, item.x + 1, item.y);
}

/** A bullet or a number stands apart from its text without being a column. */
function isListMark({ texts, characters }: Growing): boolean {
  if (characters > longestMark) return false;
  return /^(?:[•◦▪‣●○■□·–—*-]|\(?[0-9a-z]{1,3}[.)])$/i.test(texts.join('').trim());
}

/** In characters, with spaces around it. */
const longestMark = 20;
