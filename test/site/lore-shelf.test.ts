import { expect, test } from 'vitest';
import {
  chosenLoreOf,
  emptyShelf,
  parseShelf,
  withChosen,
  without,
  withPutBack,
  withWritten,
  type Written,
} from '../../src/site/lore/lore-shelf.ts';
import { chosenLore } from '../../src/tasks/lore/lore-contract.ts';
import { sampleCharacter, sampleLore } from '../tasks/lore/sample-lore.ts';

const characters = (jobId: string, count: number): Written => ({
  jobId,
  kind: 'characters',
  items: Array.from({ length: count }, (_, index) => sampleCharacter(`${jobId} ${index}`)),
  sample: false,
});
const names = (shelf: typeof emptyShelf) => shelf.items.map(({ item }) => item.name);

test('what a job wrote is put in front, chosen, and only once', () => {
  const shelf = withWritten(withWritten(emptyShelf, characters('a', 2)), characters('b', 1));
  expect(names(shelf)).toEqual(['b 0', 'a 0', 'a 1']);
  expect(shelf.items.every(({ chosen }) => chosen)).toBe(true);
  expect(withWritten(shelf, characters('a', 2))).toBe(shelf);
  expect(withWritten(without(shelf, 'a-0'), characters('a', 2)).items).toHaveLength(2);
});

test('what was removed is put back, and what was left out stays left out', () => {
  const shelf = withChosen(withWritten(emptyShelf, characters('a', 3)), 'a-2', false);
  const back = withPutBack(without(shelf, 'a-0'), characters('a', 3));
  expect(back.items.map(({ id, chosen }) => [id, chosen])).toEqual([
    ['a-0', true],
    ['a-1', true],
    ['a-2', false],
  ]);
});

test('ten of a kind are chosen at most, as many as a story takes', () => {
  const shelf = withWritten(withWritten(emptyShelf, characters('a', 8)), characters('b', 8));
  expect(chosenLoreOf(shelf).characters).toHaveLength(10);
  expect(chosenLore.safeParse(chosenLoreOf(shelf)).success).toBe(true);
  expect(chosenLoreOf(withChosen(shelf, 'b-7', true)).characters).toHaveLength(10);
  const room = withChosen(withChosen(shelf, 'a-0', false), 'b-7', true);
  expect(chosenLoreOf(room).characters.map(({ name }) => name)).toContain('b 7');
});

test('a full shelf loses its oldest items, and none that is chosen', () => {
  let shelf = emptyShelf;
  for (let job = 0; job < 30; job += 1) shelf = withWritten(shelf, characters(`job-${job}`, 10));
  expect(shelf.items).toHaveLength(200);
  expect(names(shelf)[0]).toBe('job-29 0');
  expect(shelf.items.filter(({ chosen }) => chosen).map(({ id }) => id)).toEqual(
    Array.from({ length: 10 }, (_, index) => `job-0-${index}`),
  );
});

test('a shelf that was stored is read again, and one that was spoilt is empty', () => {
  const [relic] = sampleLore.relics;
  const shelf = withWritten(
    { ...emptyShelf, theme: 'salt' },
    { jobId: 'r', kind: 'relics', items: relic === undefined ? [] : [relic], sample: true },
  );
  expect(shelf.items).toHaveLength(1);
  expect(parseShelf(JSON.stringify(shelf))).toEqual(shelf);
  const wrongKind = JSON.stringify(shelf).replace('"relics"', '"characters"');
  for (const text of [null, '', '{', '[]', '{"items":[{}]}', wrongKind]) {
    expect([text, parseShelf(text)]).toEqual([text, emptyShelf]);
  }
});
