import type { ParsedInputOf } from '../../overtime/index.ts';
import { delimit } from '../../overtime/models.ts';
import type { Cast, NumberedChapter, Outline, StyleGuide } from '../book/book-contract.ts';
import { languageName } from '../fields/text-contract.ts';
import { castText, outlineText, styleText } from '../book/book-prompt.ts';
import type { createFoundation } from './contract.ts';

type Input = ParsedInputOf<typeof createFoundation>;

export const system = [
  'You lay the foundation of a book of fiction, as data, so that others can write its chapters one by one.',
  'Write all of it, the title too, in the language that is asked for, or else in that of the idea.',
  'Be concrete: names, places, wants and costs instead of moods. Nothing contradicts what is decided already.',
].join('\n');

const wishes = (input: Input) => [
  delimit('idea', input.idea),
  delimit('genre', input.genre),
  ...(input.language === undefined ? [] : [`The language of the book is ${languageName(input.language)}.`]),
  ...(input.title === undefined ? [] : [delimit('title of the book', input.title)]),
];

export function outlinePrompt(input: Input, chapters: number): string {
  return [
    `Work out the story of a book that will be told in ${chapters} ${chapters === 1 ? 'chapter' : 'chapters'}: its title, its premise, and its parts from the first scene to the last.`,
    ...wishes(input),
    'The story begins with somebody who wants something, rises through choices that cost more each time, and ends in a change.',
  ].join('\n\n');
}

export function castPrompt(input: Input, story: Outline): string {
  return [
    'Create the 3 to 5 characters whom this book is about. Each wants something that stands in the way of another one.',
    ...wishes(input),
    delimit('outline', outlineText(story)),
    'Who has a name in the idea or the outline keeps it.',
  ].join('\n\n');
}

export function stylePrompt(input: Input, story: Outline, { characters }: Cast): string {
  return [
    'Write the style guide of this book: whoever writes a chapter keeps to it, so that all of them sound like one hand.',
    ...wishes(input),
    delimit('outline', outlineText(story)),
    delimit('characters', castText(characters)),
    'The rules are such that one can tell whether a page keeps them: about sentences, dialogue, what is shown and what is left out.',
  ].join('\n\n');
}

export function planPrompt(
  input: Input,
  story: Outline,
  { characters }: Cast,
  style: StyleGuide,
  count: number,
  earlier: readonly NumberedChapter[],
): string {
  return [
    earlier.length === 0
      ? `Plan the ${count} chapters of this book, in order.`
      : `Plan the chapters ${earlier.length + 1} to ${count} of this book, in order; those in front of them are planned.`,
    ...wishes(input),
    delimit('outline', outlineText(story)),
    delimit('characters', castText(characters)),
    delimit('style guide', styleText(style)),
    ...(earlier.length === 0
      ? []
      : [
          delimit(
            'earlier chapters',
            earlier.map(({ number, title, summary }) => `${number}. ${title}: ${summary}`).join('\n'),
          ),
        ]),
    'Together they tell all of the outline, and the last one its end. Each has a scene of its own, follows from the one before, and has a title that no other has.',
  ].join('\n\n');
}
