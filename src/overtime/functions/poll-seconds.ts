/**
 * The poll interval that we advise, in whole seconds as Retry-After has them: every second while a
 * person may be looking at the first results, less often the longer it takes.
 *
 * @param ageMs the job's age in milliseconds.
 */
export function pollSeconds(ageMs: number): number {
  if (ageMs < 60_000) return 1;
  return ageMs < 300_000 ? 2 : 5;
}
