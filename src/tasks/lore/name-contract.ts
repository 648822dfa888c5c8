/** A name without what does not tell two apart: case, accents, punctuation, and an article in front. */
export function plainName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/^(?:the|a|an) (?=.)/, '');
}

/** What is wrong with a new item's name: that something has it already, or nothing. */
export function nameProblems({ name }: { readonly name: string }, taken: Iterable<string>): string[] {
  const same = [...taken].find((other) => plainName(other) === plainName(name));
  return same === undefined ? [] : [`"${name}" is taken by "${same}": find another name.`];
}

/**
 * Whether a text speaks of something by its name. The longest word of the name will do, since a story
 * says Mira of Mira Voss, and the Lantern of the Lantern of Tides.
 */
export function mentions(text: string, name: string): boolean {
  const words = plainName(name).split(' ');
  const [longest = ''] = words.toSorted((a, b) => b.length - a.length);
  const said = ` ${plainName(text)} `;
  return [words.join(' '), longest, words[0] ?? ''].some(
    (word) => word.length > 2 && (said.includes(` ${word} `) || said.includes(` ${word}s `)),
  );
}
