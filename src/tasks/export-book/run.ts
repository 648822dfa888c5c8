import { writeBook } from '../../documents/write-book.ts';
import { counted, defineTask, TaskError } from '../../overtime/index.ts';
import { readBook } from '../book/read-book.ts';
import { bookPages } from './book-pages.ts';
import { type BookFormat, exportBook } from './contract.ts';

const fileTypes: Readonly<Record<BookFormat, { readonly extension: string; readonly mediaType: string }>> = {
  pdf: { extension: 'pdf', mediaType: 'application/pdf' },
  epub: { extension: 'epub', mediaType: 'application/epub+zip' },
  docx: {
    extension: 'docx',
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  },
  markdown: { extension: 'md', mediaType: 'text/markdown' },
};

/** Makes a file of all chapters that are written. While it runs, none is (the contract's lock). */
export const exportBookTask = defineTask(exportBook, async (ctx) => {
  const { bookId, format, author, language } = ctx.input;
  return ctx.stage('export', async (stage) => {
    const book = await readBook(ctx.readRows, { bookId });
    const numbers = (written: boolean) =>
      book.chapters.filter((chapter) => chapter.written === written).map(({ number }) => number);
    const [chapters, missing] = [numbers(true), numbers(false)];
    if (chapters.length === 0) {
      throw new TaskError(
        'book_not_written',
        `No chapter of "${book.title}" is written yet. Write a chapter first.`,
      );
    }
    if (missing.length > 0) {
      ctx.log('warn', `Chapters that are not written yet are left out: ${missing.join(', ')}.`);
    }
    const { extension, mediaType } = fileTypes[format];
    stage.progress(0.1, `Putting together ${chapters.length} of ${counted(book.chapters.length, 'chapter')}`);
    const { bytes, missing: unshown } = await writeBook(
      bookPages(book, author, language),
      format,
      ctx.signal,
    );
    if (unshown.length > 0) {
      ctx.log('warn', `Characters that our fonts do not have are shown as boxes: ${unshown.join(' ')}`);
    }
    stage.progress(0.8, 'Storing the file');
    const file = await ctx.saveFile(`${book.title}.${extension}`, bytes, mediaType);
    ctx.log(
      'info',
      `${file.name} has ${counted(chapters.length, 'chapter')} and ${Math.ceil(file.bytes / 1000).toLocaleString('en')} kB.`,
    );
    return { bookId, title: book.title, format, file, chapters, missing };
  });
});
