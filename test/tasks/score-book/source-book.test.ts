import { expect, test } from 'vitest';
import { findGenre } from '../../../src/tasks/score-book/find-genre.ts';
import { reliability } from '../../../src/tasks/score-book/reliability.ts';
import { sameBook } from '../../../src/tasks/score-book/same-book.ts';
import { seriesInTitle } from '../../../src/tasks/score-book/series-in-title.ts';
import { type SourceBook, tidyText } from '../../../src/tasks/score-book/source-book.ts';

const book = (more: Partial<SourceBook> = {}): SourceBook => ({
  source: 'hardcover',
  title: 'Dune',
  authors: ['Frank Herbert'],
  isbns: [],
  description: 'Sand.',
  genres: [],
  rating: 4,
  ratingCount: 500,
  reviewCount: 40,
  reviews: [{ rating: 5, text: 'Vast.' }],
  series: null,
  ...more,
});

test.each([
  ['Dune', 'Frank Herbert', true],
  ['DUNE (Dune Chronicles, #1)', 'F. Herbert', true],
  ['Dune: The Graphic Novel', 'Herbert', true],
  ['Dune', 'Frank Herbert and Brian Herbert', true],
  ['Dune Messiah', 'Frank Herbert', false],
  ['Dune', 'Kevin Anderson', false],
  ['Dunes', 'Frank Herbert', false],
])('%s by %s is the book Dune by Frank Herbert: %s', (title, author, same) => {
  expect(sameBook([book()], { title, author }) !== null).toBe(same);
});

test('an ISBN makes up for a differing author or title, and not for both', () => {
  const isbn = '9780441013593';
  const found = [book({ isbns: [isbn] })];
  expect(sameBook(found, { title: 'Dune', author: 'Herbert, F.', isbn })).not.toBeNull();
  expect(sameBook(found, { title: 'Der Wüstenplanet', author: 'Frank Herbert', isbn })).not.toBeNull();
  expect(sameBook(found, { title: 'Emma', author: 'Jane Austen', isbn })).toBeNull();
});

test('of several editions the one with the most ratings is taken', () => {
  const editions = [book({ ratingCount: 3 }), book({ ratingCount: 90 }), book({ ratingCount: 7 })];
  expect(sameBook(editions, { title: 'Dune', author: 'Frank Herbert' })?.ratingCount).toBe(90);
});

test.each([
  ['A Game of Thrones (A Song of Ice and Fire, Book 1)', { name: 'A Song of Ice and Fire', position: 1 }],
  ['Dune (Dune Chronicles, #1)', { name: 'Dune Chronicles', position: 1 }],
  ['Edge of Dawn [Midnight Breed #11.5]', { name: 'Midnight Breed', position: 11.5 }],
  ['Book Two of the Lantern Coast Trilogy', { name: 'Lantern Coast Trilogy', position: 2 }],
  ['Volume 3 in the Discworld series', { name: 'Discworld', position: 3 }],
  ['Harry Hole, Book 7', { name: 'Harry Hole', position: 7 }],
  ['The Hating Game', null],
  ['Slaughterhouse-Five', null],
  ['A Novel (Penguin Classics)', null],
  ['Catch 22', null],
  ['', null],
])('%j names the series %j', (title, series) => {
  expect(seriesInTitle(title)).toEqual(series);
});

test('the genre is the first shelf that says something, and the next one its subgenre', () => {
  const books = [
    book({ genres: ['Fiction', 'Romance', 'romance'] }),
    book({ genres: ['General', 'Comedy'] }),
  ];
  expect(findGenre({}, books)).toEqual({ genre: 'Romance', subgenre: 'Comedy', genreFrom: 'sources' });
  expect(findGenre({ genre: 'Horror' }, books)).toEqual({
    genre: 'Horror',
    subgenre: null,
    genreFrom: 'request',
  });
  expect(findGenre({ subgenre: 'Regency' }, books)).toMatchObject({ genre: 'Romance', subgenre: 'Regency' });
  expect(findGenre({}, [book({ genres: ['Fiction'] })])).toEqual({
    genre: 'Fiction',
    subgenre: null,
    genreFrom: 'sources',
  });
  expect(findGenre({}, [book()])).toEqual({ genre: null, subgenre: null, genreFrom: null });
});

const found = { hardcover: 'found', google_books: 'found' } as const;
test.each([
  [{ ratingCount: 200 }, 'high', 'ok', []],
  [{ ratingCount: 199 }, 'medium', 'ok', []],
  [{ ratingCount: 20, reviewCount: 0, reviews: [] }, 'medium', 'ok', ['no_reviews']],
  [{ ratingCount: 19, reviewCount: 2 }, 'low', 'limited', ['few_ratings']],
  [{ ratingCount: 900, description: null, reviews: [] }, 'low', 'limited', ['no_description', 'no_reviews']],
] as const)('what is known as %j deserves %s confidence', (known, confidence, scoringStatus, flags) => {
  expect(
    reliability({ books: [book(known as Partial<SourceBook>)], outcomes: found, isSample: false }),
  ).toMatchObject({
    confidence,
    scoringStatus,
    flags,
  });
});

test('what is known of a sample book is said to be made up', () => {
  expect(reliability({ books: [book()], outcomes: found, isSample: true }).flags).toEqual(['sample_data']);
});

test('text loses its markup and what is too long', () => {
  expect(tidyText('<p>A &amp; B</p>\n <i>C&#39;s</i>')).toBe("A & B C's");
  expect(tidyText(' <br> ')).toBeNull();
  expect(tidyText(null)).toBeNull();
  expect(tidyText('word '.repeat(10), 12)).toBe('word word wo…');
});
