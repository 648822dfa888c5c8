import { expect, test } from 'vitest';
import { sceneProblems } from '../../../src/tasks/generate-book/scene-check.ts';

const luna = { name: 'Captain Luna' };
const fine = { consistent: true, problems: [] };

test('a scene that names the character and has a good review can stay', () => {
  expect(sceneProblems({ text: 'LUNA laughed.' }, luna, fine)).toEqual([]);
});

test('a scene without its character cannot, whatever the review says', () => {
  expect(sceneProblems({ text: 'Somebody laughed.' }, luna, fine)).toEqual([
    'The text never names Captain Luna, whom the book is about.',
  ]);
});

test('what a review finds counts only when it calls the scene inconsistent, and then always', () => {
  const text = 'Luna laughed.';
  expect(sceneProblems({ text }, luna, { consistent: true, problems: ['A matter of taste.'] })).toEqual([]);
  expect(sceneProblems({ text }, luna, { consistent: false, problems: ['She is purple.'] })).toEqual([
    'She is purple.',
  ]);
  expect(sceneProblems({ text }, luna, { consistent: false, problems: [] })).toHaveLength(1);
});
