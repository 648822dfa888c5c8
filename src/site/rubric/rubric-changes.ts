import type { Rubric } from '../../tasks/rubric/rubric-contract.ts';
import { countedPoints, formatPoints } from '../ui/format.ts';

export type Category = Rubric['categories'][number];

export const blankCategory = (): Category => ({ name: '', description: '', points: 0, levels: [] });

/** A category is worth what its best level is. */
export function bestLevelSetsPoints(category: Category): Category {
  if (category.levels.length === 0) return category;
  return { ...category, points: Math.max(...category.levels.map(({ points }) => points)) };
}

export function replaced<Item>(items: readonly Item[], index: number, item: Item): Item[] {
  return items.map((other, at) => (at === index ? item : other));
}

/** What changed from one rubric to another, a line for each category that is new, gone or worth another number. */
export function rubricDifference(before: Rubric, after: Rubric): string[] {
  const pointsBefore = new Map(before.categories.map(({ name, points }) => [name, points]));
  const namesAfter = new Set(after.categories.map(({ name }) => name));
  const lines = after.categories.flatMap(({ name, points }) => {
    const former = pointsBefore.get(name);
    if (former === undefined) return [`New: ${name} (${countedPoints(points)})`];
    return former === points ? [] : [`${name}: ${formatPoints(former)} → ${countedPoints(points)}`];
  });
  const gone = before.categories.filter(({ name }) => !namesAfter.has(name));
  return [...lines, ...gone.map(({ name, points }) => `Removed: ${name} (${countedPoints(points)})`)];
}
