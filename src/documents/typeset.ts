import { type BookFonts, type FontRun, type FontStyle, graphemesOf } from './book-fonts.ts';
import { piecesOf } from './book.ts';
import { type Box, breakLines, type LineMeasure } from './break-lines.ts';
import { isRightToLeft } from './book-language.ts';
import type { Hyphenate } from './hyphenate.ts';

/** A piece of a line: a word, or what follows another without a space. */
export interface SetWord {
  readonly runs: readonly FontRun[];
  /** From the line's left edge, in points. */
  readonly x: number;
}

export interface SetLine {
  readonly words: readonly SetWord[];
  /** In points. */
  readonly width: number;
}

export interface TypesetOptions {
  readonly fonts: BookFonts;
  readonly language: string;
  /** Null where words stay whole. */
  readonly hyphenate: Hyphenate | null;
  /** The width of a run at the size it is set in, in points. */
  readonly measure: (run: FontRun) => number;
  readonly width: number;
  readonly indent: number;
  readonly style: FontStyle;
  /** Whether lines reach both margins and words may be divided; otherwise they are centred and whole. */
  readonly justified: boolean;
}

interface Part extends Box {
  readonly runs: readonly FontRun[];
  readonly rightToLeft: boolean;
}

/** Writing from right to left. */
export const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;
/** Scripts that are written without spaces: a line may end after each sign, but not before a closing one. */
const unspaced = /(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])/u;
const divisible = /^\P{L}*[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]{6,}\P{L}*$/u;
/** In characters. Nothing longer is a word of a language, and what hyphenates takes the square of a word's length. */
const longestWord = 60;

/** Sets a paragraph as lines of words with their places. */
export function typeset(paragraph: string, options: TypesetOptions): readonly SetLine[] {
  const { fonts, measure, style, width, justified, language, hyphenate } = options;
  const fromRight = isRightToLeft(language);
  const [spaceRun, hyphenRun]: [FontRun, FontRun] = [
    { font: style, text: ' ' },
    { font: style, text: '-' },
  ];
  const line: LineMeasure = {
    width,
    indent: options.indent,
    space: measure(spaceRun),
    hyphen: measure(hyphenRun),
    ragged: !justified,
  };
  const parts = partsOf(paragraph, options);
  return breakLines(parts, line).map(({ from, to, stretch }) => {
    const inLine = visualOrder(parts.slice(from, to), fromRight);
    const words: SetWord[] = [];
    const space = line.space + stretch;
    let x = from === 0 ? line.indent : 0;
    for (const [index, part] of inLine.entries()) {
      const last = words.at(-1);
      if (index > 0 && !part.spaceBefore && last !== undefined && !part.rightToLeft) {
        // Syllables of one line are one word again, for its ligatures and for those who copy it.
        words[words.length - 1] = { ...last, runs: joined([...last.runs, ...part.runs]) };
      } else {
        if (index > 0 && part.spaceBefore) x += space;
        words.push({ runs: part.runs, x });
      }
      x += part.width;
    }
    if (parts[to - 1]?.hyphenAfter === true) {
      const last = words.at(-1);
      if (last !== undefined) words[words.length - 1] = { ...last, runs: joined([...last.runs, hyphenRun]) };
      x += line.hyphen;
    }
    if (!fromRight) return { words, width: x };
    // Set from the left so far: the line is turned around at the margin, or in its own place where it is centred.
    const whole = justified ? width : x;
    return {
      words: words.map((word) => ({ ...word, x: whole - word.x - widthOf(word.runs) })),
      width: justified ? width : x,
    };
  });

  function partsOf(text: string, { width: widest }: TypesetOptions): readonly Part[] {
    const parts_: Part[] = [];
    let spaceBefore = false;
    for (const piece of piecesOf(text, language)) {
      const pieceStyle = piece.italic && style === 'regular' ? 'italic' : style;
      for (const word of piece.text.split(/( )/)) {
        if (word === ' ') spaceBefore = true;
        else if (word !== '') {
          const broken = brokenUp(word, pieceStyle, widest);
          for (const [index, { text: part, hyphenAfter }] of broken.entries()) {
            const runs = fonts.runsOf(part, pieceStyle);
            parts_.push({
              runs,
              width: widthOf(runs),
              spaceBefore: index === 0 && spaceBefore,
              hyphenAfter,
              rightToLeft: rightToLeft.test(part),
            });
          }
          spaceBefore = false;
        }
      }
    }
    return parts_;
  }

  function brokenUp(
    word: string,
    wordStyle: FontStyle,
    widest: number,
  ): readonly { text: string; hyphenAfter: boolean }[] {
    const whole = (texts: readonly string[]) => texts.map((text) => ({ text, hyphenAfter: false }));
    if (justified && hyphenate !== null && word.length <= longestWord && divisible.test(word)) {
      const syllables = hyphenate(word);
      return syllables.map((text, index) => ({ text, hyphenAfter: index < syllables.length - 1 }));
    }
    const signs = word.split(unspaced);
    if (signs.length > 1) return whole(signs);
    // A word that fits no line, such as an address, is broken wherever the line ends.
    if (word.length > longestWord || widthOf(fonts.runsOf(word, wordStyle)) > widest) {
      return whole(graphemesOf(word));
    }
    return whole([word]);
  }

  function widthOf(runs: readonly FontRun[]): number {
    return runs.reduce((sum, run) => sum + measure(run), 0);
  }
}

/** Puts neighbouring words of the other direction than the text's in the order in which they stand on the line. */
function visualOrder(parts: readonly Part[], fromRight: boolean): readonly Part[] {
  const ordered: Part[] = [];
  for (let from = 0; from < parts.length;) {
    let to = from + 1;
    if (parts[from]?.rightToLeft !== fromRight) {
      while (to < parts.length && parts[to]?.rightToLeft !== fromRight) to += 1;
    }
    const group = parts.slice(from, to);
    // The space before the first of them stays before whatever now stands first.
    ordered.push(
      ...group.toReversed().map((part, index) => ({
        ...part,
        spaceBefore: index === 0 ? (group[0]?.spaceBefore ?? false) : true,
      })),
    );
    from = to;
  }
  return ordered;
}

function joined(runs: readonly FontRun[]): readonly FontRun[] {
  const merged: FontRun[] = [];
  for (const run of runs) {
    const last = merged.at(-1);
    if (last?.font === run.font) merged[merged.length - 1] = { ...last, text: last.text + run.text };
    else merged.push(run);
  }
  return merged;
}
