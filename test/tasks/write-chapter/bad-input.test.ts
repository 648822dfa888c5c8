import { expect, test } from 'vitest';
import { canWriteChapter } from '../../../src/tasks/write-chapter/check.ts';
import { writeChapter } from '../../../src/tasks/write-chapter/contract.ts';
import { storedBook } from '../book/sample-book.ts';
import { triggerRig } from '../trigger-rig.ts';

const rig = triggerRig(writeChapter, canWriteChapter);
const fine = { bookId: 'book-1', chapter: 2 };
const userId = '00000000-0000-4000-8000-00000000000a';

rig.refuses([
  { what: 'no book', body: { chapter: 2 }, path: 'bookId', reason: /^Fill this in\.$/ },
  { what: 'a book as a number', body: { ...fine, bookId: 7 }, path: 'bookId', reason: /^Must be text\.$/ },
  { what: 'a book of dots', body: { ...fine, bookId: '../b' }, path: 'bookId', reason: /create-foundation/ },
  {
    what: 'a lock in the id',
    body: { ...fine, bookId: 'b/chapter:1' },
    path: 'bookId',
    reason: /create-found/,
  },
  {
    what: 'an endless id',
    body: { ...fine, bookId: 'b'.repeat(65) },
    path: 'bookId',
    reason: /create-found/,
  },
  { what: 'no chapter', body: { bookId: 'book-1' }, path: 'chapter', reason: /^Fill this in\.$/ },
  { what: 'chapter 0', body: { ...fine, chapter: 0 }, path: 'chapter', reason: /^Must be at least 1\.$/ },
  { what: 'chapter 61', body: { ...fine, chapter: 61 }, path: 'chapter', reason: /^Must be at most 60\.$/ },
  {
    what: 'half a chapter',
    body: { ...fine, chapter: 1.5 },
    path: 'chapter',
    reason: /^Must be a whole number\.$/,
  },
  { what: 'a chapter as text', body: { ...fine, chapter: '2' }, path: 'chapter', reason: /number/ },
  { what: 'blank wishes', body: { ...fine, prompt: ' ' }, path: 'prompt', reason: /^Fill this in\.$/ },
  {
    what: 'endless wishes',
    body: { ...fine, prompt: 'a'.repeat(2001) },
    path: 'prompt',
    reason: /^Write at most 2,000 characters\.$/,
  },
  { what: 'a user of its own', body: { ...fine, user_id: 'somebody' }, path: '', reason: /user_id/ },
]);

test('a book that the user does not have is refused before there is a job', async () => {
  expect(await rig.answerTo(fine)).toMatchObject({
    status: 404,
    code: 'book_not_found',
    detail: expect.stringContaining('no book book-1'),
  });
  // Who asks is who is signed in, whatever the input says.
  expect(rig.reads).toEqual([{ name: 'read_book', p_book_id: 'book-1', p_before: 2, p_user_id: userId }]);
  expect(rig.enqueued).toEqual([]);
});

test('a chapter outside of the plan is refused before there is a job', async () => {
  rig.rows.set('read_book', storedBook());
  expect(await rig.answerTo({ ...fine, chapter: 4 })).toMatchObject({
    status: 422,
    code: 'chapter_not_planned',
    detail: expect.stringContaining('and no chapter 4'),
  });
  expect(rig.enqueued).toEqual([]);
});

test("a chapter is enqueued under a lock of its user's own", async () => {
  rig.rows.set('read_book', storedBook());
  expect((await rig.submit(fine)).status).toBe(202);
  expect(rig.enqueued).toMatchObject([
    { p_task: 'write-chapter', p_input: fine, p_lock_key: `${userId}:book:book-1/chapter:2` },
  ]);
});
