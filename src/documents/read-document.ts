import type { FileKind } from '../contract.ts';
import { checkFile, mediaTypes } from './check-file.ts';
import { readDocx } from './read-docx.ts';
import { readPdf } from './read-pdf.ts';
import { readText } from './read-text.ts';

export interface ReadDocument {
  readonly kind: FileKind;
  readonly mediaType: string;
  /** The file as it came, for a model that reads it by itself. */
  readonly bytes: Uint8Array;
  /** What it says: plain text with ` | ` between table cells, or HTML. */
  readonly text: string;
  readonly format: 'text' | 'html';
  /** Null for a kind that has no fixed pages. */
  readonly pageCount: number | null;
}

export interface ReadOptions {
  /** What the user called the file; it stands in the messages. */
  readonly fileName: string;
  readonly kinds: readonly FileKind[];
  /** Largest size, in bytes. Default 10 MB (10 × 1024²). */
  readonly maxBytes?: number;
  /** Stops the reading when it aborts. */
  readonly signal?: AbortSignal;
}

/**
 * Checks a file and reads what it says. The reader for its kind is loaded when first needed.
 *
 * @throws OvertimeError any `file_…` code but `file_not_found`; each message says what the user can do; or the
 * signal's reason.
 */
export async function readDocument(bytes: Uint8Array, options: ReadOptions): Promise<ReadDocument> {
  const { fileName, kinds, maxBytes = 10 * 1024 * 1024, signal } = options;
  const kind = await checkFile(bytes, { fileName, kinds, maxBytes });
  const read = await readers[kind](bytes, fileName, signal);
  return { kind, mediaType: mediaTypes[kind], bytes, ...read, text: storable(read.text) };
}

type Read = Pick<ReadDocument, 'text' | 'format' | 'pageCount'>;
type Reader = (bytes: Uint8Array, fileName: string, signal?: AbortSignal) => Read | Promise<Read>;

/** For a model that sees; nothing else reads what is in it. */
const image: Reader = () => ({ text: '', format: 'text', pageCount: null });

const readers: Readonly<Record<FileKind, Reader>> = {
  pdf: async (bytes, fileName, signal) => ({ ...(await readPdf(bytes, fileName, signal)), format: 'text' }),
  docx: async (bytes, fileName) => ({
    text: await readDocx(bytes, fileName),
    format: 'html',
    pageCount: null,
  }),
  text: (bytes, fileName) => ({ text: readText(bytes, fileName), format: 'text', pageCount: null }),
  png: image,
  jpg: image,
  webp: image,
};

/** Without what PostgreSQL refuses to store as JSON or text: NUL, and halves of surrogate pairs. */
function storable(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is removed
  return text.replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F]/g, '').toWellFormed();
}
