import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pointProblems } from '../../../src/tasks/rubric/point-problems.ts';
import { rubric, type Rubric } from '../../../src/tasks/rubric/rubric-contract.ts';
import { sampleRubric, shareOut } from '../../../src/tasks/rubric/sample.ts';

/** `Thesis 20: Excellent 20, Poor 5` for each category. */
function outline({ categories }: Rubric): string[] {
  const brief = ({ name, points }: { name: string; points: number }) => `${name} ${points}`;
  return categories.map((category) => [brief(category), category.levels.map(brief).join(', ')].join(': '));
}
const found = (document: string) => outline(sampleRubric(document));

test('a table whose header names levels with points lists rows with those levels', () => {
  const table = [
    'Criteria | Excellent (10) | Good (7) | Poor (3)',
    'Thesis | Clear and bold | Clear | Absent',
    'Style | Elegant | Readable | Muddled',
  ];
  expect(found(`Essay\n${table.join('\n')}`)).toEqual([
    'Thesis 10: Excellent 10, Good 7, Poor 3',
    'Style 10: Excellent 10, Good 7, Poor 3',
  ]);
});

test('points in the cells count before those in the header', () => {
  const html =
    '<h1>Lab</h1><table><tr><th>Area</th><th>Expert</th><th>Novice</th></tr>' +
    '<tr><td><p>Method (20 points)</p><p>Can be repeated.</p></td><td><p>18-20 pts</p><p>Complete</p></td>' +
    '<td>6 points: Vague</td></tr></table>';
  expect(sampleRubric(html)).toEqual({
    title: 'Lab',
    totalPoints: 20,
    categories: [
      {
        name: 'Method',
        points: 20,
        description: 'Can be repeated.',
        levels: [
          { name: 'Expert', points: 20, description: 'Complete' },
          { name: 'Novice', points: 6, description: 'Vague' },
        ],
      },
    ],
  });
});

test('a German table gives its own categories and levels', () => {
  const text = [
    'Bewertungsraster: Erörterung',
    'Kriterium | Sehr gut | Gut | Ausreichend',
    'These (20 Punkte) Vertritt eine klare Meinung. | 20 Punkte Klar und eigenständig. | 14 Punkte Erkennbar. | 6 Punkte Fehlt fast.',
    'Belege (12,5 Punkte) Stützt sie mit Quellen. | 12,5 Punkte Fünf und mehr. | 8 Punkte Drei. | 3 Punkte Eine.',
    'Summe | | | ',
  ];
  expect(sampleRubric(text.join('\n')).title).toBe('Bewertungsraster: Erörterung');
  expect(found(text.join('\n'))).toEqual([
    'These 20: Sehr gut 20, Gut 14, Ausreichend 6',
    'Belege 12.5: Sehr gut 12.5, Gut 8, Ausreichend 3',
  ]);
});

test('a Hebrew table gives its own categories and levels', () => {
  const row = (cells: readonly string[]) =>
    `<tr>${cells
      .map(
        (cell) =>
          `<td>${cell
            .split('\n')
            .map((line) => `<p>${line}</p>`)
            .join('')}</td>`,
      )
      .join('')}</tr>`;
  const html = `<h1>מחוון להערכת חיבור</h1><table>${[
    ['קריטריון', 'מצוין', 'טוב', 'חלש'],
    ['טיעון (30 נקודות)\nמציג עמדה ברורה.', '30 נקודות\nברור ומקורי.', '20 נקודות\nברור.', '5 נקודות\nחסר.'],
    [
      'שפה (10 נקודות)\nתקינה ומדויקת.',
      '10 נקודות\nללא שגיאות.',
      '7 נקודות\nמעט שגיאות.',
      '2 נקודות\nקשה לקריאה.',
    ],
    ['סה"כ', '40', '', ''],
  ]
    .map(row)
    .join('')}</table>`;
  const made = sampleRubric(html);
  expect(made.title).toBe('מחוון להערכת חיבור');
  expect(made.categories[0]).toMatchObject({ name: 'טיעון', description: 'מציג עמדה ברורה.' });
  expect(outline(made)).toEqual(['טיעון 30: מצוין 30, טוב 20, חלש 5', 'שפה 10: מצוין 10, טוב 7, חלש 2']);
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
  expect(found(text.join('\n'))).toEqual([
    'Delivery 20: Excellent 20, Poor 5',
    'Slides 10: Good 10, Needs Improvement 3',
  ]);
});

test('a table of levels belongs to the heading above it', () => {
  const table = (best: number) =>
    `<table><tr><th>Level</th><th>Points</th><th>Description</th></tr><tr><td>Outstanding</td><td>${best}</td>` +
    '<td>All</td></tr><tr><td>Weak</td><td>2</td><td>None</td></tr></table>';
  expect(found(`<h1>Poster</h1><h2>Content</h2>${table(12)}<h2>Design</h2>${table(8)}`)).toEqual([
    'Content 12: Outstanding 12, Weak 2',
    'Design 8: Outstanding 8, Weak 2',
  ]);
});

test('a rubric as we write it in Markdown is read as it was, whatever its levels are called', () => {
  const category = (name: string) => [
    `## ${name} (20 points)`,
    `What ${name} is`,
    '| Stage | Points | Description |\n| --- | ---: | --- |\n| Solid | 20 | Holds |\n| Shaky | 5 | Falls |',
  ];
  const text = ['# Essay', 'Total: 40 points', ...category('Thesis'), ...category('Style')].join('\n\n');
  expect(found(text)).toEqual(['Thesis 20: Solid 20, Shaky 5', 'Style 20: Solid 20, Shaky 5']);
  expect(sampleRubric(text).categories[0]?.levels[1]?.description).toBe('Falls');
});

