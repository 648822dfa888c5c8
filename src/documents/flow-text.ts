import type { SetText } from './pdf-text.ts';

/** Lines of a paragraph that stand together on a page. */
export interface TextBlock {
  /** Its index among the paragraphs. */
  readonly paragraph: number;
  readonly lines: SetText['lines'];
  /** Counted from 0, the page on which the text begins. */
  readonly page: number;
  /** Of its upper edge, in points. */
  readonly y: number;
}

export interface TextRoom {
  /** Where the text begins on its first page, and on the following ones, in points. */
  readonly first: number;
  readonly top: number;
  /** Where every page ends. */
  readonly lowest: number;
  /** From the end of a paragraph to the next one. */
  readonly gap: number;
}

export interface FlowedText {
  readonly blocks: readonly TextBlock[];
  readonly pageCount: number;
  /** Where the last page's text ends, in points. */
  readonly end: number;
}

/** Lets paragraphs flow from page to page. */
export function flowText(paragraphs: readonly SetText[], { first, top, lowest, gap }: TextRoom): FlowedText {
  const blocks: TextBlock[] = [];
  let [page, y, end] = [0, first, first];
  for (const [paragraph, { lines, leading }] of paragraphs.entries()) {
    for (let from = 0; from < lines.length;) {
      const count = linesFor(lines.length, from, Math.floor((lowest - y) / leading));
      if (count > 0) {
        blocks.push({ paragraph, lines: lines.slice(from, from + count), page, y });
        y += count * leading;
        from += count;
        end = y;
      }
      if (from < lines.length) [page, y] = [page + 1, top];
    }
    y += gap;
  }
  return { blocks, pageCount: page + 1, end };
}

/** How many of a paragraph's lines go on this page: never one alone at the foot, nor at the next one's head. */
function linesFor(count: number, from: number, room: number): number {
  const left = count - from;
  if (left <= room) return left;
  const fitting = left - room === 1 ? room - 1 : room;
  return fitting < 2 ? 0 : fitting;
}
