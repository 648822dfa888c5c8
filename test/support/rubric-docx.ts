import {
  Document,
  HeadingLevel,
  Packer,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { Rubric } from '../../src/tasks/rubric/rubric-contract.ts';

export interface RubricDocxOptions {
  readonly rubric: Rubric;
  /** The line under the title. */
  readonly intro: string;
}

/** Makes a rubric as a Word document: title, intro line, total, one table. */
export async function rubricDocx({ rubric, intro }: RubricDocxOptions): Promise<Uint8Array<ArrayBuffer>> {
  const document = new Document({
    title: rubric.title,
    creator: 'Overtime',
    styles: { default: { document: { run: { font: 'Calibri', size: 21 } } } },
    sections: [
      {
        children: [
          new Paragraph({ text: rubric.title, heading: HeadingLevel.HEADING_1 }),
          new Paragraph({ text: intro, spacing: { after: 120 } }),
          new Paragraph({
            spacing: { after: 200 },
            children: [new TextRun({ text: `Total: ${rubric.totalPoints} points`, bold: true })],
          }),
          rubricTable(rubric),
        ],
      },
    ],
  });
  return withFixedDates(new Uint8Array(await Packer.toArrayBuffer(document)));
}

function rubricTable(rubric: Rubric): Table {
  const levels = rubric.categories[0]?.levels ?? [];
  const header = new TableRow({
    tableHeader: true,
    children: ['Criterion', ...levels.map((level) => level.name)].map((text) => cell([text, ''], 'EEF2F7')),
  });
  const rows = rubric.categories.map(
    (category) =>
      new TableRow({
        cantSplit: true,
        children: [
          cell([`${category.name} (${category.points} points)`, category.description]),
          ...category.levels.map((level) => cell([`${level.points} points`, level.description])),
        ],
      }),
  );
  return new Table({ width: { size: 100, type: WidthType.PERCENTAGE }, rows: [header, ...rows] });
}

/** A cell with a bold first line and plain text under it. */
function cell([head, body]: readonly [string, string], fill?: string): TableCell {
  return new TableCell({
    margins: { top: 80, bottom: 80, left: 100, right: 100 },
    ...(fill === undefined ? {} : { shading: { type: ShadingType.CLEAR, fill } }),
    children: [
      new Paragraph({ children: [new TextRun({ text: head, bold: true })] }),
      ...(body === '' ? [] : [new Paragraph(body)]),
    ],
  });
}

/** Packs the document again with fixed dates, so that the same rubric always makes the same bytes. */
function withFixedDates(docx: Uint8Array): Uint8Array<ArrayBuffer> {
  const entries = unzipSync(docx);
  const properties = entries['docProps/core.xml'];
  if (properties !== undefined) {
    const fixed = strFromU8(properties).replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '2026-01-05T08:00:00Z');
    entries['docProps/core.xml'] = strToU8(fixed);
  }
  return new Uint8Array(zipSync(entries, { mtime: new Date(2026, 0, 5, 8) }));
}
