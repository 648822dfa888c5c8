import { plainText } from '../../documents/plain-text.ts';
import { oneLine } from './read-points.ts';

/** A line of the document, or the cells of one row of a table. */
export interface Block {
  readonly style: 'heading' | 'bullet' | 'numbered' | 'plain' | 'row';
  readonly text: string;
  readonly cells: readonly string[];
}

/** No rubric has more; what stands further right is not read. */
const mostColumns = 50;

/** Reads HTML, or plain text in which the cells of a table are parted by ` | `. */
export function blocksOf(text: string): Block[] {
  const isHtml = /<(?:p|table|h[1-6]|ul|ol)\b/i.test(text);
  const lines = isHtml ? [...htmlLines(text)] : text.split('\n').map(textLine);
  return lines.filter((block) => block.text !== '' && !/^[-:|\s]*$/.test(block.text));
}

function* htmlLines(html: string): Generator<Block> {
  for (const [, tag = '', inner = ''] of html.matchAll(/<(tr|h[1-6]|li|p)\b[^<>]*>([\s\S]*?)<\/\1>/gi)) {
    const cells = [...inner.matchAll(/<t[dh]\b[^<>]*>([\s\S]*?)<\/t[dh]>/gi)]
      .slice(0, mostColumns)
      .map(([, cell = '']) => plainText(cell));
    const line = textLine(oneLine(plainText(inner)));
    if (tag === 'tr') yield { style: 'row', text: cells.join(' | '), cells };
    else if (tag === 'p') yield { ...line, style: line.style === 'row' ? 'plain' : line.style };
    else yield { ...line, style: tag === 'li' ? 'bullet' : 'heading' };
  }
}

function textLine(raw: string): Block {
  const text = raw.trim();
  // Bars around the whole row are its frame, not empty cells at its ends.
  if (/^\|.*\|$|(?:^|\s)\|\s/.test(text)) {
    const cells = (/^\|(.*)\|$/.exec(text)?.[1] ?? raw)
      .split(/(?<!\\)\|/, mostColumns)
      .map((cell) => cell.replaceAll('\\|', '|').trim());
    return { style: 'row', text, cells };
  }
  const marks: readonly [Block['style'], RegExp][] = [
    ['heading', /^#{1,6}\s+/],
    ['bullet', /^[-*•‣▪○●–]\s+/],
    ['numbered', /^(?:\d{1,2}[.)]|[a-z][.)])\s+/i],
  ];
  const [style, mark] = marks.find(([, pattern]) => pattern.test(text)) ?? ['plain' as const, /^/];
  return { style, text: text.replace(mark, ''), cells: [] };
}
