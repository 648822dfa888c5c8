import type { Rubric } from '../rubric/rubric-contract.ts';
import type { Grade } from './contract.ts';
import type { Judgement } from './grade-check.ts';
import { isQuoteFrom } from './quotes.ts';

type Category = Rubric['categories'][number];

const longestQuote = 240;

/** A grade with a sentence of the submission as its quote: each category takes another sentence and level. */
export function judgementSample(category: Category, at: number, submission: string): Judgement {
  const isQuote = isQuoteFrom(submission);
  const sentences = submission
    .split(/(?<=[.!?。])\s+|\n+/)
    .map((sentence) => sentence.trim().slice(0, longestQuote))
    .filter((sentence) => /\p{L}{2}/u.test(sentence) && isQuote(sentence));
  const quote = sentences[at % Math.max(1, sentences.length)];
  const levels = category.levels.toSorted((a, b) => b.points - a.points);
  // The best or the second one; the weakest where there is nothing to quote.
  const level = quote === undefined ? levels.at(-1) : levels[at % Math.min(2, levels.length)];
  return {
    quotes: quote === undefined ? [] : [quote],
    reasons:
      quote === undefined
        ? `The work shows nothing of ${category.name}.`
        : `The passage bears on ${category.name}. ${level?.description ? `It comes closest to “${level.name}”: ${level.description}` : 'Most of what is asked for can be seen in it.'}`,
    ...(level === undefined ? {} : { level: level.name }),
    points: quote === undefined ? 0 : (level?.points ?? Math.round(category.points * 0.8)),
  };
}

/** Feedback on the category that was done best and on the one that would gain the most. */
export function feedbackSample(grades: readonly Grade[]): string {
  const share = ({ points, maxPoints }: Grade) => (maxPoints === 0 ? 1 : points / maxPoints);
  const [best] = grades.toSorted((a, b) => share(b) - share(a));
  const weakest = grades.toSorted((a, b) => share(a) - share(b)).find((grade) => grade !== best);
  const [quote] = best?.quotes ?? [];
  return [
    `What you do best is ${best?.category ?? 'the whole'}.`,
    quote === undefined
      ? 'A reader can follow you.'
      : `When you write “${quote}”, a reader knows at once what you mean.`,
    weakest === undefined
      ? 'Keep to it, and look at each paragraph once more for the one sentence that it could do without.'
      : `You would gain the most by working on ${weakest.category}: take one paragraph, ask of each of its sentences what it does for this, and write those again that do nothing.`,
    'Read the result aloud, and stop wherever you stumble: that is where your reader will stumble too.',
  ].join(' ');
}
