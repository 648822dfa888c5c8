import { expect, test } from 'vitest';
import { bookDraft, sceneSoFar } from '../../../src/tasks/generate-book/book-draft.ts';

test('scenes that are written side by side are shown together, each in its place', () => {
  const shown: unknown[] = [];
  const draft = bookDraft(3, (value) => shown.push(value));
  draft.add({ title: 'Luna' });
  draft.addToScene(2, { text: 'Third' });
  draft.addToScene(0, { text: 'First' });
  draft.addToScene(2, { text: 'Third, longer' });
  expect(shown.at(-1)).toEqual({
    title: 'Luna',
    scenes: [{ number: 1, text: 'First' }, { number: 2 }, { number: 3, text: 'Third, longer' }],
  });
  expect(shown[1]).toEqual({
    title: 'Luna',
    scenes: [{ number: 1 }, { number: 2 }, { number: 3, text: 'Third' }],
  });
});

test('a scene is shown with what is written of it, and nothing that is not text', () => {
  expect(sceneSoFar({ title: 'Up' })).toEqual({ title: 'Up' });
  expect(sceneSoFar({ title: 'Up', text: 'Luna', shows: 'Lu' })).toEqual({ title: 'Up', text: 'Luna' });
  expect(sceneSoFar({ title: 3 })).toEqual({});
  expect(sceneSoFar('not yet an object')).toEqual({});
});
