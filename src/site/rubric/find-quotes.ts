import { bareQuote } from '../../tasks/grade-submission/bare-quote.ts';

/** Where a quote stands in a text, in UTF-16 units. */
export interface QuotePlace {
  readonly start: number;
  readonly end: number;
}

/**
 * Where each quote stands in a text; null for one that is not found. White space, hyphens, and the kinds of
 * quotation marks and dashes do not count, as when the grade was checked: a quote was copied by a model, and
 * printing has changed what it copied.
 */
export function findQuotes(text: string, quotes: readonly string[]): (QuotePlace | null)[] {
  const whole = comparable(text);
  return quotes.map((quote) => {
    const part = comparable(bareQuote(quote)).letters;
    const at = part === '' ? -1 : whole.letters.indexOf(part);
    const start = whole.places[at];
    const last = whole.places[at + part.length - 1];
    return start === undefined || last === undefined ? null : { start, end: last + 1 };
  });
}

const left = /[\s\u00AD\u200B-\u200D\u2060\uFEFF\p{Pd}]/gu;

/** What counts of a text, and for each of its units the place in the text that it comes from. */
function comparable(text: string): { letters: string; places: number[] } {
  const places: number[] = [];
  let letters = '';
  let at = 0;
  for (const character of text) {
    const plain = character
      .normalize('NFKC')
      .replace(/[\u2018\u2019\u201A\u201B\u2032\u02BC`´]/g, "'")
      .replace(/[\u201C-\u201F\u2033\u00AB\u00BB]/g, '"')
      .replace(left, '');
    letters += plain;
    for (let unit = 0; unit < plain.length; unit += 1) places.push(at);
    at += character.length;
  }
  return { letters, places };
}
