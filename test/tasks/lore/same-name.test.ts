import { expect, test } from 'vitest';
import { mentions, nameProblems } from '../../../src/tasks/lore/same-name.ts';

test.for([
  ['The Tidebell', 'tidebell'],
  ['Míra  Voss', 'Mira Voss'],
  ['Salt-Ledger', 'the salt ledger'],
])('%s and %s are one name', ([one = '', other = '']) => {
  expect(nameProblems({ name: one }, ['Somebody', other])).toEqual([
    `"${one}" is taken by "${other}": find another name.`,
  ]);
});

test.for([
  ['Mira Voss', 'Mira Vole'],
  ['The Bell', 'The Bellows'],
  ['The', 'A'],
])('%s and %s are two names', ([one = '', other = '']) => {
  expect(nameProblems({ name: one }, [other])).toEqual([]);
});

test.for([
  ['At dawn Mira came.', 'Mira Voss'],
  ['The lantern went out.', 'The Lantern of Tides'],
  ['Two Wardens stood there.', 'Warden'],
  ['And Al laughed.', 'Al'],
])('"%s" mentions %s', ([text = '', name = '']) => {
  expect(mentions(text, name)).toBe(true);
});

test.for([
  ['The admiral came.', 'Mira Voss'],
  ['Also, he laughed.', 'Al'],
  ['It was the end of it.', 'The Lantern of Tides'],
])('"%s" does not mention %s', ([text = '', name = '']) => {
  expect(mentions(text, name)).toBe(false);
});
