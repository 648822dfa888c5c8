import type { Stages } from '../contract.ts';

/**
 * A job's progress in whole percent, from how much of each stage is done (0 to 1), by the contract's
 * weights. At most 99: only completion makes 100.
 */
export function overallProgress(stages: Stages, done: ReadonlyMap<string, number>): number {
  let total = 0;
  let sum = 0;
  for (const [name, { weight }] of Object.entries(stages)) {
    total += weight;
    sum += weight * Math.min(1, Math.max(0, done.get(name) ?? 0));
  }
  return total === 0 ? 0 : Math.min(99, Math.floor((sum / total) * 100));
}
