import { OvertimeError } from '../overtime/index.ts';
import { hasEnoughText } from './enough-text.ts';
import { findRules } from './page-rules.ts';
import type { Drawing, OperatorNumbers } from './page-rules.ts';
import { pageText } from './page-text.ts';
import type { TextItem } from './page-lines.ts';

/** More pages than this are not read: no rubric needs them, and they would cost a model call dearly. */
const maxPages = 200;

/** A page with more pieces of text than this is not one for readers. A dense page has some 3000. */
const maxItemsPerPage = 50_000;

export interface PdfText {
  readonly text: string;
  readonly pageCount: number;
}

/**
 * Reads the text of a PDF, page after page, with table rows as lines of cells (see {@link pageText}). Call it in a
 * guarded thread only: pdf.js has no bounds of its own.
 *
 * @throws OvertimeError `file_encrypted`, `file_unreadable`, `file_too_many_pages`, `file_without_text`,
 * `file_unpacks_too_large`.
 */
export async function readPdf(bytes: Uint8Array, fileName: string): Promise<PdfText> {
  const pages: string[] = [];
  let pageCount = 0;
  try {
    for await (const page of pagesOf(bytes, fileName)) {
      ({ pageCount } = page);
      if (page.items.length > 0) pages.push(pageText(page.items, findRules(page.drawing, page.ops)));
    }
  } catch (cause) {
    throw cause instanceof OvertimeError ? cause : unreadable(fileName, cause as Error);
  }
  const text = pages.join('\n\n');
  if (!hasEnoughText(text, pageCount)) throw withoutText(fileName);
  return { text, pageCount };
}

interface Page {
  readonly pageCount: number;
  readonly items: readonly TextItem[];
  readonly drawing: Drawing;
  readonly ops: OperatorNumbers;
}

async function* pagesOf(bytes: Uint8Array, fileName: string): AsyncGenerator<Page> {
  const { getDocumentProxy, getResolvedPDFJS } = await import('unpdf');
  // Pictures are not looked at, so none is decoded, however large it claims to be.
  const pdf = await getDocumentProxy(bytes, {
    verbosity: 0,
    maxImageSize: 0,
    useSystemFonts: false,
    disableFontFace: true,
  });
  const { OPS: ops } = await getResolvedPDFJS();
  const pageCount = pdf.numPages;
  if (pageCount > maxPages) throw tooManyPages(fileName, pageCount);
  for (let number = 1; number <= pageCount; number += 1) {
    const page = await pdf.getPage(number);
    const content = await page.getTextContent();
    if (content.items.length > maxItemsPerPage) throw tooManyPieces(fileName, number);
    const items = content.items.flatMap((item) => ('str' in item ? toItem(item) : []));
    const drawing = items.length === 0 ? { fnArray: [], argsArray: [] } : await page.getOperatorList();
    yield { pageCount, items, drawing, ops };
    page.cleanup();
  }
}

/** Upright text only: a rotated watermark would tear lines apart. */
function toItem(item: { str: string; width: number; transform: unknown[] }): readonly TextItem[] {
  const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = item.transform.map(finite);
  if (item.str.trim() === '' || Math.abs(b) > Math.abs(a) || d <= 0) return [];
  return [{ text: item.str, x, y, width: Math.max(0, finite(item.width)), size: Math.hypot(c, d) }];
}

/** A file may say any number, and layout counts on ones that can be ordered. */
function finite(value: unknown): number {
  return Number.isFinite(value) ? (value as number) : 0;
}

function unreadable(fileName: string, cause: Error): OvertimeError {
  // pdf.js' own name for it.
  if (cause.name === 'PasswordException') {
    return new OvertimeError(
      'file_encrypted',
      `${fileName} is protected by a password. Save it without the password and send it again.`,
      { cause },
    );
  }
  return new OvertimeError(
    'file_unreadable',
    `${fileName} cannot be read as a PDF: it is damaged or incomplete. Open it, export it as PDF again and send ` +
      'that file.',
    { cause },
  );
}

function tooManyPages(fileName: string, pageCount: number): OvertimeError {
  return new OvertimeError(
    'file_too_many_pages',
    `${fileName} has ${pageCount} pages, and at most ${maxPages} can be read. Send only the pages that matter.`,
  );
}

function tooManyPieces(fileName: string, page: number): OvertimeError {
  return new OvertimeError(
    'file_unpacks_too_large',
    `${fileName} has more than ${maxItemsPerPage} pieces of text on page ${page}, as no page for readers has. Print it ` +
      'to a new PDF, or send only the pages that matter.',
  );
}

function withoutText(fileName: string): OvertimeError {
  return new OvertimeError(
    'file_without_text',
    `${fileName} holds pictures of pages and hardly any text, as a scan does. Run text recognition (OCR) on it, ` +
      'or send the original document.',
  );
}
