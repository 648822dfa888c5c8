import { expect, test } from 'vitest';
import { readingAge } from '../../../src/tasks/generate-book/reading-age.ts';

test('a page grows with the oldest reader', () => {
  const most = ['2', '3-5', '7-10', '10-12', '14'].map((ages) => readingAge(ages).mostWords);
  expect(most).toEqual(most.toSorted((a, b) => a - b));
  expect(new Set(most).size).toBe(5);
  expect(readingAge('4-6')).toEqual(readingAge('6'));
  expect(readingAge('1-17').mostWords).toBe(readingAge('17').mostWords);
});
