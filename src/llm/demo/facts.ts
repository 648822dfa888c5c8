import { type Block, blocksOf } from './blocks.ts';
import { type Fact, fact } from './fact.ts';
import { readLine } from './label.ts';
import { isLevelName } from './level-names.ts';
import { settleNumbers } from './settle-numbers.ts';
import { readTable } from './table.ts';

/**
 * Reads a document as a tree of facts: the document, what it lists (rows of tables, headings, list
 * items), and what belongs to each of those.
 */
export function factsFrom(document: string): Fact {
  const blocks = blocksOf(document);
  const root = fact(takeTitle(blocks));
  const sections: Fact[] = [];
  const rows: Fact[] = [];
  let header: readonly string[] = [];
  const section = () => sections.at(-1);

  blocks.forEach((block, index) => {
    if (block.type === 'table') {
      const table = readTable(block.rows, header);
      header = table.header;
      const current = section();
      if (table.kind === 'rows') rows.push(...table.facts);
      else if (current !== undefined && current.parts.length === 0) current.parts.push(...table.facts);
      else sections.push({ ...fact(`${root.name} ${sections.length + 1}`), parts: table.facts });
      return;
    }
    const label = readLine(block.text);
    if (/^(?:sub)?total\b/i.test(label.name)) {
      root.number = label.number ?? root.number;
      return;
    }
    if (opensSection(block, blocks[index - 1], blocks[index + 1])) {
      sections.push(fact(label.name || block.text, label.text, label.number));
      return;
    }
    const current = section();
    if (current === undefined) {
      if (block.type === 'line' && block.marked) root.parts.push(fact(label.name, label.text, label.number));
      else root.text = join(root.text, block.text);
    } else if (isLevelName(label.name) || (block.type === 'line' && block.marked)) {
      current.parts.push(fact(label.name || firstWords(block.text), label.text || block.text, label.number));
    } else {
      const owner = current.parts.at(-1) ?? current;
      owner.text = join(owner.text, block.text);
    }
  });

  root.parts = listed(rows, sections, root);
  settleNumbers(root);
  return root;
}

/** The first heading, or the first line when it is short enough for one. */
function takeTitle(blocks: Block[]): string {
  const first = blocks.findIndex((block) => block.type !== 'table');
  const block = blocks[first];
  if (block === undefined || block.type === 'table') return 'Untitled';
  if (block.type === 'line' && (block.marked || isNoTitle(block.text, blocks[first + 1]))) {
    return firstWords(block.text);
  }
  blocks.splice(first, 1);
  return block.text.replaceAll('\n', ' ').replace(/[:\s]+$/, '');
}

/** Too long, more than one sentence, or the first of several lines with points. */
function isNoTitle(text: string, next: Block | undefined): boolean {
  const hasPoints = (line: string) => readLine(line).number !== null;
  return (
    text.length > 120 ||
    /[.!?]\s+\p{Lu}/u.test(text) ||
    (hasPoints(text) && next?.type === 'line' && hasPoints(next.text))
  );
}

function opensSection(block: Block, before: Block | undefined, next: Block | undefined): boolean {
  if (block.type === 'table') return false;
  const label = readLine(block.text);
  if (isLevelName(label.name)) return false;
  if (block.type === 'heading') return true;
  if (block.text.length > 160) return false;
  // Between a heading and its table stands what the heading is about.
  if (next?.type === 'table' && before?.type === 'heading') return false;
  if (next?.type === 'table') return block.text.length <= 80 && !/[.;,]$/.test(block.text);
  if (next === undefined)
    return label.number !== null && label.name !== '' && block.type === 'line' && !block.marked;
  const levelsFollow = next.type === 'line' && isLevelName(readLine(next.text).name);
  if (levelsFollow) return label.name !== '';
  const listFollows = next.type === 'line' && next.marked && !block.marked;
  return (
    (label.number !== null && !block.marked) ||
    (listFollows && (block.text.endsWith(':') || block.text.length <= 60))
  );
}

/** What the document mainly lists: the rows of its tables, else its sections, else a single list. */
function listed(rows: Fact[], sections: Fact[], root: Fact): Fact[] {
  if (rows.length > 0) return rows;
  const full = sections.filter((section) => section.parts.length > 0 || section.number !== null);
  const [only] = full;
  const isPlainList =
    only !== undefined && full.length === 1 && !only.parts.every((part) => isLevelName(part.name));
  if (isPlainList && only.parts.length > 1) return only.parts;
  if (full.length > 0) return full;
  if (sections.length > 0) return sections;
  if (root.parts.length > 0) return root.parts;
  const sentences = root.text.split(/(?<=[.!?])\s+/).filter((sentence) => sentence.length > 10);
  return sentences.slice(0, 8).map((sentence) => fact(firstWords(sentence), sentence));
}

function firstWords(text: string): string {
  return text
    .split(/\s+/)
    .slice(0, 6)
    .join(' ')
    .replace(/[.,;:!?]+$/, '');
}

function join(before: string, more: string): string {
  return before === '' ? more : `${before} ${more}`;
}
