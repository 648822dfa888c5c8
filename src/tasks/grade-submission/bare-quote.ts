/** Marks that a model puts around a quote; three dots are another. */
const outerMark = /[…"'“”‘’«»]/;
const dots = '...';

/** A quote without the marks around it. */
export function bareQuote(quote: string): string {
  const text = quote.trim();
  let from = 0;
  let to = text.length;
  // A pattern for the end would be tried at each mark of a long run.
  while (from < to) {
    if (text.startsWith(dots, from)) from += dots.length;
    else if (outerMark.test(text.charAt(from))) from += 1;
    else break;
  }
  while (to > from) {
    if (text.endsWith(dots, to)) to -= dots.length;
    else if (outerMark.test(text.charAt(to - 1))) to -= 1;
    else break;
  }
  return text.slice(from, Math.max(from, to));
}
