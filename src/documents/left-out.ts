/** What a reader may leave out of a document, and what it is called: one, several. */
const names = {
  page: ['page without text, such as a scan', 'pages without text, such as scans'],
  character: ['character that stands for no letter', 'characters that stand for no letter'],
  picture: ['picture', 'pictures'],
  watermark: ['watermark', 'watermarks'],
  equation: ['equation', 'equations'],
  object: ['embedded object', 'embedded objects'],
  part: ['imported part', 'imported parts'],
  chart: ['chart', 'charts'],
  comment: ['comment', 'comments'],
  deletion: [
    'passage that was deleted with its change tracked',
    'passages that were deleted with their change tracked',
  ],
  unseen: [
    'passage that no reader of it sees, such as white text on white',
    'passages that no reader of it sees, such as white text on white',
  ],
  header: ['header or footer', 'headers and footers'],
} as const satisfies Record<string, readonly [one: string, several: string]>;

/** Something that a reader could not read, or did not write down. */
export interface LeftOut {
  readonly kind: keyof typeof names;
  /** On which pages, counted from 1, in ascending order; absent where a document has no pages. */
  readonly pages?: readonly number[];
  /** How many of them, at least 1. */
  readonly count: number;
}

/** Hears of one thing that a reader leaves out. */
export type Leave = (kind: LeftOut['kind']) => void;

/** Says in a sentence what was left out; null where nothing was. */
export function leftOutSentence(leftOut: readonly LeftOut[]): string | null {
  if (leftOut.length === 0) return null;
  const parts = leftOut.map(({ kind, pages, count }) => {
    const what = `${count} ${names[kind][count === 1 ? 0 : 1]}`;
    return pages === undefined ? what : `${what} (${pageNumbers(pages)})`;
  });
  return `Not read: ${parts.join('; ')}.`;
}

/** `page 3`, or `pages 1, 3-5`. */
export function pageNumbers(pages: readonly number[]): string {
  const runs: [from: number, to: number][] = [];
  for (const page of pages) {
    const last = runs.at(-1);
    if (last !== undefined && page === last[1] + 1) last[1] = page;
    else runs.push([page, page]);
  }
  const said = runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`));
  return `${pages.length === 1 ? 'page' : 'pages'} ${said.join(', ')}`;
}
