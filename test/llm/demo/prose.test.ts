import { expect, test } from 'vitest';
import { delimit } from '../../../src/llm/delimit.ts';
import { demoProse } from './ask-demo.ts';

const lore = [
  'characters:',
  '- Mira Voss',
  '  role: keeper of the tide bell',
  '- Tobin Hale',
  'settings:',
  '- The Lantern Quarter',
].join('\n');

function chapter(
  number: number,
  wanted: number,
  plot: string,
  theme = 'a drowned city of clockmakers',
): string {
  return [
    `Write chapter ${number} of 4, about ${wanted} words.`,
    delimit('chapter', `The Second Tide\n${plot}`),
    delimit('theme of the world', theme),
    delimit('lore', lore),
  ].join('\n\n');
}

const plot = 'Mira finds the brass egg in the belfry. Tobin warns her about the regent.';

function words(text: string): string[] {
  return text.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? [];
}

test.each([150, 450, 900, 1500])('a chapter of about %i words has about that many', (wanted) => {
  const { length } = words(demoProse(chapter(1, wanted, plot)));
  expect(length).toBeGreaterThan(wanted * 0.8);
  expect(length).toBeLessThan(wanted * 1.25);
});

test('a chapter tells its own plot, of its own people, in its own world', () => {
  const text = demoProse(chapter(2, 900, plot));
  expect(text).toContain('Mira finds the brass egg in the belfry.');
  expect(text).toContain('Tobin warns her about the regent.');
  expect(text.indexOf('brass egg')).toBeLessThan(text.indexOf('warns her'));
  expect(text.match(/\bMira\b/g)?.length).toBeGreaterThan(8);
  expect(text.match(/\bTobin\b/g)?.length).toBeGreaterThan(3);
  expect(text).toContain('the Lantern Quarter');
  expect(text).toContain('drowned city of clockmakers');
});

test('a chapter is made of paragraphs and dialogue, and repeats no sentence', () => {
  const text = demoProse(chapter(1, 1200, plot));
  const paragraphs = text.split('\n\n');
  expect(paragraphs.length).toBeGreaterThan(15);
  expect(paragraphs.filter((paragraph) => paragraph.startsWith('“')).length).toBeGreaterThan(5);
  const sentences = text.split(/(?<=[.!?”])\s+/).filter((sentence) => words(sentence).length > 6);
  expect(new Set(sentences).size).toBe(sentences.length);
  // Nothing of the templates is left: no slot, no choice, no article before the wrong sound.
  expect(text).not.toMatch(/[{}|[\]\uE000]|\bundefined\b|\ba [aeio]|\bthe the\b|\.\./i);
});

test('the chapters of a story do not tell the same paragraphs again', () => {
  const [first = '', second = ''] = [1, 2].map((number) =>
    demoProse(chapter(number, 450, 'The bell is heard. Nobody speaks of it.')),
  );
  const bare = (text: string) =>
    new Set(words(text.toLowerCase()).map((_, index, all) => all.slice(index, index + 6).join(' ')));
  const shared = [...bare(first)].filter((run) => bare(second).has(run));
  // What the plan says of both, and hardly anything else.
  expect(shared.length / bare(first).size).toBeLessThan(0.1);
});

test('the same prompt is the same text, and another prompt is another one', () => {
  const text = demoProse(chapter(1, 450, plot));
  expect(demoProse(chapter(1, 450, plot))).toBe(text);
  const other = demoProse(chapter(1, 450, plot, 'a desert railway'));
  expect(other).not.toBe(text);
  expect(other).toContain('desert railway');
  expect(other).not.toContain('clockmakers');
});

test('feedback speaks of the grades: the best first, and the weakest as what to change', () => {
  const grades = [
    'Thesis: 9 of 10 points. Clear.\n- "Bicycles change whole cities."',
    'Evidence: 3 of 10 points. Thin.',
    'Style: 6 of 10 points. Fair.',
  ];
  const text = demoProse(
    `Write the feedback, in about 120 words.\n\n${delimit('grades', grades.join('\n\n'))}`,
    'You write feedback to a student from the grades of their work.',
  );
  expect(text.indexOf('“Thesis”')).toBeGreaterThan(0);
  expect(text.indexOf('“Thesis”')).toBeLessThan(text.indexOf('“Evidence”'));
  expect(text).toContain('“Bicycles change whole cities”');
  expect(words(text).length).toBeGreaterThan(60);
  expect(words(text).length).toBeLessThan(160);
});

test('a complaint about the length is heeded', () => {
  const again = [
    chapter(1, 450, plot),
    delimit('complaints', '- The chapter has 450 words: write about 700.'),
    delimit('earlier answer', 'Too short.'),
  ];
  const { length } = words(demoProse(again.join('\n\n')));
  expect(length).toBeGreaterThan(550);
});
