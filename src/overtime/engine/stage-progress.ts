import type { Stages } from '../contract.ts';
import type { SavedStage, StageAtWork } from './call-shapes.ts';

/** An attempt's progress, stage by stage. It never decreases. */
export interface StageProgress {
  /** Sets how many items a stage has, as soon as that is known. Default 1. */
  expect(name: string, items: number): void;
  begin(name: string, item: number): void;
  /** Returns whether that changed the progress. */
  advance(name: string, item: number, fraction: number): boolean;
  finish(name: string, item: number): void;
  readonly atWork: readonly StageAtWork[];
  /** Whether all stages of the contract have ended. */
  readonly allEnded: boolean;
  /** The job's progress in whole percent, by the contract's weights: at most 99 before the completion. */
  readonly overall: number;
}

export function trackStageProgress(stages: Stages, saved: readonly SavedStage[]): StageProgress {
  const expected = new Map<string, number>();
  const fractions = new Map<string, Map<number, number>>();
  const working = new Set<string>();
  const keyOf = (name: string, item: number) => `${item} ${name}`;

  function set(name: string, item: number, fraction: number): void {
    const items = fractions.get(name) ?? new Map<number, number>();
    items.set(item, fraction);
    fractions.set(name, items);
  }
  for (const { name, item } of saved) set(name, item, 1);

  function doneOf(name: string): number {
    const items = fractions.get(name);
    if (!items) return 0;
    const sum = [...items.values()].reduce((total, fraction) => total + fraction, 0);
    return Math.min(1, sum / Math.max(1, expected.get(name) ?? items.size));
  }

  return {
    expect: (name, items) => expected.set(name, items),
    begin(name, item) {
      working.add(keyOf(name, item));
      set(name, item, 0);
    },
    advance(name, item, fraction) {
      const before = fractions.get(name)?.get(item) ?? 0;
      const now = Math.min(1, Math.max(before, fraction));
      set(name, item, now);
      return now !== before;
    },
    finish(name, item) {
      working.delete(keyOf(name, item));
      set(name, item, 1);
    },
    get atWork() {
      return [...fractions].flatMap(([name, items]) =>
        [...items]
          .filter(([item]) => working.has(keyOf(name, item)))
          .map(([item, fraction]) => ({ name, item, progress: Math.floor(fraction * 100) })),
      );
    },
    get allEnded() {
      return Object.keys(stages).every((name) => doneOf(name) === 1);
    },
    get overall() {
      let total = 0;
      let sum = 0;
      for (const [name, { weight }] of Object.entries(stages)) {
        total += weight;
        sum += weight * doneOf(name);
      }
      return total === 0 ? 0 : Math.min(99, Math.floor((sum / total) * 100));
    },
  };
}
