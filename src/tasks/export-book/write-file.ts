import type { Book } from '../../documents/book.ts';
import type { BookFormat } from './contract.ts';

interface Format {
  readonly extension: string;
  readonly mediaType: string;
  /** @param onMissing hears of characters that the file cannot show. */
  write(book: Book, onMissing: (characters: readonly string[]) => void): Promise<Uint8Array>;
}

/** Each writer is loaded when it is needed: a worker writes one format, and the libraries are large. */
export const formats: Readonly<Record<BookFormat, Format>> = {
  pdf: {
    extension: 'pdf',
    mediaType: 'application/pdf',
    async write(book, onMissing) {
      const { writePdf } = await import('../../documents/write-pdf.ts');
      return writePdf(book, { onMissing });
    },
  },
  epub: {
    extension: 'epub',
    mediaType: 'application/epub+zip',
    async write(book) {
      const { writeEpub } = await import('../../documents/write-epub.ts');
      return writeEpub(book);
    },
  },
  docx: {
    extension: 'docx',
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    async write(book) {
      const { writeDocx } = await import('../../documents/write-docx.ts');
      return writeDocx(book);
    },
  },
  markdown: {
    extension: 'md',
    mediaType: 'text/markdown',
    async write(book) {
      const { writeMarkdown } = await import('../../documents/write-markdown.ts');
      return writeMarkdown(book);
    },
  },
};
