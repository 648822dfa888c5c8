import { firstIndex } from '../first-index.ts';
import {
  bottomOf,
  type Box,
  middleOf,
  rightToLeft,
  type Rule,
  topOf,
  type Word,
  wordGap,
} from './page-geometry.ts';

/** Rows of text, and where they stand. A table has rows of several cells. */
export interface Block extends Box {
  readonly rows: readonly (readonly string[])[];
  /** Where the columns of a table begin; empty for other text. */
  readonly columns: readonly number[];
}

/** Text on one baseline without a wide gap in it. */
export interface Segment extends Box {
  readonly text: string;
  readonly y: number;
  readonly size: number;
  readonly order: number;
  /** A table whose borders are drawn, where it stands among other text. */
  readonly block?: Block;
}

/** What stands beside each other. */
export interface Line extends Pick<Box, 'top' | 'bottom'> {
  readonly y: number;
  readonly size: number;
  /** From the left. */
  readonly segments: readonly Segment[];
}

/** White space higher than this many sizes of the type parts rows, and less of it the lines of one cell. */
export const rowGap = 0.6;
/** A gap wider than this many sizes of the type is between columns, a narrower one between words. */
const columnGap = 1.2;
/** A gap that stays open over some lines is between columns too; so wide is it in sizes, in all lines together. */
const gutterGap = 0.6;
const gutterArea = 1.8;
/** In lines with more gaps than this, none is looked for. */
const mostGutters = 20;

const letterOrDigit = /[\p{L}\p{N}]/u;

/** The lines of some text, from the top. They are parted where one of the ordered dividing lines is drawn. */
export function linesOf(words: readonly Word[], dividers: readonly Rule[]): readonly Line[] {
  const lines: Word[][] = [];
  for (const word of words.toSorted((a, b) => a.y - b.y || a.left - b.left)) {
    const line = lines.at(-1);
    const first = line?.[0];
    if (first !== undefined && word.y - first.y <= 0.35 * Math.min(first.size, word.size)) line?.push(word);
    else lines.push([word]);
  }
  for (const line of lines) line.sort((a, b) => a.left - b.left);
  const gutters = guttersOf(lines);
  return lines.map((line, index) => lineOf(segmentsOf(line, dividers, gutters[index] ?? [])));
}

export function lineOf(segments: readonly Segment[]): Line {
  return {
    top: Math.min(...segments.map(({ top }) => top)),
    bottom: Math.max(...segments.map(({ bottom }) => bottom)),
    y: segments[0]?.y ?? 0,
    size: Math.max(...segments.map(({ size }) => size)),
    segments,
  };
}

/** What English writes with a hyphen behind or before it, in what people are judged by: no rule tells these. */
const withHyphenBehind = /^(?:self|well|ill|peer|non|student|teacher)$/iu;
const withHyphenBefore = /^(?:based|cent(?:er|re)d|oriented|related|specific|level)$/iu;
/** No more than this many letters are a prefix, as in unrelated. */
const prefixLetters = 3;
const oneWord = /^(?:ish|less|ness|sense|fiction|existent|standard)/iu;

const isCompound = (first: string, second: string): boolean =>
  (withHyphenBehind.test(first) && !oneWord.test(second)) ||
  (withHyphenBefore.test(second) && first.length > prefixLetters);

/**
 * Puts the lines of one piece of text together, and the words that were hyphenated at a line's end. A word that has a
 * hyphen anyway keeps it.
 */
export function joinLines(lines: readonly string[], separator = ' '): string {
  return lines
    .join('\n')
    .replaceAll(
      /(?<!\p{L})(\p{L}+)[-\u2010]\n(?!(?:and|or|to|und|oder|bis|et|ou|y|o|e)\b)(\p{Ll}\p{L}*)/gu,
      (_, first: string, second: string) =>
        isCompound(first, second) ? `${first}-${second}` : first + second,
    )
    .replaceAll(/\u00AD(?:\n(?=\p{Ll}))?/gu, '')
    .replaceAll('\n', separator);
}

/** Whether text is mostly written from the right to the left. */
export function runsLeft(texts: readonly string[]): boolean {
  const count = (pattern: RegExp) => texts.filter((text) => pattern.test(text)).length;
  return rightToLeft.test(texts.join('')) && 2 * count(rightToLeft) >= count(letterOrDigit);
}

/** Whether one of the ordered dividing lines stands between two places of one baseline. */
function divides(dividers: readonly Rule[], from: number, to: number, y: number): boolean {
  for (let index = firstIndex(dividers, ({ at }) => at >= from); index < dividers.length; index += 1) {
    const rule = dividers[index];
    if (rule === undefined || rule.at > to) return false;
    if (rule.from <= y && y <= rule.to) return true;
  }
  return false;
}

