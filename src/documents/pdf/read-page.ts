import { blocksOf } from './page-blocks.ts';
import { type PageDrawing, readDrawing } from './page-drawing.ts';
import { readFields } from './page-fields.ts';
import {
  bottomOf,
  type Box,
  boxOf,
  holds,
  type Point,
  type Rule,
  topOf,
  type Turn,
  turnedBox,
  type Word,
} from './page-geometry.ts';
import { type Block, joinLines, linesOf } from './page-lines.ts';
import { type PageWords, readWords } from './page-words.ts';
import type { Pdf } from './pdfium.ts';

/** A page's text, and how many things of each kind on it are not in that. */
export interface PdfPage {
  readonly blocks: readonly Block[];
  /** How many pieces of text it has; with too many, they are not laid out. */
  readonly pieces: number;
  readonly leftOut: Readonly<
    Record<'page' | 'character' | 'picture' | 'watermark' | 'comment' | 'unseen', number>
  >;
}

/** A page with more pieces of text than this is not one for readers. A dense page has some 1000. */
export const maxPiecesPerPage = 50_000;

/** Smaller pictures are taken for decoration; parts of the page's area. */
const pictureArea = 0.1;
/** A picture as large as this is the page, and a few words beside it are a stamp on it. */
const scanArea = 0.6;
const stampLetters = 60;
/** Text that was turned into shapes has more strokes than this, and a page with fewer letters says nothing. */
const shapeStrokes = 200;
const fewestLetters = 20;
/** A watermark is larger than other text by this much, and lies across at least this many words. */
const watermarkSize = 1.4;
const watermarkWords = 2;
/** A picture with more words on it than this is the ground of a text. */
const fewestWords = 2;
const mostWatermarks = 200;

/** Reads a page. */
export function readPage(pdf: Pdf, index: number): PdfPage {
  const page = pdf.fpdf.FPDF_LoadPage(pdf.document, index);
  if (page === 0)
    return {
      blocks: [],
      pieces: 0,
      leftOut: { page: 1, character: 0, picture: 0, watermark: 0, comment: 0, unseen: 0 },
    };
  const read = readWords(pdf, page);
  const drawing = readDrawing(pdf, page, read.turn);
  const fields = readFields(pdf, page, read.turn);
  const area = pdf.fpdf.FPDF_GetPageWidthF(page) * pdf.fpdf.FPDF_GetPageHeightF(page);
  pdf.fpdf.FPDF_ClosePage(page);

  const printed = [...(read.byTurn.get(read.turn) ?? []), ...aside(read, drawing)];
  const isWatermark = watermarksAmong(printed);
  const words = [...printed.filter((word) => !isWatermark(word)), ...fields.words];
  const letters = words.reduce((sum, { text }) => sum + (text.match(/[\p{L}\p{N}]/gu)?.length ?? 0), 0);
  const pictures = drawing.pictures.filter((box) => {
    const inside = words.filter((word) => holds(box, word));
    return letters < stampLetters || inside.length <= fewestWords;
  });
  const shares = pictures.map((box) => ((box.right - box.left) * (box.bottom - box.top)) / area);
  const covered = shares.reduce((sum, share) => sum + share, 0);
  const isScan =
    (letters < stampLetters && covered >= scanArea) ||
    (letters < fewestLetters && (covered >= pictureArea / 2 || drawing.strokes >= shapeStrokes));
  return {
    blocks: words.length > maxPiecesPerPage ? [] : blocksOf(words, drawing.horizontal, drawing.vertical),
    pieces: words.length,
    leftOut: {
      page: isScan ? 1 : 0,
      character: read.unmapped,
      picture: isScan ? 0 : shares.filter((share) => share >= pictureArea).length + fields.drawings,
      // All of one size is one, however many words it has and however often it is repeated.
      watermark: new Set(printed.filter(isWatermark).map(({ size }) => Math.round(size))).size,
      comment: fields.comments,
      unseen: read.unseen,
    },
  };
}

