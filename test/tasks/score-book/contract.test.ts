import { expect, test } from 'vitest';
import { bookKey, isbn13, scoreBook } from '../../../src/tasks/score-book/contract.ts';

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

const sameness = (input: object) => JSON.stringify(scoreBook.sameness(scoreBook.input.parse(input)));
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
  expect(sameness({ ...asked, ...other })).toBe(sameness(asked));
});

test.each([
  ['another title', { title: 'The Rating Game' }],
  ['another author', { author: 'Zoë Hara' }],
  ['another ISBN', { isbn: '9780141439518' }],
  ['no ISBN', { isbn: undefined }],
  ['another genre', { genre: 'Comedy' }],
  ['a subgenre', { subgenre: 'Office' }],
])('%s makes another request', (_, other) => {
  expect(sameness({ ...asked, ...other })).not.toBe(sameness(asked));
});

test('a stored input reads as itself again, with its names tidied', () => {
  const input = scoreBook.input.parse({
    title: ' Café  Society ',
    author: 'A. N. Other',
    isbn: '0062439596',
  });
  expect(input).toEqual({ title: 'Café Society', author: 'A. N. Other', isbn: '9780062439598' });
  expect(scoreBook.input.parse(input)).toEqual(input);
});

test('titles in other scripts and titles that are numbers have keys of their own', () => {
  const keys = ['Война и мир', '1984', '羅生門', 'The', 'A'].map((title) => bookKey({ title, author: 'x' }));
  expect(keys).toEqual(['воина и мир|x|', '1984|x|', '羅生門|x|', 'the|x|', 'a|x|']);
});
