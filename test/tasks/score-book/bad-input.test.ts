import { expect, test } from 'vitest';
import { scoreBook } from '../../../src/tasks/score-book/contract.ts';
import { triggerRig } from '../trigger-rig.ts';

const rig = triggerRig(scoreBook);
const book = { title: 'The Hating Game', author: 'Sally Thorne' };

rig.refuses([
  { what: 'nothing', body: {}, path: 'title', reason: /^Fill this in\.$/ },
  { what: 'a list in a list', body: [[]], path: '0', reason: /object/ },
  { what: 'no author', body: { title: book.title }, path: 'author', reason: /^Fill this in\.$/ },
  { what: 'a blank title', body: { ...book, title: ' \n ' }, path: 'title', reason: /^Fill this in\.$/ },
  { what: 'a title of marks alone', body: { ...book, title: '?!' }, path: 'title', reason: /letter/ },
  { what: 'a title of 301 letters', body: { ...book, title: 'x'.repeat(301) }, path: 'title', reason: /300/ },
  {
    what: 'an author that is a list',
    body: { ...book, author: ['A', 'B'] },
    path: 'author',
    reason: /^Must be text\.$/,
  },
  { what: 'a control character', body: { ...book, author: 'A\u0000B' }, path: 'author', reason: /control/ },
  { what: 'an ISBN in words', body: { ...book, isbn: 'the blue one' }, path: 'isbn', reason: /ISBN/ },
  {
    what: 'a wrong check digit',
    body: { ...book, isbn: '978-0062802188' },
    path: 'isbn',
    reason: /not a valid ISBN/,
  },
  {
    what: 'an ISBN that is a number',
    body: { ...book, isbn: 9780062802187 },
    path: 'isbn',
    reason: /^Must be text\.$/,
  },
  { what: 'an empty genre', body: { ...book, genre: '' }, path: 'genre', reason: /^Fill this in\.$/ },
  {
    what: 'a subgenre of null',
    body: { ...book, subgenre: null },
    path: 'subgenre',
    reason: /^Fill this in\.$/,
  },
  { what: 'somebody to act for', body: { ...book, user_id: 'u-1' }, path: '', reason: /user_id/ },
]);

test('a book is enqueued with its names as typed, under the same hash in every spelling, and shared', async () => {
  await rig.submit({ ...book, isbn: '978-0062802187' });
  await rig.submit({ title: ' the hating  game', author: 'SALLY THORNE', isbn: '9780062802187' });
  expect(rig.enqueued).toHaveLength(2);
  const [first, second] = rig.enqueued;
  expect(first).toMatchObject({
    p_input: { ...book, isbn: '9780062802187' },
    p_title: 'Score: The Hating Game',
    p_cache_hours: 720,
    p_cache_shared: true,
    p_retention_hours: 720,
    p_rate_limit: 60,
  });
  expect(second).toMatchObject({
    p_input: { title: 'the hating game', author: 'SALLY THORNE', isbn: '9780062802187' },
    p_input_hash: first?.['p_input_hash'],
  });
});
