import { OvertimeError } from '../errors.ts';
import { findRules } from './page-rules.ts';
import { pageText } from './page-text.ts';
import type { TextItem } from './page-text.ts';

/** More pages than this are not read: no rubric needs them, and they would cost a model call dearly. */
export const maxPdfPages = 200;

/** Fewer letters and digits a page than this, on average, and the pages are pictures of text. */
const fewestLettersPerPage = 20;

export interface PdfText {
  readonly text: string;
  readonly pageCount: number;
}

/**
 * Reads the text of a PDF, page after page, with table rows as lines of cells (see {@link pageText}).
 *
 * @throws OvertimeError `file_encrypted`, `file_unreadable`, `file_too_many_pages`, `file_without_text`.
 */
export async function readPdf(bytes: Uint8Array, fileName: string): Promise<PdfText> {
  const { getDocumentProxy, getResolvedPDFJS } = await import('unpdf');
  // A copy, because pdf.js takes the memory away from its caller; and no Buffer, which it refuses.
  const pdf = await getDocumentProxy(new Uint8Array(bytes), {
    verbosity: 0,
    // Pictures are not looked at, so none is decoded, however large it claims to be.
    maxImageSize: 0,
    useSystemFonts: false,
    disableFontFace: true,
  }).catch((cause: unknown) => {
    throw notOpened(fileName, cause);
  });
  try {
    if (pdf.numPages > maxPdfPages) {
      throw new OvertimeError(
        'file_too_many_pages',
        `${fileName} has ${pdf.numPages} pages, and at most ${maxPdfPages} can be read. Send only the pages that ` +
          'matter.',
      );
    }
    const { OPS } = await getResolvedPDFJS();
    const pages: string[] = [];
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const page = await pdf.getPage(number);
      const items = textItems((await page.getTextContent()).items);
      if (items.length > 0) pages.push(pageText(items, findRules(await page.getOperatorList(), OPS)));
      page.cleanup();
    }
    const text = pages.join('\n\n');
    if ((text.match(/[\p{L}\p{N}]/gu)?.length ?? 0) < fewestLettersPerPage * pdf.numPages) {
      throw new OvertimeError(
        'file_without_text',
        `${fileName} holds pictures of pages and hardly any text, as a scan does. Run text recognition (OCR) on it, ` +
          'or send the original document.',
      );
    }
    return { text, pageCount: pdf.numPages };
  } catch (cause) {
    throw cause instanceof OvertimeError ? cause : unreadable(fileName, cause);
  } finally {
    await pdf.loadingTask.destroy();
  }
}

interface PdfTextItem {
  readonly str: string;
  readonly width: number;
  readonly transform: readonly number[];
}

/** Only upright text: a rotated watermark or margin note would tear lines apart. */
function textItems(items: readonly object[]): TextItem[] {
  return items.flatMap((item) => {
    if (!('str' in item)) return [];
    const { str, width, transform } = item as PdfTextItem;
    const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = transform;
    if (str.trim() === '' || Math.abs(b) > Math.abs(a) || d <= 0) return [];
    return [{ text: str, x, y, width, size: Math.hypot(c, d) }];
  });
}

function notOpened(fileName: string, cause: unknown): OvertimeError {
  if (cause instanceof Error && cause.name === 'PasswordException') {
    return new OvertimeError(
      'file_encrypted',
      `${fileName} is protected by a password. Save it without the password and send it again.`,
      { cause },
    );
  }
  return unreadable(fileName, cause);
}

function unreadable(fileName: string, cause: unknown): OvertimeError {
  return new OvertimeError(
    'file_unreadable',
    `${fileName} cannot be read as a PDF: it is damaged or incomplete. Open it, export it as PDF again and send ` +
      'that file.',
    { cause },
  );
}
