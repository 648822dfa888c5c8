import { expect, test } from 'vitest';
import type { Fact } from '../../../src/llm/demo/fact.ts';
import { factsFrom } from '../../../src/llm/demo/facts.ts';

/** `Thesis 20: Excellent 20, Poor 5` for each fact. */
function outline(document: string): string[] {
  const brief = (fact: Fact) => `${fact.name} ${fact.number}`;
  return factsFrom(document).parts.map((fact) => [brief(fact), fact.parts.map(brief).join(', ')].join(': '));
}

test('a table whose header names levels with points lists rows with those levels', () => {
  const table = [
    'Criteria | Excellent (10) | Good (7) | Poor (3)',
    'Thesis | Clear and bold | Clear | Absent',
    'Style | Elegant | Readable | Muddled',
  ];
  expect(outline(`Essay\n${table.join('\n')}`)).toEqual([
    'Thesis 10: Excellent 10, Good 7, Poor 3',
    'Style 10: Excellent 10, Good 7, Poor 3',
  ]);
});

test('points in the cells count before those in the header', () => {
  const html =
    '<h1>Lab</h1><table><tr><th>Area</th><th>Expert</th><th>Novice</th></tr>' +
    '<tr><td><p>Method (20 points)</p><p>Can be repeated.</p></td><td><p>18-20 pts</p><p>Complete</p></td>' +
    '<td>6 points: Vague</td></tr></table>';
  const [method] = factsFrom(html).parts;
  expect(method).toMatchObject({ name: 'Method', number: 20, text: 'Can be repeated.' });
  expect(method?.parts).toMatchObject([
    { name: 'Expert', number: 20, text: 'Complete' },
    { name: 'Novice', number: 6, text: 'Vague' },
  ]);
});

test('headings with lines of levels list the headings', () => {
  const text = [
    'Talk',
    '1. Delivery (20 points)',
    '- Excellent (20): Speaks freely.',
    '- Poor (5): Reads aloud.',
    '2. Slides (10 points)',
    'Good - 10 points - Clear figures.',
    'Needs Improvement - 3 points - Walls of text.',
  ];
  expect(outline(text.join('\n'))).toEqual([
    'Delivery 20: Excellent 20, Poor 5',
    'Slides 10: Good 10, Needs Improvement 3',
  ]);
});

test('a table of levels belongs to the heading above it', () => {
  const table = (best: number) =>
    `<table><tr><th>Level</th><th>Points</th><th>Description</th></tr><tr><td>Outstanding</td><td>${best}</td>` +
    '<td>All</td></tr><tr><td>Weak</td><td>2</td><td>None</td></tr></table>';
  expect(outline(`<h1>Poster</h1><h2>Content</h2>${table(12)}<h2>Design</h2>${table(8)}`)).toEqual([
    'Content 12: Outstanding 12, Weak 2',
    'Design 8: Outstanding 8, Weak 2',
  ]);
});

test('a table under a heading whose first column is called Level holds levels, whatever their names', () => {
  const category = (name: string) => [
    `## ${name} (20 points)`,
    `What ${name} is`,
    '| Level | Points | Description |\n| --- | ---: | --- |\n| Solid | 20 | Holds |\n| Shaky | 5 | Falls |',
  ];
  expect(
    outline(['# Essay', 'Total: 40 points', ...category('Thesis'), ...category('Style')].join('\n\n')),
  ).toEqual(['Thesis 20: Solid 20, Shaky 5', 'Style 20: Solid 20, Shaky 5']);
});

test('a list of points without levels lists its items', () => {
  const text = 'Paper\nGraded on these:\n• Question (25%): Precise.\n• Form (75%): Correct.';
  expect(outline(text)).toEqual(['Question 25: ', 'Form 75: ']);
});

test('levels without points share those of their row, from the best down', () => {
  const text = 'Report\nCriteria | Poor | Good | Points\nData | None | Complete | 20';
  expect(outline(text)).toEqual(['Data 20: Good 20, Poor 10']);
});

test('levels counted from 4 to 1 are shares of the points of their row', () => {
  expect(outline('W\nWriting | 4 | 2\nIdeas (20 pts) | rich | thin')).toEqual(['Ideas 20: 4 20, 2 10']);
});

test('a row of totals is no row of its own', () => {
  const html =
    '<p>Team</p><table><tr><td>Part</td><td>Points</td></tr><tr><td>Code</td><td>35</td></tr><tr><td>Total</td><td>35</td></tr></table>';
  expect(outline(html)).toEqual(['Code 35: ']);
});

test('a table that goes on over a page keeps its header, repeated or not', () => {
  const header = 'Criteria | Good (10) | Poor (3)';
  const cell = 'A sentence that is long enough to be no header at all';
  const row = (name: string) => `${name} | ${cell} | ${cell}`;
  const pages = ['Essay', header, row('Thesis'), header, row('Style'), 'Page 2 of the handbook', row('Form')];
  expect(outline(pages.join('\n'))).toEqual([
    'Thesis 10: Good 10, Poor 3',
    'Style 10: Good 10, Poor 3',
    'Form 10: Good 10, Poor 3',
  ]);
});

test('a row whose first cell is empty goes on with the row above', () => {
  const text = 'E\nCriteria | Good (5) | Poor (1)\nStyle | Reads | Stumbles\n | well | often';
  expect(factsFrom(text).parts[0]?.parts.map((part) => part.text)).toEqual(['Reads well', 'Stumbles often']);
});

test('entities of HTML are read as characters', () => {
  expect(factsFrom('<h1>Q&amp;A &#8211; notes</h1><p>x</p>').name).toBe('Q&A – notes');
});

test('prose without any list yields its sentences', () => {
  const facts = factsFrom('A note\nThe first sentence tells of ships. The second one tells of harbours.');
  expect(facts.parts.map((part) => part.text)).toEqual([
    'The first sentence tells of ships.',
    'The second one tells of harbours.',
  ]);
});

test.each(['', ' ', '|', ' | ', '<table></table>', '<p>', '&#99999999;<p>', '((((', '\n\n\n'])(
  'the odd document %j is read without an error',
  (document) => {
    expect(factsFrom(document).name).not.toBe('');
  },
);
