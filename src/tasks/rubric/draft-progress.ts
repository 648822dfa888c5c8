import type { RubricDraft } from './rubric-contract.ts';

/** Characters of JSON around the words of one cell: names of properties, quotes, its level's name, points. */
const framing = 35;
/** A rubric in prose is a part of its document, and rarely longer than this. */
const longestProse = 8_000;

/** How long the rubric will be as JSON, in characters, guessed from the tables that it repeats. */
export function expectedCharacters(document: {
  readonly text: string;
  readonly format: 'text' | 'html';
}): number {
  const { text, format } = document;
  const tables =
    format === 'html'
      ? (text.match(/<table[\s\S]*?<\/table>/g) ?? []).join(' ')
      : (text.match(/^.* \| .*$/gm) ?? []).join('\n');
  const cells = tables.match(format === 'html' ? /<td/g : /\n| \| /g)?.length ?? 0;
  const words = (tables || text).replace(format === 'html' ? /<[^>]*>/g : /\|/g, ' ').replace(/\s+/g, ' ');
  return 100 + framing * cells + (tables === '' ? Math.min(words.length * 1.5, longestProse) : words.length);
}

/** What to tell about an unfinished rubric: `Found 3 categories: Thesis, Evidence, Style`. */
export function draftMessage(draft: RubricDraft): string | undefined {
  // A name is complete as soon as the property behind it has begun.
  const names = (draft.categories ?? [])
    .filter((category) => category.description !== undefined || category.points !== undefined)
    .flatMap(({ name }) => (name === undefined || name === '' ? [] : [name]));
  if (names.length === 0) return undefined;
  const shown = names.slice(0, 3).join(', ');
  return `Found ${names.length} ${names.length === 1 ? 'category' : 'categories'}: ${shown}${names.length > 3 ? '…' : ''}`;
}
