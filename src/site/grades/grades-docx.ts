import type { Paragraph, Table } from 'docx';
import { formatDay, formatPoints, pointsNoun } from '../ui/format.ts';
import type { CountedGrades } from './kept-grade.ts';

/** Grades as a Word document: a table of all, then a page for each student with reasons and feedback. */
export async function gradesDocx(title: string, all: readonly CountedGrades[]): Promise<Blob> {
  // A hundred kilobytes that nobody else needs.
  const docx = await import('docx');
  const { HeadingLevel, Packer, TableCell, TableRow, TextRun, WidthType } = docx;

  const table = (rows: readonly (readonly string[])[]): Table =>
    new docx.Table({
      width: { size: 100, type: WidthType.PERCENTAGE },
      rows: rows.map(
        (cells, row) =>
          new TableRow({
            tableHeader: row === 0,
            cantSplit: true,
            children: cells.map(
              (text) =>
                new TableCell({
                  margins: { top: 60, bottom: 60, left: 100, right: 100 },
                  children: [
                    new docx.Paragraph({ children: [new TextRun({ text: plain(text), bold: row === 0 })] }),
                  ],
                }),
            ),
          }),
      ),
    });
  const nameOf = ({ student }: CountedGrades) => (student === '' ? 'Unnamed student' : student);
  const outOf = (points: number, most: number) => `${formatPoints(points)} of ${formatPoints(most)}`;
  const text = (content: string): Paragraph =>
    new docx.Paragraph({ text: plain(content), spacing: { before: 120, after: 120 } });

  const report = (one: CountedGrades): (Paragraph | Table)[] => [
    new docx.Paragraph({
      text: plain(nameOf(one)),
      heading: HeadingLevel.HEADING_1,
      pageBreakBefore: true,
    }),
    text(
      `${one.rubricTitle}: ${outOf(one.totalPoints, one.maxPoints)} ${pointsNoun(one.maxPoints)} (${formatPoints(one.percentage)} %)`,
    ),
    table([
      ['Category', 'Level', 'Points', 'Reasons'],
      ...one.grades.map(({ category, level, points, maxPoints, note, reasons }) => [
        category,
        level ?? '',
        outOf(points, maxPoints),
        note === undefined ? reasons : `Note: ${note} ${reasons}`,
      ]),
    ]),
    ...one.feedback.split(/\n+/).map(text),
    ...(one.sample ? [text('Sample content, not written by a model.')] : []),
  ];

  const document = new docx.Document({
    title: plain(title),
    creator: '',
    sections: [
      {
        children: [
          new docx.Paragraph({ text: plain(title), heading: HeadingLevel.TITLE }),
          table([
            ['Student', 'Rubric', 'Points', '%', 'Date'],
            ...all.map((one) => [
              nameOf(one),
              one.rubricTitle,
              outOf(one.totalPoints, one.maxPoints),
              formatPoints(one.percentage),
              formatDay(one.createdAt),
            ]),
          ]),
          ...all.flatMap(report),
        ],
      },
    ],
  });
  return Packer.toBlob(document);
}

/** Without the control characters that no XML may have. */
function plain(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '');
}