interface Aside extends Word {
  readonly box: Box;
  readonly isSlanted: boolean;
}

/** Text that does not run as most of the page does: each piece as a word at its place. */
function aside({ turn, byTurn, slanted }: PageWords, drawing: PageDrawing): readonly Aside[] {
  const turned = [...byTurn].flatMap(([other, words]) =>
    other === turn
      ? []
      : turnedPieces(words, drawing, other, turn).map((piece) => ({ ...piece, isSlanted: false })),
  );
  return [...turned, ...slanted.map((piece) => ({ ...piece, isSlanted: true }))].map((piece) => {
    const { left, right, top, bottom } = piece.box;
    return { ...piece, left, right, y: (top + bottom) / 2 + 0.3 * piece.size, spaced: true };
  });
}

/** The pieces of turned text, each with all of its lines, such as the name of a criterion that is written upwards. */
function turnedPieces(words: readonly Word[], drawing: PageDrawing, from: Turn, to: Turn): readonly Piece[] {
  const dividers = [
    ...drawing.horizontal.map(({ at, ...rule }) => ({
      left: rule.from,
      right: rule.to,
      top: at,
      bottom: at,
    })),
    ...drawing.vertical.map(({ at, ...rule }) => ({ left: at, right: at, top: rule.from, bottom: rule.to })),
  ]
    .map((box) => turnedBox(box, to, from))
    .filter((box) => box.bottom - box.top > box.right - box.left)
    .map(({ left, top, bottom }): Rule => ({ at: left, from: top, to: bottom }))
    .toSorted((a, b) => a.at - b.at);
  const pieces: Piece[] = [];
  for (const { text, size, order, ...box } of linesOf(words, dividers).flatMap(({ segments }) => segments)) {
    const isAbove = ({ box: above }: Piece) =>
      Math.abs(box.top - above.bottom) < 0.8 * size && above.left < box.right && above.right > box.left;
    const above = pieces.slice(-20).findLast(isAbove);
    const corners: Point[] = [above?.box ?? box, box].flatMap((each): Point[] => [
      [each.left, each.top],
      [each.right, each.bottom],
    ]);
    const piece = {
      text: joinLines([...(above === undefined ? [] : [above.text]), text]),
      size,
      order,
      box: boxOf(corners),
    };
    if (above === undefined) pieces.push(piece);
    else pieces[pieces.indexOf(above)] = piece;
  }
  return pieces.map((piece) => ({ ...piece, box: turnedBox(piece.box, from, to) }));
}

interface Piece {
  readonly text: string;
  readonly size: number;
  readonly order: number;
  readonly box: Box;
}

/** Tells what lies large across other words, or aslant, and is none of the text. */
function watermarksAmong(words: readonly (Word | Aside)[]): (word: Word | Aside) => boolean {
  const sizes = words.map(({ size }) => size).toSorted((a, b) => a - b);
  const large = watermarkSize * (sizes[sizes.length >> 1] ?? 0);
  const slanted = words.filter((word): word is Aside => 'box' in word && word.isSlanted);
  const crossed = (word: Word | Aside) => {
    const { left, right } = word;
    const box = 'box' in word ? word.box : { left, right, top: topOf(word), bottom: bottomOf(word) };
    return words.filter((other) => other !== word && holds(box, other)).length;
  };
  const others = words
    .filter((word) => word.size >= large && !slanted.includes(word as Aside))
    .slice(0, mostWatermarks);
  const found = new Set<Word>(others.filter((word) => crossed(word) >= watermarkWords));
  for (const word of slanted.slice(0, mostWatermarks)) {
    const isRepeated = slanted.some((other) => other !== word && other.text === word.text);
    if (isRepeated || word.size >= large || crossed(word) > 0) found.add(word);
  }
  return (word) => found.has(word);
}
