/** A number that stands for a text: the same for the same text, very different for nearly the same one. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** Chance that always falls the same way for the same seed, so that an answer can be had again. */
export interface Chance {
  /** From 0 up to, not including, 1. */
  number(): number;
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  pick<T>(choices: readonly [T, ...T[]]): T;
  pick<T>(choices: readonly T[]): T | undefined;
  /** Like `pick`, but nothing of the same list comes again before everything has come once. */
  deal<T>(choices: readonly T[]): T | undefined;
}

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const decks = new Map<readonly unknown[], unknown[]>();
  const number = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number) => least + Math.floor(number() * (most - least + 1));
  return {
    number,
    between,
    pick: <T>(choices: readonly T[]) => choices[between(0, choices.length - 1)] as T,
    deal: <T>(choices: readonly T[]) => {
      let deck = decks.get(choices) as T[] | undefined;
      if (deck === undefined || deck.length === 0) {
        deck = [...choices];
        decks.set(choices, deck);
      }
      return deck.splice(between(0, deck.length - 1), 1)[0];
    },
  };
}
