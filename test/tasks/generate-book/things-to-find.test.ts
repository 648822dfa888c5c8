import { expect, test } from 'vitest';
import type { MotifKind, Picture } from '../../../src/picture.ts';
import { searchQuestion, thingsToFind } from '../../../src/tasks/generate-book/things-to-find.ts';

const pictureOf = (...kinds: MotifKind[]): Picture => ({
  sky: 'day',
  ground: 'meadow',
  motifs: kinds.map((kind) => ({ kind, x: 50, y: 50, size: 10, color: 'red' })),
});

test('what is to be found is what is there, counted, the rarest first and without the scenery', () => {
  expect(thingsToFind(pictureOf('sun', 'bird', 'bird', 'key', 'cloud', 'bird', 'owl', 'owl'))).toEqual([
    { kind: 'key', count: 1 },
    { kind: 'owl', count: 2 },
    { kind: 'bird', count: 3 },
  ]);
});

test('nobody has to look for more than six kinds of things', () => {
  const crowd = pictureOf('key', 'owl', 'bird', 'cat', 'dog', 'book', 'crown', 'heart');
  expect(thingsToFind(crowd)).toHaveLength(6);
});

test('the question names them as one says it', () => {
  const find = thingsToFind(pictureOf('owl', 'key', 'butterfly', 'butterfly', 'fish', 'fish', 'fish'));
  expect(searchQuestion(find)).toBe('Can you find an owl, a key, 2 butterflies and 3 fish?');
  expect(searchQuestion(thingsToFind(pictureOf('key')))).toBe('Can you find a key?');
  expect(searchQuestion([])).toBeNull();
});
