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

test('a picture is shown as soon as one of its motifs is complete, and without those that are not', () => {
  const dragon = { kind: 'dragon', x: 50, y: 60, size: 30, color: 'purple' };
  const begun = { title: 'Up', text: 'Luna', picture: { sky: 'day', ground: 'clouds' } };
  expect(sceneSoFar({ title: 'Up' })).toEqual({ title: 'Up' });
  expect(sceneSoFar(begun)).toEqual({ title: 'Up', text: 'Luna' });
  const drawing = { ...begun, picture: { ...begun.picture, motifs: [dragon, { kind: 'tr', x: 1 }] } };
  expect(sceneSoFar(drawing).picture?.motifs).toEqual([dragon]);
  expect(sceneSoFar('not yet an object')).toEqual({});
});
