import type { FileKind } from '../overtime/index.ts';
import {
  checkSize,
  type FileExpectation,
  guarded,
  mediaTypes,
  OvertimeError,
  recognizeFile,
} from '../overtime/files.ts';
import type { LeftOut } from './left-out.ts';
import { readDocx } from './read-docx.ts';
import { readPdf } from './read-pdf.ts';
import { readText } from './read-text.ts';
import { withoutUnseen } from './unseen-characters.ts';

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
  /** What it holds that is not in the text. */
  readonly leftOut: readonly LeftOut[];
}

/** Whether a model has to look at a document, since pages of it have no text: a picture, or a scan. */
export function mustBeSeen({ text, leftOut }: Pick<ReadDocument, 'text' | 'leftOut'>): boolean {
  return text.trim() === '' || leftOut.some(({ kind }) => kind === 'page');
}

export interface ReadOptions {
  /** What the user called the file; it stands in the messages. */
  readonly fileName: string;
  readonly kinds: readonly FileKind[];
  /** Largest size, in bytes. Default 10 MB (10 × 1024²). */
  readonly maxBytes?: number;
  /**
   * Whether a model will look at the pages of a PDF that hold no text, as in a scan. Default false: a PDF is refused if
   * half of its pages or more are like that, and otherwise they are listed in `leftOut`.
   */
  readonly canLook?: boolean | undefined;
  /** Stops the reading when it aborts. */
  readonly signal?: AbortSignal;
}

/** More text than this, in characters, is not handed on; 200 dense pages have some million. */
const longestText = 5_000_000;

/**
 * Checks a file and reads what it says, in a thread with bounds in memory and time (see {@link guarded}).
 *
 * @throws OvertimeError any `file_…` code but `file_not_found`; each message says what the user can do; or the
 * signal's reason.
 */
export async function readDocument(bytes: Uint8Array, options: ReadOptions): Promise<ReadDocument> {
  const { fileName, kinds, maxBytes = 10 * 1024 * 1024, canLook, signal } = options;
  const expectation = { fileName, kinds, maxBytes, canLook };
  checkSize(bytes, expectation);
  const read = await readGuarded(bytes, expectation, signal);
  return { ...read, mediaType: mediaTypes[read.kind], bytes };
}

/** 200 dense pages take 2 seconds on a laptop. */
const readGuarded = guarded({
  name: 'read-document',
  module: import.meta.url,
  read: readBytes,
  maxMs: 30_000,
});

type GuardedOptions = FileExpectation & Pick<ReadOptions, 'canLook'>;

async function readBytes(bytes: Uint8Array, options: GuardedOptions) {
  const { fileName } = options;
  const kind = await recognizeFile(bytes, options);
  const said = await readers[kind](bytes, options);
  if (said.text.length > longestText) {
    throw new OvertimeError(
      'file_unpacks_too_large',
      `${fileName} is too long: it has ${said.text.length} characters, and the limit is ${longestText}. Send only the pages ` +
        'that matter.',
    );
  }
  const { text, passages } = withoutUnseen(storable(said.text));
  const unseen = { kind: 'unseen', count: passages } as const;
  return { kind, ...said, text, leftOut: passages === 0 ? said.leftOut : [...said.leftOut, unseen] };
}

type Read = Pick<ReadDocument, 'text' | 'format' | 'pageCount' | 'leftOut'>;
type Reader = (bytes: Uint8Array, options: GuardedOptions) => Read | Promise<Read>;

/** For a model that sees; nothing else reads what is in it. */
const image: Reader = () => ({ text: '', format: 'text', pageCount: null, leftOut: [] });

const readers: Readonly<Record<FileKind, Reader>> = {
  pdf: async (bytes, options) => ({ ...(await readPdf(bytes, options)), format: 'text' }),
  docx: (bytes, { fileName }) => ({ ...readDocx(bytes, fileName), format: 'html', pageCount: null }),
  text: (bytes, { fileName }) => ({
    text: readText(bytes, fileName),
    format: 'text',
    pageCount: null,
    leftOut: [],
  }),
  png: image,
  jpg: image,
  webp: image,
};

/** Without what PostgreSQL refuses to store as JSON or text: NUL, and halves of surrogate pairs. */
function storable(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is removed
  return text.replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F]/g, '').toWellFormed();
}