test('a list of points without levels lists its items, with a heading that has their sum or none', () => {
  const items = '• Question (25%): Precise.\n• Form (75%): Correct.';
  expect(found(`Paper\nGraded on these:\n${items}`)).toEqual(['Question 25: ', 'Form 75: ']);
  expect(found(`# Paper\n## Criteria (100 points)\n${items}`)).toEqual(['Question 25: ', 'Form 75: ']);
});

test('levels without points share those of their row, from the first down', () => {
  const text =
    'Report\nCriteria | Good | Poor | Points\nData | Complete | None | 20\nPlots | Labelled | None | 10';
  expect(found(text)).toEqual(['Data 20: Good 20, Poor 10', 'Plots 10: Good 10, Poor 5']);
});

test('levels counted from 4 to 1 are shares of the points of their row', () => {
  expect(found('W\nWriting | 4 | 2\nIdeas (20 pts) | rich | thin')).toEqual(['Ideas 20: 4 20, 2 10']);
});

test('a row of totals is no row of its own', () => {
  const html =
    '<p>Team</p><table><tr><td>Part</td><td>Points</td></tr><tr><td>Code</td><td>35</td></tr><tr><td>Total</td><td>35</td></tr></table>';
  expect(found(html)).toEqual(['Code 35: ']);
});

test('a table that goes on over a page keeps its header, repeated or not', () => {
  const header = 'Criteria | Good (10) | Poor (3)';
  const cell = 'A sentence that is long enough to be no header at all';
  const row = (name: string) => `${name} | ${cell} | ${cell}`;
  const pages = ['Essay', header, row('Thesis'), header, row('Style'), 'Page 2 of the handbook', row('Form')];
  expect(found(pages.join('\n'))).toEqual([
    'Thesis 10: Good 10, Poor 3',
    'Style 10: Good 10, Poor 3',
    'Form 10: Good 10, Poor 3',
  ]);
});

test('a row whose first cell is empty goes on with the row above', () => {
  const text = 'E\nCriteria | Good (5) | Poor (1)\nStyle | Reads | Stumbles\n | well | often';
  const [style] = sampleRubric(text).categories;
  expect(style?.levels.map((level) => level.description)).toEqual(['Reads well', 'Stumbles often']);
});

test('prose without any list yields its sentences, and points that are shared out', () => {
  const made = sampleRubric(
    'A note\nThe first sentence tells of ships. The second one tells of harbours. The third is short.',
  );
  expect(made.categories.map(({ description, name }) => description || name)).toEqual([
    'The first sentence tells of ships',
    'The second one tells of harbours',
    'The third is short',
  ]);
  expect(made.categories.map(({ points }) => points)).toEqual([34, 33, 33]);
});

test.each([
  ['Be clear (10 points)\nBe brief (5 points)', ['Excellent', 'Good', 'Fair', 'Weak']],
  ['Klarheit (10 Punkte)\nKürze (5 Punkte)', ['Sehr gut', 'Gut', 'Ausreichend', 'Schwach']],
  ['בהירות (10 נקודות)\nקיצור (5 נקודות)', ['מצוין', 'טוב', 'בינוני', 'חלש']],
])('rules without levels, %j, get some in their language', (rules, names) => {
  const made = sampleRubric(rules, 30, true);
  expect(made.categories.map(({ points }) => points)).toEqual([20, 10]);
  for (const { levels } of made.categories) expect(levels.map(({ name }) => name)).toEqual(names);
});

test.each(['', ' ', '|', ' | ', '<table></table>', '<p>', '&#99999999;<p>', '((((', '\n\n\n'])(
  'the odd document %j still gives a rubric',
  (document) => {
    const made = sampleRubric(document);
    expect(rubric.parse(made)).toEqual(made);
    expect(made.title).not.toBe('');
  },
);

const words = fc.constantFrom(
  'Thesis',
  '20 points',
  '(10)',
  ' | ',
  '\n',
  '- ',
  '# ',
  '7.5 %',
  '(5-8 Punkte)',
  'x',
);
test('whatever stands in a document, the points add up to the total', () => {
  const total = fc.oneof(
    fc.constant(undefined),
    fc.integer({ min: 1, max: 1000 }),
    fc.integer({ min: 1, max: 99_999 }).map((n) => n / 100),
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 40 }), total, fc.boolean(), (parts, wanted, improved) => {
      const made = sampleRubric(parts.join(' '), wanted, improved);
      expect(pointProblems(made, wanted)).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

test('shares always add up to the total exactly', () => {
  const total = fc.oneof(
    fc.integer({ min: 1, max: 100_000 }),
    fc.integer({ min: 1, max: 99_999 }).map((n) => n / 100),
  );
  const weights = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(total, weights, (whole, parts) => {
      const sum = shareOut(whole, parts).reduce((all, part) => all + part, 0);
      expect(sum).toBeCloseTo(whole, 6);
    }),
  );
});

test.for([
  ['digits', '1', 'x'],
  ['dashes', '-', 'x'],
  ['exclamation marks', '! ', 'x'],
  ['rows that alternate with lines', 'a | b\nx\n', ''],
  ['cells of one row', 'a | ', `\n${'a | b\n'.repeat(8000)}`],
  ['opened tags', '<p ', '<p>a</p>'],
])('many %s do not hold up the process', ([, part = '', end = '']) => {
  const started = performance.now();
  sampleRubric(`a${part.repeat(1_000_000 / part.length)}${end}`, 100, true);
  sampleRubric(`a${part.repeat(50_000 / part.length)}${end}`, 100, true);
  // In time that grows with the square, 32,000 digits took twelve seconds.
  expect(performance.now() - started).toBeLessThan(10_000);
});
