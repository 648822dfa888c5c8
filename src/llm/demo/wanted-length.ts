const numerals = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];
const number = `(\\d{1,5}|${numerals.slice(1).join('|')}|an?)`;
const range = `${number}(?:\\s*(?:to|or|–|-|and)\\s*${number})?`;

/** How many of something a text asks for, such as `two or three sentences`; null where it does not say. */
export function wantedCount(
  text: string,
  of: string,
): { readonly least: number; readonly most: number } | null {
  // Up to two words may stand between: "3 new characters", "5 parallel scenes".
  const found = new RegExp(`\\b${range}\\s+(?:[a-z-]+\\s+){0,2}?${of}\\b`, 'i').exec(
    text.replaceAll(',', ''),
  );
  if (found === null) return null;
  const least = numberOf(found[1] ?? '');
  return { least, most: Math.max(least, found[2] === undefined ? least : numberOf(found[2])) };
}

/** The number of words that a text asks for, the middle of a range; null where it does not say. */
export function wantedWords(text: string): number | null {
  const wanted = wantedCount(text, 'words');
  return wanted === null || wanted.most < 20 ? null : Math.round((wanted.least + wanted.most) / 2);
}

function numberOf(word: string): number {
  const known = numerals.indexOf(word.toLowerCase());
  if (known >= 0) return known;
  return /^an?$/i.test(word) ? 1 : Number(word);
}

/** Which part of a whole is asked for, as in `Write chapter 3 of 12`; 1 where it does not say. */
export function wantedPart(text: string): number {
  return Number(/\b(?:chapter|scene|part|page)\s+(\d{1,3})\b/i.exec(text)?.[1] ?? 1);
}
