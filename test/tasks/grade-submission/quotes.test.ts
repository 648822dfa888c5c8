import { expect, test } from 'vitest';
import { gradeProblems } from '../../../src/tasks/grade-submission/grade-check.ts';
import { plainText } from '../../../src/documents/plain-text.ts';
import { isQuoteFrom, quoteFinder } from '../../../src/tasks/grade-submission/quotes.ts';

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

test.for([
  [
    'ligatures',
    'The e\uFB00ect is signi\uFB01cant, an o\uFB03cial \uFB02aw.',
    'effect is significant, an official flaw',
  ],
  ['accents as marks of their own', 'Le cafe\u0301 de la re\u0301volution', 'Le café de la révolution'],
  ['accents in one with their letters', 'Le café de la révolution', 'Le cafe\u0301 de la re\u0301volution'],
  ['marks of direction', '\u202Bכתיבה \u200Fברורה\u202C מאוד', 'כתיבה ברורה מאוד'],
  ['soft hyphens', 'Natur\u00ADschutz\u00ADgebiet im Norden', 'Naturschutzgebiet im Norden'],
  [
    'quotation marks of any language',
    '„Nein“, sagte er, »es ist ‚gut‘ so« und ging',
    '"Nein", sagte er, \'es ist "gut" so\' und ging',
  ],
  ['dashes and minus signs', 'a change of \u22125 °C – at least', 'a change of -5 °C — at least'],
  ['dots', 'So they waited\u2026 and waited', 'So they waited... and waited'],
  ['spaces that do not break', 'In\u00A0100\u202Fyears nothing\u2009changed', 'In 100 years nothing changed'],
  ['line breaks', 'nothing\r\n  has\u2028changed since', 'nothing has changed since'],
  ['words divided at the ends of lines', 'the photo-\nsynthesis of plants', 'the photosynthesis of plants'],
  ['forms of full width', 'ＡＢＣ分析を行った結果', 'ABC分析を行った結果'],
  ['emphasis in Markdown', 'Bees **matter** _more_ than `most`', 'Bees matter more than most'],
  ['cells of a table', 'Year | Hives | Loss', 'Year Hives Loss'],
  ['the full stop after half a sentence', 'They left early, and came back', 'They left early.'],
] as const)('%s do not hide a quote', ([, submission, quote]) => {
  expect(isQuoteFrom(submission)(quote)).toBe(true);
  expect(isQuoteFrom(submission)(quote.replace(/\p{L}/u, 'x'))).toBe(false);
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
  expect(quoteFinder(many('\u00AD'))(`x${many('.')}x`)).toBeNull();
  expect(plainText(many('<')).length).toBe(200_000);
  expect(plainText(`a${many(' ')}b${many('\n')}c${many(' \n')}d`)).toBe('a b\nc\nd');
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1e6).toBeLessThan(5);
});
