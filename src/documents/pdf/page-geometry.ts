export type Point = readonly [x: number, y: number];

/** Points, x to the right and y down. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A straight line: from `from` to `to` along one axis, at `at` on the other. */
export interface Rule {
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** A piece of text without a gap in it. */
export interface Word {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  /** Its baseline. */
  readonly y: number;
  /** Of its type. */
  readonly size: number;
  /** Its number in the order in which the page draws. */
  readonly order: number;
  /** Whether white space stands before it. */
  readonly spaced: boolean;
}

/** A gap wider than this many sizes of the type parts words. */
export const wordGap = 0.15;

export const rightToLeft = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/;

/** By how many quarters, against the clock, something is turned on a page as the PDF has it. */
export type Turn = 0 | 1 | 2 | 3;

/**
 * Where a point of a PDF, whose y grows upwards, lies when what has this turn is upright; and the other way round,
 * since the same is its inverse.
 */
export function upright([x, y]: Point, turn: Turn): Point {
  return turn === 0 ? [x, -y] : turn === 1 ? [y, x] : turn === 2 ? [-x, y] : [-y, -x];
}

export function boxOf(points: readonly Point[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  return { left, top, right, bottom };
}

/** A box of something that has one turn, as it lies for another one. */
export function turnedBox({ left, top, right, bottom }: Box, from: Turn, to: Turn): Box {
  const corners: Point[] = [
    [left, top],
    [right, bottom],
  ];
  return boxOf(corners.map((corner) => upright(upright(corner, from), to)));
}

/** How high text of a size stands on its baseline, and how low it hangs. */
export const topOf = ({ y, size }: Pick<Word, 'y' | 'size'>) => y - 0.75 * size;
export const bottomOf = ({ y, size }: Pick<Word, 'y' | 'size'>) => y + 0.2 * size;
export const middleOf = ({ y, size }: Pick<Word, 'y' | 'size'>) => y - 0.3 * size;

/** Whether the middle of a word lies in a box. */
export function holds(box: Box, word: Word): boolean {
  const [x, y] = [(word.left + word.right) / 2, middleOf(word)];
  return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
}
