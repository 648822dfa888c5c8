import { crc32, deflateSync } from 'node:zlib';
import { guarded } from '../overtime/files.ts';
import { type Pdf, withPdf } from './pdf/pdfium.ts';

/** A page of a PDF as a picture, for a model that looks. */
export interface PagePicture {
  /** Counted from 1. */
  readonly page: number;
  readonly mediaType: 'image/png';
  readonly bytes: Uint8Array;
}

export interface RenderOptions {
  /** The user's name for the file; it is used in messages. */
  readonly fileName: string;
  /** Which pages, counted from 1. The first 20 of them are rendered. */
  readonly pages: readonly number[];
}

export const mostRenderedPages = 20;
/** Fine enough for handwriting. */
const dotsPerInch = 150;
/** Of one page, and of all together: some 300 kB and 6 MB. */
const mostPixels = 4_000_000;
const mostPixelsInAll = 24_000_000;
/** PDFium's numbers: a bitmap of one byte per pixel, and to draw annotations, all in grey. */
const [grey, withAnnotations, inGrey] = [1, 1, 8];

/**
 * Draws pages of a PDF in 16 shades of grey, at 150 dots per inch or fewer, in a thread with bounds in memory and time.
 *
 * @throws OvertimeError `file_encrypted`, `file_unreadable`, `file_unpacks_too_large`; or the signal's reason
 */
export const renderPages: (
  bytes: Uint8Array,
  options: RenderOptions,
  signal?: AbortSignal,
) => Promise<readonly PagePicture[]> = guarded({
  name: 'render-pages',
  module: import.meta.url,
  read: (bytes: Uint8Array, { fileName, pages }: RenderOptions) =>
    withPdf(bytes, fileName, (pdf) => {
      const chosen = pages.slice(0, mostRenderedPages).filter((page) => page >= 1 && page <= pdf.pageCount);
      return chosen.map((page): PagePicture => {
        const pixels = Math.min(mostPixels, mostPixelsInAll / chosen.length);
        return { page, mediaType: 'image/png', bytes: render(pdf, page - 1, pixels) };
      });
    }),
  maxMs: 60_000,
});

function render({ fpdf, document, form }: Pdf, index: number, pixels: number): Uint8Array {
  const page = fpdf.FPDF_LoadPage(document, index);
  const points = [fpdf.FPDF_GetPageWidthF(page), fpdf.FPDF_GetPageHeightF(page)] as const;
  const scale = Math.min(dotsPerInch / 72, Math.sqrt(pixels / (points[0] * points[1])));
  const [width, height] = points.map((length) => Math.max(1, Math.floor(length * scale))) as [number, number];
  const bitmap = fpdf.FPDFBitmap_CreateEx(width, height, grey, 0, 0);
  fpdf.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xffffffff);
  fpdf.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, withAnnotations | inGrey);
  fpdf.FPDF_FFLDraw(form, bitmap, page, 0, 0, width, height, 0, inGrey);
  const start = fpdf.FPDFBitmap_GetBuffer(bitmap);
  const stride = fpdf.FPDFBitmap_GetStride(bitmap);
  const rows = (fpdf.pdfium as unknown as { HEAPU8: Uint8Array }).HEAPU8.subarray(
    start,
    start + stride * height,
  );
  const png = greyPng(rows, width, height, stride);
  fpdf.FPDFBitmap_Destroy(bitmap);
  fpdf.FPDF_ClosePage(page);
  return png;
}

/** A PNG of four bits per pixel, from one byte per pixel. */
function greyPng(rows: Uint8Array, width: number, height: number, stride: number): Uint8Array {
  const length = 1 + Math.ceil(width / 2);
  const packed = Buffer.alloc(length * height);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const shade = (rows[row * stride + column] ?? 0) >> 4;
      const at = row * length + 1 + (column >> 1);
      packed[at] = (packed[at] ?? 0) | (column % 2 === 0 ? shade << 4 : shade);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 4;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(packed)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}
