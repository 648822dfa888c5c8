import { expect, test } from 'vitest';
import { leftOutSentence, pageNumbers } from '../../src/documents/left-out.ts';

test('what was left out is said in one sentence, with its pages where there are any', () => {
  expect(leftOutSentence([])).toBeNull();
  expect(
    leftOutSentence([
      { kind: 'page', pages: [2, 3, 4, 5], count: 4 },
      { kind: 'character', pages: [1], count: 1 },
      { kind: 'picture', count: 2 },
    ]),
  ).toBe(
    'Not read: 4 pages without text, such as scans (pages 2-5); 1 character that stands for no letter (page 1); 2 pictures.',
  );
});

test('pages that follow each other are named from the first to the last', () => {
  expect(pageNumbers([3])).toBe('page 3');
  expect(pageNumbers([1, 3, 4, 5, 9])).toBe('pages 1, 3-5, 9');
});
