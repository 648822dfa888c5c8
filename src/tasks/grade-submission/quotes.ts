/** Where a quote stands in a text, in UTF-16 units. */
export interface QuotePlace {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds quotes in a text, word for word; null for one that is not there. What a person would call the same is the
 * same: white space, line breaks and the hyphens at them, dashes, quotation marks, ligatures, accents however they are
 * encoded, signs that nobody sees (soft hyphens, marks of direction), marks of emphasis, cells' bars, and the dots or
 * the full stop that a quote ends with.
 */
export function quoteFinder(text: string): (quote: string) => QuotePlace | null {
  const whole = comparable(text);
  return (quote) => {
    const part = withoutDots(comparable(quote).letters);
    for (const wanted of [part, part.replace(/[.,;:!?]$/, '')]) {
      const at = wanted === '' ? -1 : whole.letters.indexOf(wanted);
      const start = whole.places[at];
      const last = whole.places[at + wanted.length - 1];
      if (start !== undefined && last !== undefined) {
        return { start, end: last + ((text.codePointAt(last) ?? 0) > 0xff_ff ? 2 : 1) };
      }
    }
    return null;
  };
}

/** Whether a quote stands in a text and is long enough to show anything: see {@link quoteFinder}. */
export function isQuoteFrom(text: string): (quote: string) => boolean {
  const find = quoteFinder(text);
  const least = Math.min(shortest, comparable(text).letters.length);
  return (quote) => withoutDots(comparable(quote).letters).length >= least && find(quote) !== null;
}

/** Shorter than this, in letters, a quote is found in any text and shows nothing. */
const shortest = 8;

/** What does not count; after decomposition, so that each kind of mark is named once. */
const ignored =
  /[\s\p{Cc}\p{Default_Ignorable_Code_Point}\p{Cf}\p{Pd}\p{Pi}\p{Pf}\u2212\u2043\u0640"'`\u00B4\u02B9-\u02BD\u02CA\u02CB\u2032-\u2037\u201A\u201E\u05F3\u05F4\u300C-\u300F\u301D-\u301F*_|]/gu;

/** What counts of a text, and for each of its units the place in the text that it comes from. */
function comparable(text: string): { readonly letters: string; readonly places: readonly number[] } {
  const places: number[] = [];
  const pieces: string[] = [];
  let at = 0;
  for (const character of text) {
    const plain = /[a-z]/i.test(character) ? character : decomposed(character);
    pieces.push(plain);
    for (let unit = 0; unit < plain.length; unit += 1) places.push(at);
    at += character.length;
  }
  return { letters: pieces.join(''), places };
}

function decomposed(character: string): string {
  return character.replace(ignored, '').normalize('NFKD').replace(ignored, '');
}

/** Without the dots of something left out before and behind it. A pattern would be tried at each dot of a long run. */
function withoutDots(letters: string): string {
  let [from, to] = [0, letters.length];
  while (letters[from] === '.') from += 1;
  while (to > from && letters[to - 1] === '.') to -= 1;
  // One alone ends a sentence.
  return letters.slice(from === 1 ? 0 : from, letters.length - to === 1 ? letters.length : to);
}
