import { expect, test } from 'vitest';
import { bestLevelSetsPoints, rubricDifference } from '../../src/site/rubric/rubric-changes.ts';

const category = (name: string, points: number) => ({ name, points, description: '', levels: [] });
const rubric = (...categories: ReturnType<typeof category>[]) => ({
  title: 'R',
  totalPoints: 10,
  categories,
});

test('a category is worth what its best level is', () => {
  const level = (points: number) => ({ name: 'x', description: '', points });
  expect(bestLevelSetsPoints({ ...category('A', 1), levels: [level(4), level(2)] }).points).toBe(4);
  expect(bestLevelSetsPoints(category('A', 3)).points).toBe(3);
});

test('a difference names what is new, gone or worth another number', () => {
  const before = rubric(category('Thesis', 4), category('Sources', 6));
  const after = rubric(category('Thesis', 5), category('Style', 5));
  expect(rubricDifference(before, after)).toEqual([
    'Thesis: 4 → 5 points',
    'New: Style (5 points)',
    'Removed: Sources (6 points)',
  ]);
  expect(rubricDifference(before, before)).toEqual([]);
});
