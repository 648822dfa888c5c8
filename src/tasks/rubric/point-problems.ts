import type { Rubric } from './rubric-contract.ts';

/** Points come with at most two decimals; sums of such numbers carry binary rounding. */
const tolerance = 0.005;

/**
 * What is wrong with a rubric's points, one sentence each, precise enough to be corrected by; empty
 * when they add up to the total and every category is worth what its best level is.
 */
export function pointProblems(rubric: Rubric, totalPoints: number = rubric.totalPoints): string[] {
  const problems: string[] = [];
  if (!same(rubric.totalPoints, totalPoints)) {
    problems.push(`totalPoints is ${rubric.totalPoints} and must be ${totalPoints}.`);
  }
  const sum = rubric.categories.reduce((all, category) => all + category.points, 0);
  if (!same(sum, totalPoints)) {
    const terms = rubric.categories.map(({ name, points }) => `${name} ${points}`).join(' + ');
    const difference = show(Math.abs(sum - totalPoints));
    problems.push(
      `The categories' points add up to ${show(sum)} (${terms}) and must add up to ${totalPoints}: ` +
        `${difference} too ${sum > totalPoints ? 'many' : 'few'}.`,
    );
  }
  for (const { name, points, levels } of rubric.categories) {
    if (levels.length === 0) continue;
    const best = Math.max(...levels.map((level) => level.points));
    if (!same(points, best)) {
      problems.push(
        `The category "${name}" has ${points} points and its best level has ${best}: they must be equal.`,
      );
    }
  }
  return problems;
}

/** The rubric with the sum of its categories as its total: what the rounding of two decimals left is gone. */
export function withExactTotal(draft: Rubric): Rubric {
  const sum = draft.categories.reduce((all, { points }) => all + points, 0);
  return { ...draft, totalPoints: hundredths(sum) };
}

/** Points with at most two decimals. */
export function hundredths(points: number): number {
  return Math.round(points * 100) / 100;
}

function same(a: number, b: number): boolean {
  return Math.abs(a - b) < tolerance;
}

function show(points: number): string {
  return String(hundredths(points));
}
