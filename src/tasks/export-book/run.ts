import { defineTask, TaskError } from '../../overtime/index.ts';
import { readBook } from '../book/read-book.ts';
import { bookPages } from './book-pages.ts';
import { exportBook } from './contract.ts';
import { formats } from './write-file.ts';

/** Makes a file of all chapters that are written. While it runs, none is (the contract's lock). */
export const exportBookTask = defineTask(exportBook, async (ctx) => {
  const { bookId, format, author } = ctx.input;
  return ctx.stage('export', async (stage) => {
    const book = await readBook(ctx.readRows, { bookId });
    const numbers = (written: boolean) =>
      book.chapters.filter((chapter) => chapter.written === written).map(({ number }) => number);
    const [chapters, missing] = [numbers(true), numbers(false)];
    if (chapters.length === 0) {
      throw new TaskError(
        'book_not_written',
        `No chapter of "${book.title}" is written yet. Write one with write-chapter first.`,
      );
    }
    if (missing.length > 0) {
      ctx.log('warn', `Chapters that are not written are not in the file: ${missing.join(', ')}.`);
    }
    const { extension, mediaType, write } = formats[format];
    stage.progress(0.1, `Putting ${chapters.length} of ${book.chapters.length} chapters together`);
    const bytes = await write(bookPages(book, author), (characters) =>
      ctx.log('warn', `The file shows boxes for what no font of ours has: ${characters.join(' ')}`),
    );
    stage.progress(0.8, 'Storing the file');
    const file = await ctx.saveFile(`${book.title}.${extension}`, bytes, mediaType);
    ctx.log('info', `${file.name} has ${chapters.length} chapters and ${file.bytes} bytes.`);
    return { bookId, title: book.title, format, file, chapters, missing };
  });
});
