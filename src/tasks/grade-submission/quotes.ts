import { bareQuote } from './bare-quote.ts';

/**
 * Whether a quote stands in a text word for word. What typing, printing and extraction change is left out of
 * the comparison: white space, hyphens (a PDF has one where a line broke), the kind of quotation mark and
 * dash, ligatures, and marks around the quote.
 */
export function isQuoteFrom(text: string): (quote: string) => boolean {
  const whole = comparable(text);
  return (quote) => {
    const part = comparable(bareQuote(quote));
    return part.length >= Math.min(shortest, whole.length) && whole.includes(part);
  };
}

/** Shorter than this, in letters, a quote is found in any text and shows nothing. */
const shortest = 8;

function comparable(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u2018\u2019\u201A\u201B\u2032\u02BC`´]/g, "'")
    .replace(/[\u201C-\u201F\u2033\u00AB\u00BB]/g, '"')
    .replace(/[\s\u00AD\u200B-\u200D\u2060\uFEFF\p{Pd}]+/gu, '');
}
