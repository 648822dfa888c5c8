import type { Leave } from '../left-out.ts';
import { type BlockFlow, blockFlow } from './block-flow.ts';
import { type Ground, groundOf, isHiddenRow, tableGround } from './hidden-text.ts';
import type { Styles } from './styles.ts';
import { type Attribute, childOf, isOn, valueOf, type XmlElement, type XmlReader } from './xml-reader.ts';

interface Cell {
  readonly tag: 'td' | 'th';
  html: string;
  columns: number;
  rows: number;
}

/** Reads the table that was opened last as HTML. A cell that is merged spans the rows and columns of all its parts. */
export function tableHtml(
  reader: XmlReader,
  styles: Styles,
  around: Ground,
  leave: Leave,
  readBlock: (name: string, attribute: Attribute, into: BlockFlow) => void,
): string {
  const rows: Cell[][] = [];
  /** By column: the cell that is merged downwards there. */
  const above = new Map<number, Cell>();
  let ground = around;

  function readRows(): void {
    reader.each((name, attribute) => {
      if (name === 'tr') readRow();
      else if (name === 'tblPr') ground = tableGround(reader.tree(name, attribute), styles, around);
      else if (name === 'del' || name === 'moveFrom') leave('deletion');
      // Whatever else holds rows, such as a content control.
      else if (!/Pr$|Grid$/.test(name)) readRows();
    });
  }

  function readRow(): void {
    const row: Cell[] = [];
    let column = 0;
    let isHeader = false;
    let left: 'deletion' | 'unseen' | null = null;
    const readCells = () =>
      reader.each((name, attribute) => {
        if (name === 'trPr') {
          const properties = reader.tree(name, attribute);
          isHeader = isOn(properties, 'tblHeader');
          if (isHiddenRow(properties)) left = 'unseen';
          if (childOf(properties, 'del') !== undefined) left = 'deletion';
          const before = span(properties, 'gridBefore', 0);
          if (before > 0) row.push({ tag: 'td', html: '', columns: before, rows: 1 });
          column += before;
        } else if (name === 'tc') column += readCell(row, column, isHeader ? 'th' : 'td');
        else if (name !== 'tblPrEx') readCells();
      });
    readCells();
    if (left === null) rows.push(row);
    // A low row without text keeps others apart.
    else if (left === 'deletion' || row.some(({ html }) => html !== '')) leave(left);
  }

  /** @returns how many columns it spans. */
  function readCell(row: Cell[], column: number, tag: Cell['tag']): number {
    const flow = blockFlow('', ground);
    let properties: XmlElement | undefined;
    reader.each((name, attribute) => {
      if (name !== 'tcPr') return readBlock(name, attribute, flow);
      properties = reader.tree(name, attribute);
      flow.ground = groundOf([childOf(properties, 'shd')], ground);
    });
    const html = flow.html();
    const columns = span(properties, 'gridSpan', 1);
    if (childOf(properties, 'cellDel') !== undefined) {
      leave('deletion');
      return columns;
    }
    const merged = (name: string) => {
      const merge = childOf(properties, name);
      return merge === undefined ? null : (merge.attribute('val') ?? 'continue');
    };
    const left = row.at(-1);
    const top = above.get(column);
    if (merged('hMerge') === 'continue' && left !== undefined) {
      left.columns += columns;
      left.html += html;
    } else if (merged('vMerge') === 'continue' && top !== undefined) {
      top.rows += 1;
      top.html += html;
    } else {
      const cell = { tag, html, columns, rows: 1 };
      row.push(cell);
      if (merged('vMerge') === null) above.delete(column);
      else above.set(column, cell);
    }
    return columns;
  }

  readRows();
  const html = rows.map((row) => `<tr>${row.map(cellHtml).join('')}</tr>`);
  return html.length === 0 ? '' : `<table>${html.join('')}</table>`;
}

function cellHtml({ tag, html, columns, rows }: Cell): string {
  const spans = (columns > 1 ? ` colspan="${columns}"` : '') + (rows > 1 ? ` rowspan="${rows}"` : '');
  return `<${tag}${spans}>${html}</${tag}>`;
}

function span(properties: XmlElement | undefined, name: string, usual: number): number {
  const found = Number(valueOf(properties, name) ?? usual);
  return Number.isInteger(found) && found >= usual && found <= 1000 ? found : usual;
}
