import { OvertimeError } from '../overtime/files.ts';
import { hasEnoughText } from './enough-text.ts';
import { type LeftOut, pageNumbers } from './left-out.ts';
import { joinTables } from './pdf/join-tables.ts';
import { joinLines } from './pdf/page-lines.ts';
import { withPdf } from './pdf/pdfium.ts';
import { maxPiecesPerPage, type PdfPage, readPage } from './pdf/read-page.ts';

/** More pages than this are not read: no rubric needs them, and they would cost a model call dearly. */
const maxPages = 200;

export interface PdfText {
  readonly text: string;
  readonly pageCount: number;
  readonly leftOut: readonly LeftOut[];
}

export interface ReadPdfOptions {
  /** The user's name for the file; it is used in messages only. */
  readonly fileName: string;
  /** Whether a model will look at the pages without text. Otherwise a file that mostly consists of them is refused. */
  readonly canLook?: boolean | undefined;
}

/**
 * Reads the text of a PDF, page after page: a line for each line, and for a table a line for each row with ` | `
 * between the cells. Call it in a guarded thread only.
 *
 * @throws OvertimeError `file_encrypted`, `file_unreadable`, `file_too_many_pages`, `file_without_text`,
 * `file_unpacks_too_large`.
 */
export async function readPdf(
  bytes: Uint8Array,
  { fileName, canLook = false }: ReadPdfOptions,
): Promise<PdfText> {
  const pages = await withPdf(bytes, fileName, (pdf) => {
    if (pdf.pageCount > maxPages) throw tooManyPages(fileName, pdf.pageCount);
    return Array.from({ length: pdf.pageCount }, (_, index) => {
      const page = readPage(pdf, index);
      if (page.pieces > maxPiecesPerPage) throw tooManyPieces(fileName, index + 1);
      return page;
    });
  });
  const text = joinTables(pages.map(({ blocks }) => blocks))
    .map((blocks) =>
      joinLines(
        blocks.flatMap(({ rows }) => rows.map(rowText)),
        '\n',
      ),
    )
    .filter((page) => page !== '')
    .join('\n\n');
  const scans = pagesWith(pages, 'page');
  if (!canLook && (!hasEnoughText(text, 1) || scans.length >= pages.length / 2))
    throw withoutText(fileName, scans);
  const kinds = ['page', 'character', 'picture', 'watermark', 'comment', 'unseen'] as const;
  const leftOut = kinds.map((kind) => ({
    kind,
    pages: pagesWith(pages, kind),
    count: pages.reduce((sum, page) => sum + page.leftOut[kind], 0),
  }));
  return { text, pageCount: pages.length, leftOut: leftOut.filter(({ count }) => count > 0) };
}

/** A row with text in its first cell only, such as a heading inside the table, is written without bars. */
export function rowText(cells: readonly string[]): string {
  return cells.slice(1).every((cell) => cell === '') ? (cells[0] ?? '') : cells.join(' | ').trim();
}

function pagesWith(pages: readonly PdfPage[], kind: keyof PdfPage['leftOut']): readonly number[] {
  return pages.flatMap(({ leftOut }, index) => (leftOut[kind] > 0 ? [index + 1] : []));
}

function tooManyPages(fileName: string, pageCount: number): OvertimeError {
  return new OvertimeError(
    'file_too_many_pages',
    `${fileName} is too long: it has ${pageCount} pages, and the limit is ${maxPages}. Send only the pages that matter.`,
  );
}

function tooManyPieces(fileName: string, page: number): OvertimeError {
  return new OvertimeError(
    'file_unpacks_too_large',
    `${fileName} has more than ${maxPiecesPerPage} pieces of text on page ${page}, too many to be read. Print it ` +
      'to a new PDF, or send only the pages that matter.',
  );
}

function withoutText(fileName: string, pages: readonly number[]): OvertimeError {
  const which = pages.length === 0 ? 'its pages' : pageNumbers(pages);
  return new OvertimeError(
    'file_without_text',
    `${fileName} is a scan: there is hardly any text on ${which}. Run text recognition (OCR) on ` +
      'it, or send the original document.',
  );
}
