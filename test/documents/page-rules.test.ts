import PDFDocument from 'pdfkit';
import { expect, test } from 'vitest';
import { readPdf } from '../../src/documents/read-pdf.ts';
import { collect } from '../support/rubric-pdf.ts';

type Border = (doc: PDFKit.PDFDocument, x1: number, y1: number, x2: number, y2: number) => void;

const stroked: Border = (doc, x1, y1, x2, y2) => doc.moveTo(x1, y1).lineTo(x2, y2).stroke();

/** As word processors draw them. */
const thinRectangle: Border = (doc, x1, y1, x2, y2) =>
  doc.rect(x1, y1, Math.max(x2 - x1, 0.5), Math.max(y2 - y1, 0.5)).fill('black');

const dotted: Border = (doc, x1, y1, x2, y2) => {
  const steps = Math.max(x2 - x1, y2 - y1) / 3;
  for (let step = 0; step < steps; step += 1) {
    const along = step * 3;
    const [x, y] = x2 > x1 ? [x1 + along, y1] : [x1, y1 + along];
    doc.rect(x, y, x2 > x1 ? 1.5 : 0.5, x2 > x1 ? 0.5 : 1.5).fill('black');
  }
};

/** A table whose columns nearly touch and whose rows have no extra space, so that only its borders tell. */
function tightTable(border: Border, scale: number): Promise<Uint8Array> {
  const doc = new PDFDocument({ size: 'A4', info: { CreationDate: new Date(0) } });
  const bytes = collect(doc);
  doc.scale(scale).fontSize(10);
  const write = (x: number, y: number, text: string) =>
    doc.fillColor('black').text(text, x, y, { lineBreak: false });
  write(102, 102, 'Clarity and order');
  write(182, 102, 'All is clear');
  write(182, 114, 'and in order');
  write(102, 126, 'Use of sources');
  write(182, 126, 'Sources named');
  for (const y of [100, 125, 150]) border(doc, 100, y, 260, y);
  for (const x of [100, 180.8, 260]) border(doc, x, 100, x, 150);
  doc.end();
  return bytes;
}

test.each([
  ['stroked', stroked],
  ['thin filled', thinRectangle],
  ['dotted', dotted],
])('%s borders are found and give each cell its text', async (_, border) => {
  const { text } = await readPdf(await tightTable(border, 1), { fileName: 'rubric.pdf' });
  expect(text).toBe('Clarity and order | All is clear and in order\nUse of sources | Sources named');
});

test('borders are found where the page is drawn scaled', async () => {
  const { text } = await readPdf(await tightTable(stroked, 1.5), { fileName: 'rubric.pdf' });
  expect(text).toBe('Clarity and order | All is clear and in order\nUse of sources | Sources named');
});
