import { OvertimeError } from '../errors.ts';
import { hasEnoughText } from './enough-text.ts';
import { findRules } from './page-rules.ts';
import type { OperatorNumbers } from './page-rules.ts';
import { pageText } from './page-text.ts';
import { maxPdfPages, PdfRejectedError, PdfTooCostlyError, readPdfPages } from './pdf-worker.ts';

export interface PdfText {
  readonly text: string;
  readonly pageCount: number;
}

/**
 * Reads the text of a PDF, page after page, with table rows as lines of cells (see {@link pageText}).
 *
 * @throws OvertimeError `file_encrypted`, `file_unreadable`, `file_too_many_pages`, `file_without_text`,
 * `file_unpacks_too_large`; or the signal's reason when that aborts.
 */
export async function readPdf(bytes: Uint8Array, fileName: string, signal?: AbortSignal): Promise<PdfText> {
  const pages: string[] = [];
  let pageCount = 0;
  let ops: OperatorNumbers | undefined;
  try {
    await readPdfPages(
      bytes,
      (message) => {
        if (message.kind === 'opened') {
          ({ pageCount, ops } = message);
          if (pageCount > maxPdfPages) throw tooManyPages(fileName, pageCount);
        } else if (message.kind === 'page' && ops !== undefined && message.items.length > 0) {
          pages.push(pageText(message.items, findRules(message.drawing, ops)));
        }
      },
      signal,
    );
  } catch (cause) {
    throw explain(fileName, cause, signal);
  }
  const text = pages.join('\n\n');
  if (!hasEnoughText(text, pageCount)) throw withoutText(fileName);
  return { text, pageCount };
}

function explain(fileName: string, cause: unknown, signal: AbortSignal | undefined): unknown {
  if (cause instanceof OvertimeError || signal?.aborted === true) return cause;
  if (cause instanceof PdfTooCostlyError) {
    return new OvertimeError(
      'file_unpacks_too_large',
      `${fileName} unpacks to more than can be read. Print it to a new PDF, or send only the pages that matter.`,
      { cause },
    );
  }
  if (!(cause instanceof PdfRejectedError)) return cause;
  if (cause.rejection === 'PasswordException') {
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
    `${fileName} has ${pageCount} pages, and at most ${maxPdfPages} can be read. Send only the pages that matter.`,
  );
}

function withoutText(fileName: string): OvertimeError {
  return new OvertimeError(
    'file_without_text',
    `${fileName} holds pictures of pages and hardly any text, as a scan does. Run text recognition (OCR) on it, ` +
      'or send the original document.',
  );
}
