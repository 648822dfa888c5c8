/**
 * The share of the answer that is written, 0 to 1. With a longer answer than expected it grows more slowly and
 * stays below 1.
 */
export function writtenFraction(characters: number, expected: number): number {
  const part = characters / expected;
  return part <= 0.9 ? part : 1 - 0.09 / part;
}
