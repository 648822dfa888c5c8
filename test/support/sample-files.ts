import { constants, crc32, deflateRawSync, deflateSync } from 'node:zlib';
import { strToU8, unzipSync, zipSync } from 'fflate';
import PDFDocument from 'pdfkit';
import { rubricDocx as drawRubricDocx } from './rubric-docx.ts';
import { collect, rubricPdf as drawRubricPdf } from './rubric-pdf.ts';
import type { Rubric } from '../../src/tasks/rubric/rubric-contract.ts';
import { courseText, sampleRubric } from './sample-rubrics.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface RubricFileOptions {
  /** Which of the sample rubrics; each has its own names, levels and points. Default 0. */
  readonly seed?: number;
  /** Default: those of the sample rubric. */
  readonly title?: string;
  readonly categories?: Rubric['categories'];
}

/** The rubric that a file made with the same options holds. */
export function rubricOf({ seed = 0, title, categories }: RubricFileOptions = {}): Rubric {
  const sample = sampleRubric(seed);
  const chosen = categories ?? sample.categories;
  return {
    title: title ?? sample.title,
    totalPoints: chosen.reduce((sum, category) => sum + category.points, 0),
    categories: chosen,
  };
}

const intro = 'Read this before you begin. Each criterion is graded at one level, and the points add up.';

/** A rubric as PDF. With more than two pages, its tables stand far apart in a course handbook. */
export function rubricPdf(options: RubricFileOptions & { readonly pages?: number } = {}): Promise<Bytes> {
  const { pages = 1, seed = 0 } = options;
  return drawRubricPdf({ rubric: rubricOf(options), intro, pages, courseText: courseText(seed) });
}

/** A rubric as Word document, in one table. */
export function rubricDocx(options: RubricFileOptions = {}): Promise<Bytes> {
  return drawRubricDocx({ rubric: rubricOf(options), intro });
}

/** A PDF that opens with a password only. */
export function encryptedPdf(): Promise<Bytes> {
  return drawRubricPdf({ rubric: rubricOf(), intro, userPassword: 'open sesame' });
}

/** A PDF whose pages are pictures. */
export function scannedPdf({ pages = 2 }: { readonly pages?: number } = {}): Promise<Bytes> {
  const doc = new PDFDocument({ size: 'A4', autoFirstPage: false, info: { CreationDate: new Date(0) } });
  const bytes = collect(doc);
  for (let page = 0; page < pages; page += 1) doc.addPage().image(greyPng(120, 170), 0, 0, { width: 595 });
  doc.end();
  return bytes;
}

/** A PDF of empty pages but for a line on each. */
export function longPdf({ pages }: { readonly pages: number }): Promise<Bytes> {
  const doc = new PDFDocument({ size: 'A4', autoFirstPage: false, info: { CreationDate: new Date(0) } });
  const bytes = collect(doc);
  for (let page = 1; page <= pages; page += 1)
    doc.addPage().text(`Nothing of note stands on page ${page} of ${pages}.`);
  doc.end();
  return bytes;
}

/** A PDF of 1 MB whose only page unpacks to 1 GB. */
export function pdfBomb(): Bytes {
  // A flushed block ends at a whole byte, so that copies of it can stand in a row.
  const block = deflateRawSync(Buffer.alloc(1024 * 1024, 0x20), { finishFlush: constants.Z_SYNC_FLUSH });
  const page = Buffer.concat([Buffer.from([0x78, 0x9c]), ...Array.from({ length: 1024 }, () => block)]);
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>',
  ].map((body, index) => `${index + 1} 0 obj\n${body}\nendobj\n`);
  return new Uint8Array(
    Buffer.concat([
      Buffer.from(
        `%PDF-1.4\n${objects.join('')}4 0 obj\n<</Length ${page.length}/Filter/FlateDecode>>\nstream\n`,
      ),
      page,
      // Without a cross-reference table; readers then search for the objects.
      Buffer.from('\nendstream\nendobj\ntrailer\n<</Size 5/Root 1 0 R>>\n%%EOF'),
    ]),
  );
}

let bomb: Promise<Bytes> | undefined;

/**
 * A Word document of some 130 kB whose text unpacks to 120 MB; one that lies declares 1000 bytes instead.
 */
export async function zipBombDocx({ lying }: { readonly lying: boolean }): Promise<Bytes> {
  bomb ??= rubricDocx().then((docx) => {
    const entries = unzipSync(docx);
    entries['word/document.xml'] = new Uint8Array(120 * 1024 * 1024).fill(0x20);
    return new Uint8Array(zipSync(entries));
  });
  const bytes = (await bomb).slice();
  return lying ? declareSize(bytes, 'word/document.xml', 1000) : bytes;
}

/** A Word document with many small files inside. */
export async function crowdedDocx({ entries }: { readonly entries: number }): Promise<Bytes> {
  const crowd = Object.fromEntries(
    Array.from({ length: entries }, (_, index) => [`word/x${index}.xml`, strToU8('x')]),
  );
  return new Uint8Array(zipSync({ ...unzipSync(await rubricDocx()), ...crowd }, { level: 0 }));
}

/** A Word document in which two directory entries name the same packed bytes. */
export async function overlappingDocx(): Promise<Bytes> {
  const bytes = await rubricDocx();
  const view = new DataView(bytes.buffer);
  const [first, second] = directoryEntries(bytes);
  if (first === undefined || second === undefined) throw new Error('The sample document has no two entries.');
  view.setUint32(second + 42, view.getUint32(first + 42, true), true);
  return bytes;
}

/** A GIF image; call it `rubric.pdf`. */
export function renamedGif(): Bytes {
  return Uint8Array.from([...strToU8('GIF89a'), 1, 0, 1, 0, 0, 0, 0, ...new Uint8Array(200), 0x3b]);
}

export function emptyFile(): Bytes {
  return new Uint8Array(0);
}

/** 11 MB that begin as a PDF does. */
export function elevenMegabytes(): Bytes {
  const bytes = new Uint8Array(11 * 1024 * 1024);
  bytes.set(strToU8('%PDF-1.7\n'));
  return bytes;
}

/** Where the entries of the central directory begin. */
function directoryEntries(bytes: Bytes): number[] {
  const buffer = Buffer.from(bytes.buffer);
  const found: number[] = [];
  for (let at = buffer.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0;) {
    found.push(at);
    at = buffer.indexOf('PK\x01\x02', at + 4, 'latin1');
  }
  return found;
}

function declareSize(bytes: Bytes, name: string, size: number): Bytes {
  const view = new DataView(bytes.buffer);
  for (const at of directoryEntries(bytes)) {
    const length = view.getUint16(at + 28, true);
    if (Buffer.from(bytes.buffer, at + 46, length).toString() !== name) continue;
    view.setUint32(at + 24, size, true);
    view.setUint32(view.getUint32(at + 42, true) + 22, size, true);
  }
  return bytes;
}

/** A grey PNG with a darker stripe in every tenth row, as a page of text looks from afar. */
function greyPng(width: number, height: number): Buffer {
  const rows = Buffer.alloc((width + 1) * height);
  for (let row = 0; row < height; row += 1) {
    rows.fill(row % 10 === 0 ? 0x40 : 0xe0, row * (width + 1) + 1, (row + 1) * (width + 1));
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
