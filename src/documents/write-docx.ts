import type { Paragraph } from 'docx';
import type { BookPicture } from './book-picture.ts';
import { isRightToLeft, withRegion } from './book-language.ts';
import { type Book, type Chapter, sampleNotice, piecesOf } from './book.ts';
import { xmlCharacters } from './xml-text.ts';

/** Twentieths of a point. */
const twips = (points: number) => points * 20;
/** Of a picture in the text, in pixels at 96 an inch: as wide as the text of a page, and no taller than wide. */
const pictureSide = 560;

/** Writes a book as a Word document, with its pictures and with headings that make its outline. */
export async function writeDocx(book: Book): Promise<Uint8Array> {
  // The library takes a fifth of a second to load.
  const docx = await import('docx');
  const { AlignmentType, Footer, HeadingLevel, ImageRun, PageNumber, TextRun } = docx;

  const bidirectional = isRightToLeft(book.language);
  const paragraph = (options: Exclude<ConstructorParameters<typeof Paragraph>[0], string>) =>
    new docx.Paragraph({ bidirectional, ...options });
  const picture = (drawn: BookPicture | undefined): Paragraph[] => {
    if (drawn === undefined) return [];
    const { bytes, mediaType, width, height, description } = drawn;
    const scale = pictureSide / Math.max(width, height);
    const image = new ImageRun({
      type: mediaType === 'image/png' ? 'png' : 'jpg',
      data: Buffer.from(bytes),
      transformation: { width: Math.round(width * scale), height: Math.round(height * scale) },
      altText: { name: 'Picture', title: 'Picture', description: xmlCharacters(description) },
    });
    return [paragraph({ children: [image], alignment: AlignmentType.CENTER, spacing: { after: twips(14) } })];
  };
  const chapter = ({ title, paragraphs, picture: drawn }: Chapter): Paragraph[] => [
    paragraph({ text: xmlCharacters(title), heading: HeadingLevel.HEADING_1, pageBreakBefore: true }),
    ...picture(drawn),
    ...paragraphs.map((text, index) =>
      paragraph({
        children: piecesOf(text, book.language).map(
          (piece) =>
            new TextRun({
              text: xmlCharacters(piece.text),
              italics: piece.italic,
              rightToLeft: bidirectional,
            }),
        ),
        style: index === 0 ? 'FirstParagraph' : 'BodyText',
      }),
    ),
  ];

  const locale = withRegion(book.language);
  const body = { spacing: { line: 320 }, alignment: AlignmentType.BOTH, widowControl: true };
  const made = new docx.Document({
    title: xmlCharacters(book.title),
    creator: xmlCharacters(book.author),
    description: book.sample ? sampleNotice : '',
    features: { updateFields: false },
    styles: {
      default: {
        document: {
          run: {
            font: 'Georgia',
            size: 23,
            language: { value: locale, eastAsia: locale, bidirectional: locale },
          },
        },
        title: {
          run: { font: 'Georgia', size: 60 },
          paragraph: { alignment: AlignmentType.CENTER, spacing: { before: twips(24), after: twips(14) } },
        },
        heading1: {
          run: { font: 'Georgia', size: 36, color: '2f2b3a' },
          paragraph: { alignment: AlignmentType.CENTER, spacing: { before: twips(30), after: twips(20) } },
        },
      },
      paragraphStyles: [
        {
          id: 'FirstParagraph',
          name: 'First Paragraph',
          basedOn: 'Normal',
          next: 'BodyText',
          paragraph: body,
        },
        {
          id: 'BodyText',
          name: 'Body Text',
          basedOn: 'Normal',
          quickFormat: true,
          paragraph: { ...body, indent: { firstLine: twips(16) } },
        },
      ],
    },
    sections: [
      {
        properties: { titlePage: true },
        footers: {
          default: new Footer({
            children: [
              paragraph({
                alignment: AlignmentType.CENTER,
                children: [new TextRun({ children: [PageNumber.CURRENT], size: 18 })],
              }),
            ],
          }),
        },
        children: [
          ...picture(book.cover),
          paragraph({ text: xmlCharacters(book.title), heading: HeadingLevel.TITLE }),
          paragraph({ text: xmlCharacters(book.author), alignment: AlignmentType.CENTER }),
          ...(book.sample
            ? [
                paragraph({
                  children: [new TextRun({ text: sampleNotice, italics: true, size: 19 })],
                  alignment: AlignmentType.CENTER,
                  spacing: { before: twips(18) },
                }),
              ]
            : []),
          ...(book.dedication === undefined
            ? []
            : [
                paragraph({
                  children: [
                    new TextRun({
                      text: xmlCharacters(book.dedication),
                      italics: true,
                      rightToLeft: bidirectional,
                    }),
                  ],
                  alignment: AlignmentType.CENTER,
                  pageBreakBefore: true,
                  spacing: { before: twips(160) },
                }),
              ]),
          ...book.chapters.flatMap(chapter),
        ],
      },
    ],
  });
  return new Uint8Array(await docx.Packer.toBuffer(made));
}
