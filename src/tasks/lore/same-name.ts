/** A name without what does not distinguish two names: case, accents, punctuation, and a leading article. */
export function plainName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/^(?:the|a|an) (?=.)/, '');
}

/** What is wrong with a new item's name: that another item has it, or nothing. */
export function nameProblems({ name }: { readonly name: string }, taken: Iterable<string>): string[] {
  const same = [...taken].find((other) => plainName(other) === plainName(name));
  return same === undefined ? [] : [nameTaken(name, same)];
}

export function nameTaken(name: string, by: string): string {
  return `"${name}" is taken by "${by}": find another name.`;
}

/**
 * Whether a text mentions something by its name. The first or the longest word of the name is enough, since a
 * story says Mira for Mira Voss, and the Lantern for the Lantern of Tides.
 */
export function mentions(text: string, name: string): boolean {
  const whole = plainName(name);
  // A name without letters and digits has no words to look for.
  if (whole === '') return text.includes(name.trim());
  const words = whole.split(' ').filter((word) => word.length > 2);
  const longest = words.toSorted((a, b) => b.length - a.length).slice(0, 1);
  const said = ` ${plainName(text)} `;
  return [whole, ...words.slice(0, 1), ...longest].some(
    (word) => said.includes(` ${word} `) || said.includes(` ${word}s `),
  );
}
