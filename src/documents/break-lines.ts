/** Something that is not broken: a word, a syllable of one, or a sign of a script without spaces. */
export interface Box {
  /** In points. */
  readonly width: number;
  /** Whether a space stands before it, where it does not begin a line. */
  readonly spaceBefore: boolean;
  /** Whether a line that ends with it needs a hyphen. */
  readonly hyphenAfter: boolean;
}

export interface LineMeasure {
  /** Width of a line, in points. */
  readonly width: number;
  /** What the first line is indented by, in points. */
  readonly indent: number;
  readonly space: number;
  readonly hyphen: number;
  /** Whether all spaces keep their width; lines are then made equally long, as a centred title's should be. */
  readonly ragged: boolean;
}

/** The boxes `from` up to, and without, `to`. */
export interface Line {
  readonly from: number;
  readonly to: number;
  /** What each of the line's spaces is wider than usual, in points; negative where it is narrower. */
  readonly stretch: number;
}

/** How much narrower than usual a space may be, and how much wider it may look before a line stays ragged. */
const mostShrink = 0.22;
const mostStretch = 2.2;
const hyphenCost = 500;
/** A line has some twenty words. Signs without width would otherwise all stand on one, and each be tried with each. */
const mostBoxes = 300;
/** More than any line that reaches the margin costs. */
const raggedCost = 1_000_000;
/** A last line shorter than this share of the others leaves a hole on the page. */
const shortestLast = 0.12;
const shortLastCost = 2_000;

/**
 * Breaks a paragraph into lines whose spaces are as even as can be over the whole of it: of all ways to
 * break it, the one with the least sum of squared misfits (after Knuth and Plass).
 */
export function breakLines(boxes: readonly Box[], measure: LineMeasure): readonly Line[] {
  const best: { readonly cost: number; readonly line: Line | null }[] = [
    { cost: 0, line: null },
    ...boxes.map(() => ({ cost: Infinity, line: null })),
  ];
  for (let from = 0; from < boxes.length; from += 1) {
    const before = best[from]?.cost ?? Infinity;
    if (before === Infinity) continue;
    let natural = from === 0 ? measure.indent : 0;
    let spaces = 0;
    for (let to = from + 1; to <= Math.min(boxes.length, from + mostBoxes); to += 1) {
      const box = boxes[to - 1];
      if (box === undefined) break;
      if (box.spaceBefore && to - 1 > from) {
        spaces += 1;
        natural += measure.space;
      }
      natural += box.width;
      const give = measure.ragged ? 0 : spaces * measure.space * mostShrink;
      const slack = measure.width - natural - (box.hyphenAfter ? measure.hyphen : 0);
      const alone = to === from + 1;
      if (natural - give > measure.width && !alone) break;
      if (slack < -give && !alone) continue;
      const { cost, stretch } =
        to === boxes.length && slack >= 0 && !measure.ragged
          ? { cost: natural < measure.width * shortestLast ? shortLastCost : 0, stretch: 0 }
          : fit(slack, spaces, measure);
      const total = before + cost + (box.hyphenAfter ? hyphenCost : 0);
      if (total < (best[to]?.cost ?? Infinity)) best[to] = { cost: total, line: { from, to, stretch } };
    }
  }
  const lines: Line[] = [];
  for (let line = best[boxes.length]?.line ?? null; line !== null; line = best[line.from]?.line ?? null) {
    lines.push(line);
  }
  return lines.toReversed();
}

function fit(
  slack: number,
  spaces: number,
  { space, width, ragged }: LineMeasure,
): { cost: number; stretch: number } {
  // One more line costs more than any unevenness.
  if (ragged && slack >= 0) return { cost: 10 + (slack / width) ** 2, stretch: 0 };
  // Writing without spaces, or a word too long for the line.
  if (spaces === 0) {
    return { cost: slack < 0 ? 2 * raggedCost : raggedCost * (slack / width) ** 2, stretch: 0 };
  }
  const ratio = slack / spaces / space;
  // Gaps that wide would be uglier than a line that does not reach the margin.
  if (ratio > mostStretch) return { cost: raggedCost * (1 + slack / width), stretch: 0 };
  const misfit = ratio < 0 ? ratio / mostShrink : ratio * 2;
  return { cost: (1 + 10 * misfit ** 2) ** 2, stretch: slack / spaces };
}
