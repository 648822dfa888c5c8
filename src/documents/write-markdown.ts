import { markdownPiece, markdownText } from './markdown-text.ts';
import type { BookPicture } from './book-picture.ts';
import { type Book, type Chapter, sampleNotice, piecesOf } from './book.ts';

/** Writes a book as Markdown (CommonMark, UTF-8). Pictures are described in words, since the file stands alone. */
export function writeMarkdown(book: Book): Promise<Uint8Array> {
  const blocks = [
    `# ${markdownText(book.title)}`,
    `*by ${markdownText(book.author)}*`,
    ...(book.sample ? [`> ${sampleNotice}`] : []),
    ...inWords(book.cover),
    ...book.chapters.flatMap(chapterBlocks),
  ];
  return Promise.resolve(new TextEncoder().encode(`${blocks.join('\n\n')}\n`));
}

function chapterBlocks({ title, picture, paragraphs }: Chapter): readonly string[] {
  return [
    `## ${markdownText(title)}`,
    ...inWords(picture),
    ...paragraphs
      .map((paragraph) =>
        piecesOf(paragraph)
          .map(({ text, italic }) => markdownPiece(text, italic))
          .join(''),
      )
      .filter((text) => text !== ''),
  ];
}

function inWords(picture: BookPicture | undefined): readonly string[] {
  return picture === undefined ? [] : [`> *Picture: ${markdownText(picture.description)}*`];
}
