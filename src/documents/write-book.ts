import { guarded, OvertimeError } from '../overtime/files.ts';
import type { Book, BookFormat } from './book.ts';

export interface WrittenBook {
  readonly bytes: Uint8Array;
  /** Characters that no font can show and that were set as boxes. */
  readonly missing: readonly string[];
}

interface Writing {
  readonly fileName: string;
  readonly book: Book;
  readonly format: BookFormat;
}

/**
 * Writes a book in a thread of its own: setting the longest one takes many seconds, in which nothing else of the
 * process could run.
 *
 * @throws OvertimeError `file_too_large`; or the signal's reason.
 */
export function writeBook(book: Book, format: BookFormat, signal?: AbortSignal): Promise<WrittenBook> {
  return writeGuarded(new Uint8Array(), { fileName: book.title, book, format }, signal);
}

/** 60 chapters of 4000 words take 12 s and 300 MB as a PDF on a laptop. */
const writeGuarded = guarded<Writing, WrittenBook>({
  name: 'write-book',
  module: import.meta.url,
  read: (_, { book, format }) => writers[format](book),
  maxMs: 300_000,
  maxHeapMb: 512,
  maxMemoryBytes: 700 * 1024 * 1024,
  tooCostly: ({ fileName, format }, reason) =>
    new OvertimeError(
      'file_too_large',
      `${fileName} is too large to be written as ${format}: it takes too much ${reason}. Choose another format.`,
    ),
});

/** Each writer is loaded when it is needed: the libraries are large. */
const writers: Readonly<Record<BookFormat, (book: Book) => Promise<WrittenBook>>> = {
  async pdf(book) {
    const { writePdf } = await import('./write-pdf.ts');
    const missing: string[] = [];
    return {
      bytes: await writePdf(book, { onMissing: (characters) => missing.push(...characters) }),
      missing,
    };
  },
  async epub(book) {
    const { writeEpub } = await import('./write-epub.ts');
    return { bytes: await writeEpub(book), missing: [] };
  },
  async docx(book) {
    const { writeDocx } = await import('./write-docx.ts');
    return { bytes: await writeDocx(book), missing: [] };
  },
  async markdown(book) {
    const { writeMarkdown } = await import('./write-markdown.ts');
    return { bytes: await writeMarkdown(book), missing: [] };
  },
};
