import { expand } from './template.ts';
import type { World } from './world.ts';
import { countWords } from './write-prose.ts';

const graded = /^(.{1,120}?): (\d+(?:\.\d+)?) of (\d+(?:\.\d+)?) points/gm;

const sentences = {
  best: [
    'Your work is strongest in “{best}”: [a reader can follow you there without effort|what you set out to do there, you do].',
    'The best part of your work is “{best}”, and it is good to see [how much care went into it|that you knew what you wanted to say].',
  ],
  quote: [
    'A sentence such as “{quote}” shows what you can do; let more of the text be like it.',
    'Build on places like “{quote}”, where the thought and the wording fit.',
  ],
  weak: [
    'The most would be gained in “{weak}”. Choose the one place where it matters, and say there in two more sentences what you mean and how you know it.',
    'Turn to “{weak}” next: take your main point, add one example of your own, and say what follows from it.',
  ],
  second: [
    'After that, look at “{second}” and ask of each paragraph what it is for; what has no answer can go.',
    'For “{second}”, read the text aloud once: wherever you stumble, a shorter sentence will help.',
  ],
  end: [
    'None of this asks you to begin again. [An hour|One more pass] with these two things in mind will [carry the rest|be enough].',
    'You have [the harder half|a good frame] already; what is left can be done step by step.',
  ],
} as const;

/** Feedback to the writer of graded work: what is best, what to change, and how. */
export function writeFeedback(world: World, words: number): string {
  const { said, chance } = world;
  const grades = Array.from(said.matchAll(graded), ([, name = '', points, most]) => ({
    name,
    share: Number(points) / Math.max(1, Number(most)),
  })).toSorted((a, b) => b.share - a.share);
  const quote = /^- "(.{12,120}?)[.!?]?"$/m.exec(said)?.[1] ?? '';
  const slots = {
    best: grades[0]?.name ?? 'its main idea',
    weak: grades.at(-1)?.name ?? 'its reasons',
    second: grades.at(-2)?.name ?? '',
    quote,
  };
  const kinds = (['best', 'quote', 'weak', 'second', 'end'] as const).filter(
    (kind) => (kind !== 'quote' || quote !== '') && (kind !== 'second' || grades.length > 2),
  );
  const text = kinds.map((kind) => expand(chance.pick(sentences[kind]), slots, chance));
  // The end is said last also where there was room for little.
  while (text.length > 2 && countWords(text.join(' ')) > words * 1.4) text.splice(-2, 1);
  return text.join(' ');
}
