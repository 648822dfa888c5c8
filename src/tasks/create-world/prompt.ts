import { delimit } from '../../overtime/models.ts';
import { type ChosenLore, loreKinds, type WorldBrief } from '../lore/lore-contract.ts';
import { briefParts } from '../lore/lore-prompt.ts';
import type { Chapter, Outline } from './outline.ts';

/** How long a chapter is, in words; at the slowest models' pace this fits into one call's time. */
export const chapterWords = 450;

/** How much of the story so far the prompt quotes, in characters; the summaries cover the rest. */
const longestRecap = 6000;

export const outlineSystem = [
  'You plan a story that brings a world of fiction to life, as data.',
  'Everything in the lore takes part under its own name, and nothing contradicts the lore.',
  'The chapters rise to a crisis that follows from what the characters want, and end in a change.',
].join('\n');

export const chapterSystem = [
  'You write one chapter of a story after its plan: prose alone, without a heading and without comment.',
  'Show scenes with action, senses and dialogue. Keep to the names and facts of the lore.',
].join('\n');

type StoryInput = WorldBrief & { readonly title?: string | undefined; readonly lore: ChosenLore };

export function outlinePrompt(input: StoryInput): string {
  return [
    'Plan a story of 3 to 5 chapters set in this world.',
    ...(input.title === undefined ? [] : [delimit('title of the story', input.title)]),
    ...briefParts(input),
    'Every item of the lore occurs by name in the summary of at least one chapter.',
    delimit('lore', loreText(input.lore)),
  ].join('\n\n');
}

/** Asks for one chapter; `before` are the texts of those in front of it. */
export function chapterPrompt(
  input: StoryInput,
  plan: Outline,
  chapter: Chapter,
  before: readonly string[],
): string {
  const number = before.length + 1;
  const isLast = number === plan.chapters.length;
  const list = plan.chapters.map(({ heading, summary }, index) => `${index + 1}. ${heading}: ${summary}`);
  return [
    `Write chapter ${number} of ${plan.chapters.length}, about ${chapterWords} words.`,
    delimit('chapter', `${chapter.heading}\n${chapter.summary}`),
    isLast ? 'It is the last one: bring the story to its end.' : 'Leave what follows to the next chapters.',
    ...briefParts(input),
    delimit('lore', loreText(input.lore)),
    delimit('plan of the story', [plan.title, plan.premise, ...list].join('\n')),
    ...(before.length === 0
      ? []
      : [
          'Go on from where the story stands.',
          delimit('end of the story so far', before.join('\n\n').slice(-longestRecap)),
        ]),
  ].join('\n\n');
}

function loreText(lore: ChosenLore): string {
  return loreKinds
    .filter((kind) => lore[kind].length > 0)
    .map((kind) => `${kind}:\n${lore[kind].map(itemText).join('\n')}`)
    .join('\n\n');
}

function itemText(item: { readonly name: string }): string {
  const { name, ...rest } = item;
  const facts = Object.entries(rest).map(
    ([field, value]) => `  ${field}: ${Array.isArray(value) ? value.join('; ') : String(value)}`,
  );
  return [`- ${name}`, ...facts].join('\n');
}
