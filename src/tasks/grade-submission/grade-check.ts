import type { Rubric } from '../rubric/rubric-contract.ts';
import { isQuoteFrom } from './quotes.ts';

type Category = Rubric['categories'][number];

/** What the model says of one category. */
export interface Judgement {
  readonly quotes: readonly string[];
  readonly reasons: string;
  readonly level?: string | undefined;
  readonly points: number;
}

/** What is wrong with a judgement, one sentence each, precise enough to be corrected by. */
export function gradeProblems(
  { quotes, level, points }: Judgement,
  category: Category,
  submission: string,
): string[] {
  const isQuote = isQuoteFrom(submission);
  const problems = quotes
    .filter((quote) => !isQuote(quote))
    .map((quote) => `The submission does not contain the quote "${quote}": copy its own words exactly.`);
  if (quotes.length === 0 && points > 0) {
    problems.push('There is no quote: copy at least one passage of the submission that earns the points.');
  }
  const range = pointsOf(level, category);
  if (
    range !== null &&
    (points > range.most || points < range.least || (points === range.least && range.above))
  ) {
    problems.push(
      `points is ${points}, and the level "${level}" is worth ${range.above ? 'more than' : 'at least'} ` +
        `${range.least} and at most ${range.most}: choose another level or other points.`,
    );
  }
  return problems;
}

/** A level reaches down to the next one below it, which has its own points. */
function pointsOf(name: string | undefined, { levels }: Category) {
  const level = levels.find((each) => each.name === name);
  if (level === undefined) return null;
  const below = levels.map(({ points }) => points).filter((points) => points < level.points);
  return below.length === 0
    ? { least: 0, most: level.points, above: false }
    : { least: Math.max(...below), most: level.points, above: true };
}
