/**
 * The recommended poll interval, in whole seconds for Retry-After: short at first, when a person may be waiting, and
 * longer for older jobs.
 *
 * @param ageMs the job's age in milliseconds.
 */
export function pollSeconds(ageMs: number): number {
  if (ageMs < 60_000) return 1;
  return ageMs < 300_000 ? 2 : 5;
}
