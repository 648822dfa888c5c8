/** How much of the answer is there, 0 to 1. A longer one than expected slows down and never arrives. */
export function writtenFraction(characters: number, expected: number): number {
  const part = characters / expected;
  return part <= 0.9 ? part : 1 - 0.09 / part;
}
