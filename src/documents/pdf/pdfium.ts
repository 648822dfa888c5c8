import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { WrappedPdfiumModule } from '@embedpdf/pdfium';
import { OvertimeError, unpacksToTooMuch } from '../../overtime/files.ts';

/** What is called for each character, object and stroke; numbers are all that they take and give. */
const calledOften = [
  'FPDF_PageToDevice',
  'FPDFPage_GetObject',
  'FPDFPageObj_GetType',
  'FPDFPageObj_GetMatrix',
  'FPDFPageObj_GetFillColor',
  'FPDFPageObj_GetBounds',
  'FPDFPageObj_SetIsActive',
  'FPDFTextObj_GetTextRenderMode',
  'FPDFPath_GetDrawMode',
  'FPDFText_GetTextObject',
  'FPDFText_GetUnicode',
  'FPDFText_HasUnicodeMapError',
  'FPDFText_GetLooseCharBox',
  'FPDFText_GetCharBox',
  'FPDFText_GetCharOrigin',
  'FPDFPath_GetPathSegment',
  'FPDFPathSegment_GetType',
  'FPDFPathSegment_GetPoint',
  'FPDFPathSegment_GetClose',
] as const;

/** More memory than this is not given to PDFium, in bytes. It begins with 18 MB. */
const maxMemoryBytes = 256 * 1024 * 1024;

interface Memory {
  readonly HEAPU8: Uint8Array;
  readonly HEAP32: Int32Array;
  readonly HEAPF32: Float32Array;
  readonly HEAPF64: Float64Array;
}

/** A PDF that PDFium has opened. */
export interface Pdf {
  /** PDFium's functions, as its header files describe them. */
  readonly fpdf: WrappedPdfiumModule;
  readonly document: number;
  readonly pageCount: number;
  /** For the values of form fields. */
  readonly form: number;
  /** Room for what a function writes: eight numbers of eight bytes. */
  readonly out: number;
  /** The n-th number of four bytes, or of eight, that was written there. */
  readonly int: (index: number) => number;
  readonly float: (index: number) => number;
  readonly double: (index: number) => number;
  /** What lies in PDFium's memory, until that grows. */
  readonly bytes: (at: number, length: number) => Uint8Array;
  /** What a function writes as UTF-16 into the room that it asks for. */
  readonly text: (write: (room: number, bytes: number) => number) => string;
}

/**
 * Opens a PDF and hands it to `use`. PDFium is compiled to WebAssembly and keeps what it has taken, so call it in a
 * guarded thread, which gives everything back.
 *
 * @throws OvertimeError `file_encrypted`, `file_unreadable`, `file_unpacks_too_large`
 */
export async function withPdf<T>(bytes: Uint8Array, fileName: string, use: (pdf: Pdf) => T): Promise<T> {
  let full = false;
  // Not before it is needed.
  const { init } = await import('@embedpdf/pdfium');
  const wasm = await readFile(fileURLToPath(import.meta.resolve('@embedpdf/pdfium/pdfium.wasm')));
  const instantiateWasm = async (
    imports: { env: { emscripten_resize_heap: (bytes: number) => boolean } },
    done: (instance: WebAssembly.Instance) => void,
  ) => {
    const grow = imports.env.emscripten_resize_heap;
    const bounded = (wanted: number) => {
      full ||= wanted > maxMemoryBytes;
      return !full && grow(wanted);
    };
    const env = { ...imports.env, emscripten_resize_heap: bounded };
    const { instance } = await WebAssembly.instantiate(wasm, { ...imports, env });
    done(instance);
  };
  const silent = () => undefined;
  const fpdf = await init({ instantiateWasm, print: silent, printErr: silent });
  // The package's own wrappers look each function up by its name in each call, which is most of the time of short ones.
  const raw = fpdf.pdfium as unknown as Readonly<Record<string, unknown>>;
  for (const name of calledOften) Object.assign(fpdf, { [name]: raw[`_${name}`] });
  // It is replaced when it grows, so it is looked up each time. The package's types come from one that is not here.
  const memory = fpdf.pdfium as unknown as Memory;
  const { malloc, free } = fpdf.pdfium.wasmExports;
  try {
    fpdf.PDFiumExt_Init();
    const out = malloc(64);
    const size = wholeLength(bytes);
    const file = malloc(bytes.length);
    memory.HEAPU8.set(bytes, file);
    const document = size > 0 ? fpdf.FPDF_LoadMemDocument(file, size, '') : 0;
    if (document === 0) throw unreadable(fileName, fpdf.FPDF_GetLastError());
    return use({
      fpdf,
      document,
      pageCount: fpdf.FPDF_GetPageCount(document),
      form: fpdf.PDFiumExt_InitFormFillEnvironment(document, fpdf.PDFiumExt_OpenFormFillInfo()),
      out,
      int: (index) => memory.HEAP32[out / 4 + index] ?? 0,
      float: (index) => memory.HEAPF32[out / 4 + index] ?? 0,
      double: (index) => memory.HEAPF64[out / 8 + index] ?? 0,
      bytes: (at, length) => memory.HEAPU8.subarray(at, at + length),
      text: (write) => {
        const length = write(0, 0);
        const room = malloc(length + 2);
        write(room, length);
        const text = fpdf.pdfium.UTF16ToString(room, length);
        free(room);
        return text;
      },
    });
  } catch (cause) {
    if (cause instanceof OvertimeError) throw cause;
    throw full ? unpacksToTooMuch({ fileName }, 'memory', cause) : unreadable(fileName, cause);
  }
}

/** A file that was cut off would be read as far as it goes. Its end is marked within the last kB, or soon before. */
function wholeLength(bytes: Uint8Array): number {
  const end = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).lastIndexOf('%%EOF');
  if (end < 0) return 0;
  if (bytes.length - end <= 4096) return bytes.length;
  // PDFium looks for the end of a file in its last bytes: what fills it up behind its end is left out.
  const filling = bytes.subarray(end + 6);
  return filling.every((byte) => byte === filling[0]) ? end + 6 : 0;
}

/** PDFium's number for a document that opens with a password only. */
const passwordError = 4;

function unreadable(fileName: string, cause: unknown): OvertimeError {
  if (cause === passwordError) {
    return new OvertimeError(
      'file_encrypted',
      `${fileName} is protected by a password. Save it without the password and send it again.`,
    );
  }
  return new OvertimeError(
    'file_unreadable',
    `${fileName} cannot be read as a PDF: it is damaged or incomplete. Open it, export it as PDF again and send ` +
      'that file.',
    { cause },
  );
}