function segmentsOf(
  words: readonly Word[],
  dividers: readonly Rule[],
  gutters: readonly number[],
): readonly Segment[] {
  const segments: Word[][] = [];
  let right = 0;
  for (const word of words) {
    const segment = segments.at(-1);
    const size = Math.max(word.size, segment?.at(-1)?.size ?? 0);
    const isApart =
      segment === undefined ||
      (word.left - right > columnGap * size && !isListMark(segment)) ||
      gutters.some((at) => at > right && at < word.left) ||
      divides(dividers, right - 1, word.left + 1, middleOf(word));
    if (isApart) segments.push([word]);
    else segment.push(word);
    right = isApart ? word.right : Math.max(right, word.right);
  }
  return segments.map((members) => {
    const size = Math.max(...members.map((word) => word.size));
    const y = members.find((word) => word.size === size)?.y ?? 0;
    return {
      text: textOf(members),
      left: members[0]?.left ?? 0,
      right: Math.max(...members.map((word) => word.right)),
      top: topOf({ y, size }),
      bottom: bottomOf({ y, size }),
      y,
      size,
      order: Math.min(...members.map(({ order }) => order)),
    };
  });
}

/** A dot or a number stands apart from its text without being a column. */
function isListMark(words: readonly Word[]): boolean {
  return words.length === 1 && /^(?:[•◦▪‣●○■□·–—*☐☒✓✗-]|\(?[0-9a-z]{1,3}[.)])$/i.test(words[0]?.text ?? '');
}

/** The words of a line in the order in which they are read. */
function textOf(words: readonly Word[]): string {
  const isLeft = runsLeft(words.map(({ text }) => text));
  const ordered: Word[] = [];
  let run: Word[] = [];
  // Words that run the other way keep their order among each other.
  for (const word of isLeft ? words.toReversed() : words) {
    const turns = isLeft
      ? !rightToLeft.test(word.text) && letterOrDigit.test(word.text)
      : rightToLeft.test(word.text);
    if (!turns) ordered.push(...run.splice(0));
    if (turns) run.unshift(word);
    else ordered.push(word);
  }
  ordered.push(...run);
  let text = '';
  let last: Word | undefined;
  for (const word of ordered) {
    const gap = last === undefined ? 0 : Math.max(word.left - last.right, last.left - word.right);
    const size = Math.max(word.size, last?.size ?? 0);
    text += last !== undefined && (word.spaced || gap > wordGap * size) ? ` ${word.text}` : word.text;
    last = word;
  }
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** For each line where the gutters between columns are that it lies beside. */
function guttersOf(lines: readonly (readonly Word[])[]): readonly number[][] {
  const found = lines.map((): number[] => []);
  let open: { from: number; to: number; size: number; lines: number[] }[] = [];
  const close = (gutters: typeof open) => {
    for (const { from, to, size, lines: beside } of gutters) {
      if (beside.length * (to - from) >= gutterArea * size)
        for (const index of beside) found[index]?.push((from + to) / 2);
    }
  };
  for (const [index, line] of lines.entries()) {
    const size = Math.max(...line.map((word) => word.size));
    const gaps = line
      .slice(1)
      .map((word, before) => ({
        from: line[before]?.right ?? 0,
        to: word.left,
        mark: before === 0 && isListMark(line.slice(0, 1)),
      }))
      .filter(({ from, to, mark }) => to - from >= gutterGap * size && !mark)
      .slice(0, mostGutters);
    const going: typeof open = [];
    for (const gutter of open) {
      const gap = gaps.find(
        ({ from, to }) => Math.min(to, gutter.to) - Math.max(from, gutter.from) >= gutterGap * size,
      );
      const crossed = line.some(({ left, right }) => left < gutter.to && right > gutter.from);
      if (gap !== undefined) {
        const next = { from: Math.max(gap.from, gutter.from), to: Math.min(gap.to, gutter.to) };
        going.push({ ...gutter, ...next, lines: [...gutter.lines, index] });
      } else if (crossed) close([gutter]);
      else {
        // A line of one column alone: it begins there, or says nothing about the gutter.
        const begins = line.some(({ left }) => left >= gutter.from && left < gutter.to + 2);
        going.push(begins ? { ...gutter, lines: [...gutter.lines, index] } : gutter);
      }
    }
    const fresh = gaps.filter(
      ({ from, to }) => !going.some((gutter) => gutter.from < to && gutter.to > from),
    );
    open = [...going, ...fresh.map(({ from, to }) => ({ from, to, size, lines: [index] }))].slice(
      0,
      mostGutters,
    );
  }
  close(open);
  return found;
}
