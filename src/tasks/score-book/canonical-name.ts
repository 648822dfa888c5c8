/**
 * A name's canonical spelling, so that different spellings find the same book: without capitals, invisible
 * characters, punctuation, and accents on Latin letters (in other scripts they make another letter). Applying it
 * twice gives the same as once.
 */
export function canonicalName(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/(?<=\p{Script=Latin})[\u0300-\u036F]+/gu, '')
    .normalize('NFKC')
    .replace(/&/g, ' and ')
    .replace(/[’ʼ]/g, "'")
    .replace(/(?<![\p{L}\p{M}\p{N}])\p{M}+/gu, ' ')
    .replace(/(?<![\p{L}\p{M}\p{N}])'+|'+(?![\p{L}\p{M}\p{N}])/gu, ' ')
    .replace(/[^\p{L}\p{M}\p{N}']+/gu, ' ')
    .trim();
}

/** The same for a title: without a leading article, and with its subtitle, or its series, behind a colon. */
export function canonicalTitle(text: string): string {
  const title = text.normalize('NFKC');
  const main = mainTitle(title);
  return [main, title.slice(main.length)].map(canonicalName).map(withoutArticle).filter(Boolean).join(': ');
}

/** A title without its subtitle, or the series in brackets behind it. */
export function mainTitle(title: string): string {
  return /^[^:([]*[\p{L}\p{N}][^:([]*/u.exec(title)?.[0] ?? title;
}

/** A name for comparison with a catalogue's, which may omit apostrophes. */
export function plain(text: string): string {
  return withoutArticle(canonicalName(text)).replaceAll("'", '');
}

function withoutArticle(name: string): string {
  return name.replace(/^(?:(?:the|an?) )+(?=\S)/, '');
}
