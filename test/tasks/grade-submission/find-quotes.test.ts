import { expect, test } from 'vitest';
import { quoteFinder } from '../../../src/tasks/grade-submission/quotes.ts';

/** What the text has where each quote was found. */
const found = (text: string, ...quotes: string[]) =>
  quotes.map(quoteFinder(text)).map((place) => (place === null ? null : text.slice(place.start, place.end)));

test('a quote is found where it stands', () => {
  expect(found('One two three. Four five.', 'two three', 'Four five.')).toEqual(['two three', 'Four five.']);
});

test('line breaks, hyphens at their ends, and the kinds of quotation marks do not hide a quote', () => {
  const text = 'He said “wait, the ex-\nperi­ment is not over” — and it was not.';
  expect(found(text, '"wait, the experiment is not over" - and')).toEqual([
    'wait, the ex-\nperi­ment is not over” — and',
  ]);
  expect(found(text, '…the experiment is…')).toEqual(['the ex-\nperi­ment is']);
});

test('places count in the units of the text, also after letters that are two of them or that unfold', () => {
  expect(found('𝔘𝔫𝔞 😀 the ﬁnal office 😀.', 'the final office 😀')).toEqual(['the ﬁnal office 😀']);
});

test('a quote that is not there, or that is only marks, has no place', () => {
  expect(found('One two three.', 'four', '“…”', '')).toEqual([null, null, null]);
});
