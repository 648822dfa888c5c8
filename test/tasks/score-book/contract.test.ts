import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isbn13, scoreBook } from '../../../src/tasks/score-book/contract.ts';
import { canonicalTitle } from '../../../src/tasks/score-book/canonical-name.ts';

test.each([
  ['0062439596', '9780062439598'],
  ['080442957X', '9780804429573'],
  ['9780062802187', '9780062802187'],
  ['9790000000001', '9790000000001'],
  ['0062439597', null],
  ['9780062802188', null],
  ['9770062802187', null],
  ['X062439596', null],
  ['', null],
])('the ISBN %j is %j with 13 digits', (digits, expected) => {
  expect(isbn13(digits)).toBe(expected);
});

const canonical = (input: object) => scoreBook.canonical(scoreBook.input.parse(input));
const asked = { title: 'The Hating Game', author: 'Zoë O’Hara', isbn: '0-06-243959-6', genre: 'Romance' };

test.each([
  ['capitals', { title: 'THE HATING GAME', author: 'zoë o’hara' }],
  ['white space', { title: '  The   Hating\tGame ' }],
  ['a missing article', { title: 'Hating Game' }],
  ['punctuation', { title: '“The Hating-Game!”' }],
  ['accents and apostrophes', { author: "Zoe O'Hara" }],
  ['the form of the ISBN', { isbn: '978-0-06-243959-8' }],
  ['how the genre is written', { genre: 'romance' }],
])('%s make no other book', (_, other) => {
  expect(canonical({ ...asked, ...other })).toEqual(canonical(asked));
});

test.each([
  ['another title', { title: 'The Rating Game' }],
  ['another author', { author: 'Zoë Hara' }],
  ['another ISBN', { isbn: '9780141439518' }],
  ['no ISBN', { isbn: undefined }],
  ['another genre', { genre: 'Comedy' }],
  ['a subgenre', { subgenre: 'Office' }],
])('%s makes another request', (_, other) => {
  expect(canonical({ ...asked, ...other })).not.toEqual(canonical(asked));
});

test('a stored input has its names as typed, and reads as itself again', () => {
  const input = scoreBook.input.parse({
    title: ' Café  Society ',
    author: 'A. N. Other',
    isbn: '0062439596',
    genre: 'Sci-Fi',
  });
  expect(input).toEqual({
    title: 'Café Society',
    author: 'A. N. Other',
    isbn: '9780062439598',
    genre: 'Sci-Fi',
  });
  expect(scoreBook.input.parse(input)).toEqual(input);
  expect(scoreBook.canonical(input)).toEqual({
    title: 'cafe society',
    author: 'a n other',
    isbn: '9780062439598',
    genre: 'Sci fi',
  });
});

test('a name whose one spelling is longer than a name may be is refused', () => {
  // Written out, this one character is 18.
  expect(scoreBook.input.safeParse({ title: 'ﷺ'.repeat(20), author: 'A' }).success).toBe(false);
  expect(scoreBook.input.safeParse({ title: 'ﷺ'.repeat(15), author: 'A' }).success).toBe(true);
});

test.each([
  ['Война и мир', 'война и мир'],
  ['1984', '1984'],
  ['羅生門', '羅生門'],
  ['がき', 'がき'],
  ['हिन्दी', 'हिन्दी'],
  ['The', 'the'],
  ['A', 'a'],
  ['Ha\u200Bting \u202Eemag\u202C 😀️', 'hating emag'],
  ['Ender’s Game', "ender's game"],
  ["'Tis Pity", 'tis pity'],
  ['Pride & Prejudice: A Novel', 'pride and prejudice: novel'],
  ['A Game of Thrones (A Song of Ice and Fire, Book 1)', 'game of thrones: song of ice and fire book 1'],
  ['(500) Days', '500 days'],
])('the title %j is looked for as %j', (title, expected) => {
  expect(canonicalTitle(title)).toBe(expected);
});

test('whatever a name is, it is read as itself, and its one spelling is its own', { timeout: 30_000 }, () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 3 }),
    fc.constantFrom(
      'the ',
      'an',
      'É',
      'e\u0301',
      '\u0301',
      "'",
      '’',
      'ʼ',
      ':',
      '(',
      'x',
      'Σ',
      'İ',
      'ß',
      'ﷺ',
      '&',
      ' ',
      'か\u3099',
    ),
  );
  const name = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
  let read = 0;
  fc.assert(
    fc.property(name, (text) => {
      const once = scoreBook.input.safeParse({ title: text, author: text, genre: text }).data;
      if (once === undefined) return;
      read += 1;
      expect(scoreBook.input.parse(once)).toEqual(once);
      expect(canonical(canonical(once))).toEqual(canonical(once));
    }),
    { numRuns: 1000 },
  );
  expect(read).toBeGreaterThan(100);
});
