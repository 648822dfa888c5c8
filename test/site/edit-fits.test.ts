import { expect, test } from 'vitest';
import { editFits } from '../../src/site/edits/edit-fits.ts';

const level = { name: 'Good', description: 'Clear', points: 10 };
const rubric = {
  title: 'Essay',
  totalPoints: 10,
  categories: [{ name: 'Clarity', points: 10, levels: [level] }],
};

test('an edit that has the fields and types of the original stands in its place', () => {
  const categories = [...rubric.categories, { name: 'Voice', points: 5, levels: [] }];
  expect(editFits({ ...rubric, title: 'Mine', categories }, rubric)).toBe(true);
  expect(editFits({ level: 'Good' }, { level: null })).toBe(true);
  expect(editFits([], ['one'])).toBe(true);
});

test.each([
  [null],
  ['a text'],
  [[]],
  [{}],
  [{ ...rubric, title: ' ' }],
  [{ ...rubric, totalPoints: '10' }],
  [{ ...rubric, categories: {} }],
  [{ ...rubric, categories: [{ ...rubric.categories[0], levels: [{ name: 'Good' }] }] }],
])('%j does not stand in the place of a rubric', (edit) => {
  expect(editFits(edit, rubric)).toBe(false);
});
