import {
  type Box,
  boxOf,
  type Point,
  rightToLeft,
  type Turn,
  upright,
  type Word,
  wordGap,
} from './page-geometry.ts';
import type { Pdf } from './pdfium.ts';
import { type Drawn, unseenAmong } from './unseen-text.ts';

/** The text of a page. */
export interface PageWords {
  /** How the page is turned for most of its text to run to the right. */
  readonly turn: Turn;
  /** The words by the way that they run, each in the coordinates in which it runs to the right. */
  readonly byTurn: ReadonlyMap<Turn, readonly Word[]>;
  /** What runs aslant, each with its box on the page. */
  readonly slanted: readonly (Pick<Word, 'text' | 'size' | 'order'> & { readonly box: Box })[];
  /** How many characters stand for nothing that is known. */
  readonly unmapped: number;
  /** How many passages nobody sees; they are none of the words. */
  readonly unseen: number;
}

const unknown = '\uFFFD';

/** Marks that fonts of symbols have at places without a meaning. */
const marks: Readonly<Record<string, string>> = {
  '\uF0B7': '•',
  '\uF0A7': '▪',
  '\uF0D8': '‣',
  '\uF0A8': '☐',
  '\uF0FD': '☒',
  '\uF0FE': '☒',
  '\uF0FC': '✓',
  '\uF0FB': '✗',
};

interface Character extends Drawn {
  readonly order: number;
  /** Its box from left to right, its baseline and where it begins, when its turn is upright; and two corners. */
  readonly left: number;
  readonly right: number;
  readonly y: number;
  readonly origin: number;
  readonly corners: readonly Point[];
  readonly turn: Turn;
  readonly isSlanted: boolean;
}

/** Reads the words of a page. */
export function readWords(pdf: Pdf, page: number): PageWords {
  const all = [...charactersOf(pdf, page)];
  const unseen = unseenAmong(pdf, page, all);
  const characters = all.filter((character) => !unseen.characters.has(character));
  const straight = Map.groupBy(
    characters.filter(({ isSlanted }) => !isSlanted),
    ({ turn }) => turn,
  );
  const [most] = [...straight].toSorted(([, a], [, b]) => b.length - a.length);
  const turn = most?.[0] ?? (pdf.fpdf.FPDFPage_GetRotation(page) as Turn);
  const byTurn = new Map([...straight].map(([each, some]) => [each, onlyOnce(wordsOf(some))]));
  const objects = Map.groupBy(
    characters.filter(({ isSlanted }) => isSlanted),
    ({ object }) => object,
  );
  const slanted = [...objects.values()].map((some) => ({
    text: some.map(({ text, spaced }) => (spaced ? ` ${text}` : text)).join(''),
    size: some[0]?.size ?? 0,
    order: some[0]?.order ?? 0,
    box: boxOf(some.flatMap((one) => one.corners.map((corner) => upright(upright(corner, one.turn), turn)))),
  }));
  const unmapped = characters.filter(({ text }) => text === unknown).length;
  return { turn, byTurn, slanted, unmapped, unseen: unseen.passages };
}

function* charactersOf({ fpdf, out, float, double }: Pdf, page: number): Generator<Character> {
  const textPage = fpdf.FPDFText_LoadPage(page);
  const count = fpdf.FPDFText_CountChars(textPage);
  let object = 0;
  let [size, quarters, spaced] = [1, 0, false];
  for (let index = 0; index < count; index += 1) {
    const drawnBy = fpdf.FPDFText_GetTextObject(textPage, index);
    const text = characterAt(fpdf, textPage, index);
    // PDFium adds spaces to wide gaps, drawn by nothing. It ends a line also before a raised character: only places
    // tell where one ends.
    if (drawnBy === 0 || text.trim() === '') {
      spaced ||= !/[\r\n]/.test(text);
      continue;
    }
    if (drawnBy !== object) {
      object = drawnBy;
      fpdf.FPDFText_GetMatrix(textPage, index, out);
      quarters = Math.atan2(float(1), float(0)) / (Math.PI / 2);
      size = Math.max(0.01, fpdf.FPDFText_GetFontSize(textPage, index) * Math.hypot(float(2), float(3)));
    }
    const turn = ((Math.round(quarters) + 4) % 4) as Turn;
    const isSlanted = Math.abs(quarters - Math.round(quarters)) > 0.05;
    fpdf.FPDFText_GetLooseCharBox(textPage, index, out);
    const corners = [upright([float(0), float(1)], turn), upright([float(2), float(3)], turn)] as const;
    const left = Math.min(corners[0][0], corners[1][0]);
    const right = Math.max(corners[0][0], corners[1][0]);
    fpdf.FPDFText_GetCharBox(textPage, index, out, out + 8, out + 16, out + 24);
    const ink = { left: double(0), right: double(1), top: double(2), bottom: double(3) };
    fpdf.FPDFText_GetCharOrigin(textPage, index, out, out + 8);
    const [origin, y] = upright([double(0), double(1)], turn);
    if (Number.isFinite(left + right + y + origin)) {
      yield {
        text,
        order: index,
        left,
        right,
        y,
        origin,
        ink,
        corners,
        size,
        turn,
        isSlanted,
        object,
        spaced,
      };
    }
    spaced = false;
  }
  fpdf.FPDFText_ClosePage(textPage);
}

