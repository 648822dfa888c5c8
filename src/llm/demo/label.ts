/** A piece of text that names something, gives it a number and says more about it. */
export interface Label {
  readonly name: string;
  readonly number: number | null;
  readonly text: string;
}

const number = String.raw`\d+(?:\.\d+)?`;
const unit = String.raw`(?:points?|pts?\.?|marks?|percent|%)`;
const range = String.raw`${number}\s*(?:-|–|—|to)\s*`;

/** From the surest sign of a number of points to the least sure. */
const inText = [
  new RegExp(
    String.raw`[([]\s*(?:${range})?(${number})\s*${unit}?\s*(?:each|max(?:imum)?|total)?\s*[)\]]`,
    'i',
  ),
  new RegExp(String.raw`(?:${range})?(${number})\s*${unit}(?!\w)`, 'i'),
];
const inHeader = [
  ...inText,
  new RegExp(String.raw`^(?:${range})(${number})$`),
  new RegExp(String.raw`^(${number})\s*(?:[-–—:.=]\s*)?(?=\D|$)`),
  new RegExp(String.raw`[-–—:=\s]\s*(${number})$`),
];
const atStart = new RegExp(String.raw`^(?:${range})?(${number})\s*(?:[-–—:.]\s+)`);

/** A table's header or first cell: mostly a name, perhaps with a number anywhere in it. */
export function readHeader(text: string): Label {
  const [first = '', ...rest] = text.split('\n');
  const found = take(first, inHeader);
  // A cell that was wrapped in print has lost the line break between its name and its description.
  const [before = '', after = ''] = found.matched === '' ? [first] : first.split(found.matched);
  if (trim(before) !== '' && trim(after).split(' ').length > 2) {
    return { name: trim(before), number: found.number, text: [trim(after), ...rest].join(' ').trim() };
  }
  const name = /^level$/i.test(found.text) || found.text === '' ? first.trim() : found.text;
  const more = rest.join(' ');
  if (found.number !== null || more === '') return { name, number: found.number, text: more };
  const below = take(more, inText);
  return { name, number: below.number, text: below.text };
}

/** A table's cell: mostly a description, perhaps with its points. */
export function readCell(text: string): Label {
  const found = take(text, [...inText, atStart]);
  const alone = /^\d+(?:\.\d+)?$/.test(text.trim());
  return alone ? { name: '', number: Number(text), text: '' } : { name: '', ...found };
}

/** A line such as `Excellent (20 points): a clear thesis`, in which a colon or a dash parts name and text. */
export function readLine(text: string): Label {
  const parted = /^(.{1,80}?)(?:\s*[:：]\s+|\s+[-–—]\s+|\s*[:：]$)(.*)$/.exec(text.replaceAll('\n', ' '));
  const head = parted?.[1] ?? text;
  const tail = parted?.[2] ?? '';
  // `(20 points)` may stand behind the colon as well.
  const named = take(head, inText);
  if (named.number !== null) {
    if (parted !== null) return { name: named.text, number: named.number, text: tail };
    // Without a colon the name ends where the number stands.
    const [before = '', after = ''] = text.split(named.matched);
    return before.trim() === ''
      ? { name: trim(after), number: named.number, text: '' }
      : { name: trim(before), number: named.number, text: trim(after) };
  }
  const told = take(tail, [...inText, /^(\d+(?:\.\d+)?)$/]);
  if (parted !== null) return { name: trim(head), number: told.number, text: told.text };
  return { name: text.length <= 80 ? trim(text) : '', number: null, text: text.length <= 80 ? '' : text };
}

function take(text: string, patterns: readonly RegExp[]) {
  for (const pattern of patterns) {
    const match = pattern.exec(text);
    if (match?.[1] === undefined) continue;
    return { number: Number(match[1]), text: trim(text.replace(match[0], ' ')), matched: match[0] };
  }
  return { number: null, text: trim(text), matched: '' };
}

function trim(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/^[\s:;,\-–—=/|]+|[\s:;,\-–—=/|]+$/g, '')
    .replace(/[([]\s*[)\]]/g, '')
    .trim();
}
