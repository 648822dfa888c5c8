import { expect, test } from 'vitest';
import type { Rubric } from '../../../src/tasks/rubric/rubric-contract.ts';
import { pointProblems } from '../../../src/tasks/rubric/point-problems.ts';

const category = (
  name: string,
  points: number,
  best: number | null = points,
): Rubric['categories'][number] => ({
  name,
  description: '',
  points,
  levels: best === null ? [] : [{ name: 'Best', description: '', points: best }],
});
const rubric = (totalPoints: number, ...categories: Rubric['categories']): Rubric => ({
  title: 'R',
  totalPoints,
  categories,
});

test('points that add up have no problem', () => {
  expect(pointProblems(rubric(30, category('A', 20), category('B', 10)))).toEqual([]);
  expect(pointProblems(rubric(30, category('A', 20, null), category('B', 10)), 30)).toEqual([]);
});

test('tenths add up in spite of binary rounding', () => {
  expect(pointProblems(rubric(0.3, category('A', 0.1), category('B', 0.2)))).toEqual([]);
});

test('a wrong sum is reported with its terms and its difference', () => {
  expect(pointProblems(rubric(30, category('A', 20), category('B', 15)))).toEqual([
    "The categories' points add up to 35 (A 20 + B 15) and must add up to 30: 5 too many.",
  ]);
});

test('a total other than the one asked for is a problem', () => {
  expect(pointProblems(rubric(30, category('A', 30)), 50)).toEqual([
    'totalPoints is 30 and must be 50.',
    "The categories' points add up to 30 (A 30) and must add up to 50: 20 too few.",
  ]);
});

test('a category has the points of its best level', () => {
  expect(pointProblems(rubric(20, category('A', 20, 18)))).toEqual([
    'The category "A" has 20 points and its best level has 18: they must be equal.',
  ]);
});
