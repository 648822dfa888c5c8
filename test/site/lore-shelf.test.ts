import { expect, test } from 'vitest';
import { canChoose, chosenLoreOf, isLore, type ShelfItem } from '../../src/site/lore/lore-shelf.ts';
import { storedItems } from '../../src/site/lore/old-shelf.ts';
import { chosenLore } from '../../src/tasks/lore/lore-contract.ts';
import { sampleCharacter, sampleLore } from '../tasks/lore/sample-lore.ts';

const characters = (count: number, chosen: boolean): ShelfItem[] =>
  Array.from({ length: count }, (_, index) => ({
    id: count - index,
    job_id: 'a',
    item_index: index,
    kind: 'characters',
    item: sampleCharacter(`a ${index}`),
    theme: 'salt',
    sample: false,
    chosen,
    removed: false,
  }));

test('the chosen items are what a story takes', () => {
  const items = [...characters(4, false), ...characters(10, true)];
  expect(chosenLoreOf(items).characters).toHaveLength(10);
  expect(chosenLore.safeParse(chosenLoreOf(items)).success).toBe(true);
  expect([canChoose(items, 'characters'), canChoose(items, 'relics')]).toEqual([false, true]);
});

test('an item that is none of its kind is not shown', () => {
  const [item] = sampleLore.relics;
  if (item === undefined) throw new Error('There is no sample of a relic.');
  expect([isLore({ kind: 'relics', item }), isLore({ kind: 'characters', item })]).toEqual([true, false]);
});

test('a shelf that a browser kept is read as rows, and one that was spoilt has none', () => {
  const [relic] = sampleLore.relics;
  const kept = {
    theme: 'salt',
    items: [{ id: 'job-with-dashes-3', kind: 'relics', item: relic, sample: true, chosen: false }],
    jobIds: ['job-with-dashes'],
  };
  expect(storedItems(JSON.stringify(kept))).toEqual([
    {
      job_id: 'job-with-dashes',
      item_index: 3,
      kind: 'relics',
      item: relic,
      theme: 'salt',
      sample: true,
      chosen: false,
    },
  ]);
  const wrongKind = JSON.stringify(kept).replace('"relics"', '"characters"');
  for (const text of ['', '{', '[]', '{"items":[{}]}', wrongKind]) {
    expect([text, storedItems(text)]).toEqual([text, []]);
  }
});
