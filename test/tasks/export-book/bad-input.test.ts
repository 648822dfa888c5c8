import { expect, test } from 'vitest';
import { canExportBook } from '../../../src/tasks/export-book/check.ts';
import { exportBook } from '../../../src/tasks/export-book/contract.ts';
import { storedBook } from '../book/sample-book.ts';
import { triggerRig } from '../trigger-rig.ts';

const rig = triggerRig(exportBook, canExportBook);
const fine = { bookId: 'book-1', format: 'epub' };
const userId = '00000000-0000-4000-8000-00000000000a';

rig.refuses([
  { what: 'no book', body: { format: 'pdf' }, path: 'bookId', reason: /^Fill this in\.$/ },
  { what: 'an empty id', body: { ...fine, bookId: '' }, path: 'bookId', reason: /create-foundation/ },
  { what: 'a path as id', body: { ...fine, bookId: 'a/b' }, path: 'bookId', reason: /create-foundation/ },
  { what: 'no format', body: { bookId: 'book-1' }, path: 'format', reason: /pdf/ },
  { what: 'an unknown format', body: { ...fine, format: 'mobi' }, path: 'format', reason: /epub/ },
  { what: 'a format in capitals', body: { ...fine, format: 'PDF' }, path: 'format', reason: /pdf/ },
  { what: 'two formats', body: { ...fine, format: ['pdf', 'epub'] }, path: 'format', reason: /pdf/ },
  { what: 'a blank author', body: { ...fine, author: ' ' }, path: 'author', reason: /^Fill this in\.$/ },
  { what: 'an author of two lines', body: { ...fine, author: 'a\nb' }, path: 'author', reason: /one line/ },
  { what: 'a user of its own', body: { ...fine, user_id: 'somebody' }, path: '', reason: /user_id/ },
]);

test('a book that the user does not have is refused before there is a job', async () => {
  expect(await rig.answerTo(fine)).toMatchObject({ status: 404, code: 'book_not_found' });
  expect(rig.reads).toMatchObject([{ p_user_id: userId, p_before: 1 }]);
  expect(rig.enqueued).toEqual([]);
});

test('an export is enqueued under a lock of the whole book', async () => {
  rig.rows.set('read_book', storedBook());
  expect((await rig.submit(fine)).status).toBe(202);
  expect(rig.enqueued).toMatchObject([
    { p_task: 'export-book', p_input: { ...fine, author: 'Overtime' }, p_lock_key: `${userId}:book:book-1` },
  ]);
});