function characterAt(fpdf: Pdf['fpdf'], textPage: number, index: number): string {
  const code = fpdf.FPDFText_GetUnicode(textPage, index);
  if ((code === 2 || code === 0xfffe) && fpdf.FPDFText_IsHyphen(textPage, index) === 1) return '-';
  const text = code > 0x10ffff ? unknown : String.fromCodePoint(code);
  if (code > 0xe000 && code < 0xf900) return marks[text] ?? unknown;
  return code === 0 || code === 0xfffe || fpdf.FPDFText_HasUnicodeMapError(textPage, index) === 1
    ? unknown
    : text;
}

type GrowingWord = { -readonly [Key in keyof Omit<Word, 'text'>]: Word[Key] } & { texts: string[] };

/** Puts characters together that touch on one line, or as raised and lowered ones do. */
function wordsOf(characters: readonly Character[]): readonly Word[] {
  const words: GrowingWord[] = [];
  let [left, right, y, lastOrigin] = [0, 0, 0, 0];
  for (const { text, order, size, spaced, left: from, right: to, y: baseline, origin } of characters) {
    const word = words.at(-1);
    const large = Math.max(size, word?.size ?? 0);
    const small = Math.min(size, word?.size ?? 0);
    // Text from the right to the left goes on at its left.
    const gap = Math.max(from - right, left - to) / large;
    if (word !== undefined && text === word.texts.at(-1) && Math.abs(from - left) < 0.4 * (to - from))
      continue;
    const middle = (low: number, high: number) => high - low > -0.2 * large && high - low < 0.6 * large;
    // The boxes of letters that are joined in writing are often narrower than what they take up.
    const isLeft = rightToLeft.test(text);
    const touches =
      gap < (isLeft ? 2 : 1) * wordGap &&
      gap > -1 &&
      (size < (word?.size ?? 0) ? middle(baseline, word?.y ?? 0) : middle(y, baseline));
    if (word === undefined || spaced || !touches) {
      words.push({ texts: [text], left: from, right: to, y: baseline, size, order, spaced });
    } else {
      // Letters that one sign joins come in the order of its drawing.
      const isJoined = isLeft && origin === lastOrigin && /\p{L}/u.test(text) && from >= left;
      word.texts.splice(word.texts.length - (isJoined ? 1 : 0), 0, text);
      word.left = Math.min(word.left, from);
      word.right = Math.max(word.right, to);
      // A raised character stands on the line of the others; an initial over several lines on that of its word.
      if (small < large / 2 ? size < word.size : size > word.size) word.y = baseline;
      word.size = small < large / 2 ? small : large;
    }
    [left, right, y, lastOrigin] = [from, to, baseline, origin];
  }
  return words.map(({ texts, ...word }) => ({ ...word, text: readable(texts.join('')) }));
}

/** Letters as they are typed, where a font joins or shapes them. */
function readable(text: string): string {
  return text.replaceAll(/[\uFB00-\uFDFF\uFE70-\uFEFC]/g, (sign) => sign.normalize('NFKC')).normalize('NFC');
}

/** Without what was drawn again a hair beside, as a shadow or to look bold. */
function onlyOnce(words: readonly Word[]): readonly Word[] {
  const seen = new Map<string, Word>();
  const cell = ({ text, left, y, size }: Word, right = 0, down = 0) =>
    `${Math.floor(left / size + right)} ${Math.floor(y / size + down)} ${text}`;
  return words.filter((word) => {
    const isNear = (other: Word | undefined) =>
      other !== undefined && Math.hypot(other.left - word.left, other.y - word.y) < near * word.size;
    const near = 0.3;
    const sides = [-near, near];
    if (sides.some((right) => sides.some((down) => isNear(seen.get(cell(word, right, down)))))) return false;
    seen.set(cell(word), word);
    return true;
  });
}
