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
  return same === undefined ? [] : [nameTaken(name, same)];
}

export function nameTaken(name: string, by: string): string {
  return `"${name}" is taken by "${by}": find another name.`;
}

/**
 * Whether a text speaks of something by its name. The first word of the name will do, or the longest,
 * since a story says Mira of Mira Voss, and the Lantern of the Lantern of Tides.
 */
export function mentions(text: string, name: string): boolean {
  const whole = plainName(name);
  const words = whole.split(' ').filter((word) => word.length > 2);
  const longest = words.toSorted((a, b) => b.length - a.length).slice(0, 1);
  const said = ` ${plainName(text)} `;
  return [whole, ...words.slice(0, 1), ...longest].some(
    (word) => said.includes(` ${word} `) || said.includes(` ${word}s `),
  );
}
