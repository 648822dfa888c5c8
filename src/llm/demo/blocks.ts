/** A document as a flat list of what it consists of. */
export type Block =
  | { readonly type: 'heading'; readonly text: string }
  | { readonly type: 'line'; readonly text: string; /** A list item. */ readonly marked: boolean }
  | { readonly type: 'table'; readonly rows: readonly (readonly string[])[] };

const marker = /^(?:[-*•‣▪○●–]|\d{1,2}[.)]|[a-z][.)])\s+/i;

/** Reads HTML, or plain text in which cells of a table are parted by ` | `. */
export function blocksOf(text: string): Block[] {
  return /<(?:p|table|h[1-6]|ul|ol)\b/i.test(text) ? blocksOfHtml(text) : blocksOfText(text);
}

function blocksOfText(text: string): Block[] {
  const blocks: Block[] = [];
  let rows: string[][] = [];
  const endTable = () => {
    if (rows.length > 0) blocks.push({ type: 'table', rows });
    rows = [];
  };
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    if (line.includes(' | ') || /^\|.*\|$/.test(line)) {
      addRow(rows, cellsOf(raw));
      continue;
    }
    endTable();
    if (line === '') continue;
    const heading = /^#{1,6}\s+(.*)$/.exec(line)?.[1];
    if (heading === undefined)
      blocks.push({ type: 'line', text: line.replace(marker, ''), marked: marker.test(line) });
    else blocks.push({ type: 'heading', text: heading });
  }
  endTable();
  return blocks;
}

function cellsOf(line: string): string[] {
  // Bars around the whole row are its frame, not empty cells at its ends.
  const framed = /^\s*\|(.*)\|\s*$/.exec(line)?.[1];
  return (framed ?? line).split('|').map((cell) => cell.trim());
}

function addRow(rows: string[][], cells: string[]): void {
  if (cells.every((cell) => /^:?-*:?$/.test(cell))) return;
  const last = rows.at(-1);
  // A row without a first cell goes on with the row above, as wrapped lines of a printed table do.
  if (last !== undefined && cells[0] === '' && rows.length > 1) {
    cells.forEach((cell, column) => {
      if (cell !== '') last[column] = `${last[column] ?? ''} ${cell}`.trim();
    });
  } else rows.push(cells);
}

function blocksOfHtml(html: string): Block[] {
  const blocks: Block[] = [];
  let rows: string[][] | null = null;
  let row: string[] = [];
  let text = '';
  let boldText = '';
  let bold = 0;

  const flush = (make: (text: string) => Block) => {
    const whole = tidy(text);
    if (whole !== '' && rows === null) blocks.push(make(whole));
    if (rows === null) [text, boldText] = ['', ''];
  };
  const line = (marked: boolean) =>
    flush((whole) => {
      const heading = !marked && whole.length <= 90 && tidy(boldText) === whole;
      return heading
        ? { type: 'heading', text: whole }
        : { type: 'line', text: whole.replace(marker, ''), marked: marked || marker.test(whole) };
    });

  for (const [, closing, tag, content] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>|([^<]+)/gi)) {
    if (content !== undefined) {
      text += content;
      if (bold > 0) boldText += content;
      continue;
    }
    const name = `${closing ?? ''}${(tag ?? '').toLowerCase()}`;
    if (name === 'strong' || name === 'b') bold += 1;
    else if (name === '/strong' || name === '/b') bold -= 1;
    else if (name === 'br') text += '\n';
    else if (/^\/h[1-6]$/.test(name)) flush((whole) => ({ type: 'heading', text: whole }));
    else if (name === '/li') line(true);
    else if (name === '/p' && rows !== null) text += '\n';
    else if (name === '/p' || name === 'ul' || name === 'ol') line(false);
    else if (name === 'table') {
      line(false);
      rows = [];
    } else if (name === 'tr') row = [];
    else if (name === 'td' || name === 'th') [text, boldText] = ['', ''];
    else if (name === '/td' || name === '/th') row.push(tidy(text));
    else if (name === '/tr') rows?.push(row);
    else if (name === '/table') {
      const table: string[][] = rows ?? [];
      [rows, text, boldText] = [null, '', ''];
      if (table.length > 0) blocks.push({ type: 'table', rows: table });
    }
  }
  line(false);
  return blocks;
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

function tidy(text: string): string {
  return text
    .replace(
      /&(?:#(\d+)|#x([\da-f]+)|([a-z]+));/gi,
      (whole, decimal?: string, hex?: string, name?: string) => {
        if (name !== undefined) return entities[name.toLowerCase()] ?? whole;
        const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
        return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
      },
    )
    .replace(/[^\S\n]+/g, ' ')
    .replace(/\s*\n\s*/g, '\n')
    .trim();
}
