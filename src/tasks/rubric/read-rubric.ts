import { type Block, blocksOf } from './read-blocks.ts';
import { oneLine, readTitle } from './read-points.ts';
import { type FoundCategory, readTable, total } from './read-table.ts';

export interface FoundRubric {
  readonly title: string;
  readonly categories: readonly FoundCategory[];
}

/**
 * Finds the rubric in a document's text, as `readDocument` gives it or as a person types it: the rows of its
 * tables with a column for each level, else its headings or lines that have points, with the levels below them,
 * else its list, else its sentences. It goes by where numbers of points stand, and not by a language's words.
 */
export function readRubric(text: string): FoundRubric {
  const blocks = blocksOf(text);
  const first = blocks.findIndex(({ style }) => style !== 'row');
  const opening = blocks[first];
  const isTitle =
    opening !== undefined &&
    (opening.style === 'heading' ||
      (opening.style === 'plain' && opening.text.length <= 120 && readTitle(opening.text).points === null));
  const title = isTitle ? opening.text.replace(/(?<![:\s])[:\s]+$/, '') : '';
  const rest = isTitle ? blocks.toSpliced(first, 1) : blocks;

  const sections = sectionsOf(rest);
  const rows = sections.flatMap(({ rows: own }) => own);
  const withPoints = sections.filter(({ points, levels }) => points !== null || levels.length > 0);
  const [only] = withPoints;
  const categories =
    rows.length > 0
      ? rows
      : withPoints.length === 1 && only !== undefined && isList(only)
        ? only.levels.map((level) => ({ ...level, levels: [] }))
        : withPoints.length > 0
          ? withPoints
          : listOf(rest);
  return { title, categories: categories.filter(({ name }) => name !== '') };
}

/** Whether what stands below a heading is what is graded, and no levels of one category. */
function isList({ points, levels }: FoundCategory): boolean {
  return (
    points === null ||
    (levels.length > 1 && points === levels.reduce((sum, level) => sum + (level.points ?? 0), 0))
  );
}

interface Section extends FoundCategory {
  readonly style: Block['style'];
  readonly rows: FoundCategory[];
}

function sectionsOf(blocks: readonly Block[]): Section[] {
  const sections: Section[] = [{ name: '', points: null, text: '', levels: [], rows: [], style: 'row' }];
  let levelStyle: Block['style'] | undefined;
  let header: readonly string[] = [];
  for (let at = 0; at < blocks.length; at += 1) {
    const { style, text } = blocks[at] as Block;
    const current = sections.at(-1) as Section;
    if (style === 'row') {
      let end = at;
      while (blocks[end]?.style === 'row') end += 1;
      const cells = blocks.slice(at, end).map((block) => block.cells);
      const table = readTable(cells, header, current);
      header = table.header;
      if (table.isLevels) current.levels.push(...table.rows);
      else current.rows.push(...table.rows);
      at += cells.length - 1;
      continue;
    }
    const label = readTitle(text);
    if (total.test(label.name)) continue;
    const isBelow = current.style !== 'row' && style !== current.style && style !== 'heading';
    if (label.points !== null && isBelow && (levelStyle ?? style) === style) {
      levelStyle = style;
      current.levels.push(label);
    } else if (
      style === 'heading' ||
      (label.points !== null && label.name !== '' && label.name.length <= 80)
    ) {
      levelStyle = undefined;
      sections.push({ ...label, levels: [], rows: [], style });
    } else if (current.text.length + text.length < 400) {
      const owner = current.levels.at(-1) ?? current;
      Object.assign(owner, { text: oneLine(`${owner.text} ${text}`) });
    }
  }
  return sections;
}

/** What is listed without any points: the items of a list, else the sentences. */
function listOf(blocks: readonly Block[]): FoundCategory[] {
  const items = blocks.filter(({ style }) => style === 'bullet' || style === 'numbered');
  const texts = (items.length > 0 ? items : blocks).flatMap(({ text }) =>
    items.length > 0 ? text : text.split(/(?<=[.!?])\s+/),
  );
  return texts.map((text) => {
    const label = readTitle(text);
    const isShort = label.name.length <= 60;
    return {
      ...label,
      levels: [],
      ...(isShort
        ? { name: label.name.replace(/(?<![.])[.]$/, '') }
        : {
            name: text
              .split(/\s+/)
              .slice(0, 6)
              .join(' ')
              .replace(/(?<![.,;:!?])[.,;:!?]+$/, ''),
            text,
          }),
    };
  });
}
