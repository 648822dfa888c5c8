import PDFDocument from 'pdfkit';
import type { Rubric } from '../../src/tasks/rubric/rubric-contract.ts';

/** Fixed, so that the same rubric always makes the same bytes. */
const madeAt = new Date('2026-01-05T08:00:00Z');

const margin = 48;
const padding = 6;
const ink = '#1f2937';
const accent = '#1e3a5f';
const band = '#eef2f7';
const rule = '#9aa7b8';

export interface RubricPdfOptions {
  readonly rubric: Rubric;
  /** The line under the title. */
  readonly intro: string;
  /**
   * Pages of the document. Default 1. With more than two, each category has a table of its own and the
   * tables stand far apart among `courseText`, as in a course handbook.
   */
  readonly pages?: number;
  /** Paragraphs that surround the tables; repeated from the start when they do not fill the pages. */
  readonly courseText?: readonly string[];
  /** Encrypts the file, so that it opens with this password only. */
  readonly userPassword?: string;
}

/** Draws a rubric as a PDF: A4, the standard Helvetica, one row for each category, one column for each level. */
export function rubricPdf(options: RubricPdfOptions): Promise<Uint8Array<ArrayBuffer>> {
  const { rubric, pages = 1, courseText = [] } = options;
  const doc = new PDFDocument({
    size: 'A4',
    margin,
    autoFirstPage: false,
    info: { Title: rubric.title, CreationDate: madeAt, ModDate: madeAt },
    ...(options.userPassword === undefined ? {} : { userPassword: options.userPassword }),
  });
  const bytes = collect(doc);
  const text = endless(courseText);

  for (let page = 0; page < pages; page += 1) {
    doc.addPage();
    if (page === 0) drawTitle(doc, rubric, options.intro);
    for (const categories of tablesOfPage(rubric.categories, page, pages)) drawTable(doc, categories);
    if (pages > 1) fillWithText(doc, text);
    if (pages > 1) drawFooter(doc, rubric.title, page + 1, pages);
  }
  doc.end();
  return bytes;
}

type Category = Rubric['categories'][number];

/** Which tables a page holds: all categories in one on the first page, or one each, evenly spread. */
function tablesOfPage(categories: readonly Category[], page: number, pages: number): (readonly Category[])[] {
  if (pages <= 2) return page === 0 ? [categories] : [];
  return categories
    .filter((_, index) => 1 + Math.floor((index * (pages - 1)) / categories.length) === page)
    .map((category) => [category]);
}

function drawTitle(doc: PDFKit.PDFDocument, rubric: Rubric, intro: string): void {
  doc.font('Helvetica-Bold').fontSize(22).fillColor(accent).text(rubric.title);
  doc.moveDown(0.35).font('Helvetica').fontSize(10.5).fillColor(ink).text(intro, { lineGap: 2 });
  doc.moveDown(0.3).font('Helvetica-Bold').text(`Total: ${rubric.totalPoints} points`);
  doc.moveDown(0.9);
}

function drawTable(doc: PDFKit.PDFDocument, categories: readonly Category[]): void {
  const first = categories[0];
  if (first === undefined) return;
  const widths = columnWidths(doc.page.width - 2 * margin, first.levels.length);
  drawRow(doc, widths, band, [
    [{ text: 'Criterion', bold: true }],
    ...first.levels.map((level) => [{ text: level.name, bold: true }]),
  ]);
  for (const category of categories) {
    drawRow(doc, widths, null, [
      [
        { text: `${category.name} (${category.points} points)`, bold: true },
        { text: category.description, bold: false },
      ],
      ...category.levels.map((level) => [
        { text: `${level.points} points`, bold: true },
        { text: level.description, bold: false },
      ]),
    ]);
  }
  doc.y += 14;
}

interface Line {
  readonly text: string;
  readonly bold: boolean;
}

function columnWidths(total: number, levels: number): number[] {
  const first = total * 0.29;
  return [first, ...Array.from({ length: levels }, () => (total - first) / levels)];
}

function drawRow(
  doc: PDFKit.PDFDocument,
  widths: readonly number[],
  fill: string | null,
  cells: readonly (readonly Line[])[],
): void {
  const top = doc.y;
  const heights = cells.map((lines, index) =>
    lines.reduce((sum, line) => sum + lineHeight(doc, line, widths[index] ?? 0), 0),
  );
  const height = Math.max(...heights) + 2 * padding;
  let left = margin;
  for (const [index, lines] of cells.entries()) {
    const width = widths[index] ?? 0;
    doc.rect(left, top, width, height).lineWidth(0.6);
    if (fill === null) doc.stroke(rule);
    else doc.fillAndStroke(fill, rule);
    let y = top + padding;
    for (const line of lines) {
      doc
        .font(line.bold ? 'Helvetica-Bold' : 'Helvetica')
        .fontSize(8.8)
        .fillColor(ink)
        .text(line.text, left + padding, y, { width: width - 2 * padding, lineGap: 1.5 });
      y += lineHeight(doc, line, width);
    }
    left += width;
  }
  doc.x = margin;
  doc.y = top + height;
}

function lineHeight(doc: PDFKit.PDFDocument, line: Line, width: number): number {
  return doc
    .font(line.bold ? 'Helvetica-Bold' : 'Helvetica')
    .fontSize(8.8)
    .heightOfString(line.text, { width: width - 2 * padding, lineGap: 1.5 });
}

function fillWithText(doc: PDFKit.PDFDocument, paragraphs: Iterator<string>): void {
  const width = doc.page.width - 2 * margin;
  const bottom = doc.page.height - margin - 30;
  for (let next = paragraphs.next(); next.done !== true; next = paragraphs.next()) {
    doc.font('Helvetica').fontSize(10.5).fillColor(ink);
    if (doc.y + doc.heightOfString(next.value, { width, lineGap: 2 }) > bottom) return;
    doc.text(next.value, margin, doc.y, { width, lineGap: 2 });
    doc.moveDown(0.7);
  }
}

function drawFooter(doc: PDFKit.PDFDocument, title: string, page: number, pages: number): void {
  doc
    .font('Helvetica')
    .fontSize(8)
    .fillColor('#6b7280')
    .text(`${title}, page ${page} of ${pages}`, margin, doc.page.height - margin - 12, { lineBreak: false });
}

function* endless(paragraphs: readonly string[]): Generator<string, void> {
  while (paragraphs.length > 0) yield* paragraphs;
}

/** Gathers what a pdfkit document writes. */
export function collect(doc: PDFKit.PDFDocument): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    doc.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    doc.on('error', reject);
    doc.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
  });
}
