import { expect, test } from 'vitest';
import { bookFormats, exportBook } from '../../../src/tasks/export-book/contract.ts';
import { exportBookTask } from '../../../src/tasks/export-book/run.ts';
import { wordsIn } from '../book/book-files.ts';
import { storedBook } from '../book/sample-book.ts';
import { taskRig } from '../task-rig.ts';

const texts = { 1: 'He lay *face down*.\n\nShe turned him over.', 3: 'She put it out.' };
const mediaTypes = {
  pdf: 'application/pdf',
  epub: 'application/epub+zip',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  markdown: 'text/markdown',
};

test.for(bookFormats)(
  'the written chapters become a %s file, and what is missing is said',
  async (format) => {
    const reads: unknown[] = [];
    const { ctx, files } = taskRig(
      exportBook,
      { bookId: 'book-1', format, author: 'Ada Byron' },
      {
        readRows: async (name, parameters) => {
          reads.push([name, parameters]);
          return storedBook(texts);
        },
      },
    );
    const result = await exportBookTask.run(ctx);

    const name = `The Lamp at Gull Point.${format === 'markdown' ? 'md' : format}`;
    const bytes = files.get(name) ?? new Uint8Array();
    expect(exportBook.result.parse(result)).toEqual(result);
    expect(result).toMatchObject({
      bookId: 'book-1',
      title: 'The Lamp at Gull Point',
      format,
      file: { name, mediaType: mediaTypes[format], bytes: bytes.byteLength },
      chapters: [1, 3],
      missing: [2],
    });
    expect(reads).toEqual([['read_book', { p_book_id: 'book-1', p_before: null }]]);

    const words = await wordsIn(bytes, format);
    for (const part of [
      'The Lamp at Gull Point',
      'Ada Byron',
      'The Man in the Surf',
      'She turned him over.',
    ]) {
      expect(words).toContain(part);
    }
    expect(words.indexOf('She put it out.')).toBeGreaterThan(words.indexOf('She turned him over.'));
    expect(words).not.toContain('Two Lamps');
    expect(words).not.toContain('made of samples');
    expect(ctx.logs).toMatchObject([
      { level: 'warn', message: 'Chapters that are not written yet are left out: 2.' },
      { level: 'info', message: expect.stringMatching(/ has 2 chapters and \d+ kB\.$/) },
    ]);
  },
);

test('a book of which one chapter is a sample says so', async () => {
  const book = storedBook(texts);
  const chapters = book.chapters.map((chapter) => ({ ...chapter, sample: chapter.number === 3 }));
  const { ctx, files } = taskRig(
    exportBook,
    { bookId: 'book-1', format: 'markdown' },
    {
      readRows: async () => ({ ...book, chapters }),
    },
  );
  await exportBookTask.run(ctx);
  expect(await wordsIn([...files.values()][0] ?? new Uint8Array(), 'markdown')).toContain('made of samples');
});

test('a book without a written chapter is not exported, and one that has gone neither', async () => {
  const unwritten = taskRig(
    exportBook,
    { bookId: 'book-1', format: 'pdf' },
    { readRows: async () => storedBook() },
  );
  await expect(exportBookTask.run(unwritten.ctx)).rejects.toMatchObject({
    code: 'book_not_written',
    retryable: false,
    message: expect.stringContaining('Write a chapter first'),
  });
  const gone = taskRig(exportBook, { bookId: 'book-1', format: 'pdf' }, { readRows: async () => null });
  await expect(exportBookTask.run(gone.ctx)).rejects.toMatchObject({ code: 'book_not_found' });
  expect(unwritten.files.size + gone.files.size).toBe(0);
});
