/** A piece of text that names something, says how many points it is worth, and describes it. */
export interface Label {
  readonly name: string;
  readonly points: number | null;
  readonly text: string;
}

// Bounded, since a pattern is tried at each digit of a run.
const decimal = String.raw`\d{1,9}(?:[.,]\d{1,9})?`;
const number = `(${decimal})`;
const range = String.raw`(?:${decimal}\s{0,9}(?:[-–—]|to|bis|עד)\s{0,9})?`;
const unit = String.raw`(?:%|(?:points?|pts?|marks?|percent|Punkten?|Punkt|Pkt|Prozent|נקודות|נקודה|נק['׳]?|אחוזים|puntos?|punti)(?![\p{L}\p{N}]))\.?`;
const few = String.raw`[^\d()[\]]{0,12}`;

/** `(20 points)`, `[max. 20]`, `(10-20 Punkte)`. */
const inBrackets = new RegExp(String.raw`[([]${few}${range}${number}${few}[)\]]`, 'iu');
/** `20 points`, `10-20 %`. */
const withUnit = new RegExp(String.raw`(?<!\d)${range}${number}\s{0,9}${unit}`, 'iu');
const atStart = new RegExp(String.raw`^${withUnit.source}`, 'iu');
const alone = new RegExp(String.raw`^${range}${number}$`, 'u');
/** `4 - Expert`, `Expert 4`. */
const beside = new RegExp(String.raw`^${number}\s*[-–—:.=]?\s+(?=\D)|[-–—:=\s]${number}$`, 'u');

/** A level's name over a column, perhaps with its points anywhere. */
export const readHeader = (text: string) => split(oneLine(text), [inBrackets, withUnit, alone, beside]);

/** What a level asks for, perhaps with its points in front: `18-20 pts Complete`. */
export function readCell(text: string): Label {
  return split(oneLine(text), [inBrackets, atStart, alone]);
}

/** What is graded: `Thesis (20 points): a clear claim`, or a name with its description in a line below. */
export function readTitle(text: string): Label {
  const [first = '', ...rest] = text.split('\n');
  const label = split(first, [inBrackets, withUnit]);
  const more = oneLine(rest.join(' '));
  if (label.points !== null) return { ...label, text: [label.text, more].filter(Boolean).join(' ') };
  const below = split(more, [inBrackets, atStart]);
  const [, name = '', described = ''] = /^(.{1,80}?)\s*(?:[:：]\s+|\s[-–—]\s+|[:：]$)(.*)$/.exec(first) ?? [];
  if (below.points !== null && below.name === '')
    return { name: trim(name || first), ...pointsAndText(below) };
  return name === ''
    ? { name: trim(first), points: null, text: more }
    : trimmed(name, null, `${described} ${more}`);
}

const pointsAndText = ({ points, text }: Label) => ({ points, text });

/** Takes the points out of a text: what stands before them is the name, what stands behind the description. */
function split(text: string, patterns: readonly RegExp[]): Label {
  for (const pattern of patterns) {
    const match = pattern.exec(text);
    const digits = match?.slice(1).find((group) => group !== undefined);
    if (match === null || digits === undefined) continue;
    const points = Number(digits.replace(',', '.'));
    return trimmed(text.slice(0, match.index), points, text.slice(match.index + match[0].length));
  }
  return { name: '', points: null, text: trim(text) };
}

function trimmed(name: string, points: number | null, text: string): Label {
  return { name: trim(name), points, text: trim(text) };
}

export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function trim(text: string): string {
  return oneLine(text).replace(/^[\s:;,\-–—=/|]+|(?<![\s:;,\-–—=/|])[\s:;,\-–—=/|]+$/g, '');
}
