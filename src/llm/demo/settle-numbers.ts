import type { Fact } from './fact.ts';
import { isLowLevelName } from './level-names.ts';

/** Points for what nothing gives a number. */
const standardNumber = 10;

/**
 * Gives every listed fact and each of its parts a number, from what the document says: a fact takes
 * its best part's, parts without one descend evenly, and parts are ordered from the best to the weakest.
 */
export function settleNumbers(root: Fact): void {
  for (const fact of root.parts) {
    const { parts } = fact;
    const known = parts.map((part) => part.number).filter((number) => number !== null);
    if (known.length < parts.length) {
      if (isLowLevelName(parts[0]?.name ?? '')) parts.reverse();
      const best = fact.number ?? Math.max(parts.length, ...known);
      parts.forEach((part, rank) => {
        part.number ??= Math.round((best * (parts.length - rank)) / parts.length);
      });
    }
    parts.sort((a, b) => (b.number ?? 0) - (a.number ?? 0));
    const best = parts[0]?.number ?? standardNumber;
    fact.number ??= best;
    // Levels counted 4, 3, 2, 1 under a category of 20 points are shares of those points.
    if (best > 0 && best !== fact.number) {
      const whole = fact.number;
      for (const part of parts) part.number = Math.round(((part.number ?? 0) * whole) / best);
    }
  }
}
