import { expect, test } from 'vitest';
import { gradeProblems } from '../../../src/tasks/grade-submission/grade-check.ts';
import { plainText } from '../../../src/tasks/grade-submission/plain-text.ts';
import { findQuotes } from '../../../src/site/rubric/find-quotes.ts';
import { isQuoteFrom } from '../../../src/tasks/grade-submission/quotes.ts';

const text =
  'Bees matter more than “most” people think — they do.\nFarmers rent hives every spring, because al-\nmonds ' +
  'cannot set fruit without them. It’s a well-known ﬁgure…';
const isQuote = isQuoteFrom(text);

test.each([
  'Bees matter more than “most” people think',
  'Bees matter more than "most" people think - they do.',
  '"Bees matter more"',
  '“Farmers rent hives every spring…”',
  '...because almonds cannot set fruit',
  'because  al-\n monds cannot',
  "It's a well-known figure",
  'wellknown figure...',
])('%j is a quote: print, white space and marks do not count', (quote) => {
  expect(isQuote(quote)).toBe(true);
});

test.each([
  'Bees matter less than most people think',
  'Bees matter more … they do.',
  'bees matter more than',
  'Farmers rent hives each spring',
  'fruit',
  'al',
  '',
  '"…"',
  'Farmers hives every spring',
])('%j is none', (quote) => {
  expect(isQuote(quote)).toBe(false);
});

test('of a submission of a few letters all is a quote, and no part', () => {
  expect(isQuoteFrom('Yes.')('Yes.')).toBe(true);
  expect(isQuoteFrom('Yes.')('es')).toBe(false);
});

const category = {
  name: 'Thesis',
  description: '',
  points: 20,
  levels: [
    { name: 'Good', description: '', points: 20 },
    { name: 'Fair', description: '', points: 12 },
    { name: 'Poor', description: '', points: 5 },
  ],
};
const judged = (level: string, points: number, quotes = ['Bees matter more']) =>
  gradeProblems({ level, points, quotes, reasons: 'Because.' }, category, text);

test.each([
  ['Good', 20],
  ['Good', 12.5],
  ['Fair', 12],
  ['Poor', 5],
  ['Poor', 0],
])('%s with %d points is a grade', (level, points) => {
  expect(judged(level, points)).toEqual([]);
});

test.each([
  ['Good', 12, 'more than 12 and at most 20'],
  ['Fair', 5, 'more than 5 and at most 12'],
  ['Fair', 13, 'more than 5 and at most 12'],
  ['Poor', 6, 'at least 0 and at most 5'],
])('%s with %d points contradicts itself', (level, points, range) => {
  expect(judged(level, points)).toEqual([
    `points is ${points}, and the level "${level}" is worth ${range}: choose another level or other points.`,
  ]);
});

test('a quote that is not there is named, and points need a quote', () => {
  expect(judged('Good', 20, ['Bees matter more', 'Wasps are better'])).toEqual([
    'The submission does not contain the quote "Wasps are better": copy its own words exactly.',
  ]);
  expect(judged('Poor', 3, [])).toEqual([
    'There is no quote: copy at least one passage of the submission that earns the points.',
  ]);
  expect(judged('Poor', 0, [])).toEqual([]);
});

test('a document in HTML becomes the text that a reader sees', () => {
  expect(
    plainText(
      '<h1>Bees</h1><p>They <strong>mat</strong>ter &amp; sting.<br />A lot.</p><table><tr><td>a</td><td>1 &lt; 2</td></tr>' +
        '<tr><td>b</td><td>&amp;lt;</td></tr></table><ul><li>one</li></ul>',
    ),
  ).toBe('Bees\nThey matter & sting.\nA lot.\na 1 < 2\nb &lt;\none');
});

test('texts and quotes of 200,000 marks, spaces or tags take no time to speak of', () => {
  const many = (sign: string) => sign.repeat(200_000);
  const before = process.cpuUsage();
  expect(isQuoteFrom(many('a'))(`x${many('"')}x`)).toBe(false);
  expect(isQuoteFrom(many('a'))(`b${'a'.repeat(100_000)}`)).toBe(false);
  expect(isQuoteFrom('Bees matter')(many('…'))).toBe(false);
  expect(findQuotes(many('\u00AD'), [`x${many('.')}x`])).toEqual([null]);
  expect(plainText(many('<')).length).toBe(200_000);
  expect(plainText(`a${many(' ')}b${many('\n')}c${many(' \n')}d`)).toBe('a b\nc\nd');
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1e6).toBeLessThan(5);
});
