import { type Ground, white } from './hidden-text.ts';
import type { ParagraphStyle } from './paragraph-styles.ts';

type ListTag = 'ul' | 'ol';

/** Puts paragraphs and tables together as HTML, and items of lists into their lists. */
export interface BlockFlow {
  add(block: string): void;
  addParagraph(style: ParagraphStyle, inline: string): void;
  /** What stands at the beginning of the next paragraph. */
  carried: string;
  /** The colour behind it. */
  ground: Ground;
  /** How long the HTML is so far. */
  length(): number;
  html(): string;
}

export function blockFlow(carried = '', ground: Ground = white): BlockFlow {
  const open: ListTag[] = [];
  let html = '';

  function closeTo(depth: number): void {
    while (open.length > depth) html += `</${open.pop()}>`;
  }

  const flow: BlockFlow = {
    carried,
    ground,
    add(block) {
      closeTo(0);
      html += block;
    },
    addParagraph({ heading, item }, inline) {
      const text = inline.replace(/^(?:\s|<br \/>)+/, '').replace(/(?<!<br \/>|\s)(?:\s|<br \/>)+$/, '');
      if (text === '') return;
      const labelled = item === null || item.label === '' ? text : `${item.label} ${text}`;
      if (heading !== null) flow.add(`<h${heading}>${labelled}</h${heading}>`);
      else if (item === null) flow.add(`<p>${text}</p>`);
      else {
        const tag: ListTag = item.label === '' ? 'ul' : 'ol';
        closeTo(item.depth + 1);
        if (open.length === item.depth + 1 && open.at(-1) !== tag) closeTo(item.depth);
        while (open.length <= item.depth) {
          open.push(tag);
          html += `<${tag}>`;
        }
        html += `<li>${labelled}</li>`;
      }
    },
    length: () => html.length,
    html() {
      closeTo(0);
      if (flow.carried !== '') html += `<p>${flow.carried}</p>`;
      flow.carried = '';
      return html;
    },
  };
  return flow;
}
