import { type Book, type Chapter, demoNotice, piecesOf } from './book.ts';
import { markdownPiece, markdownText } from '../markdown-text.ts';
import type { Picture } from '../picture.ts';
import { describePicture } from '../pictures/describe-picture.ts';

/** Writes a book as Markdown (CommonMark, UTF-8). Pictures are told in words, since the file stands alone. */
export function writeMarkdown(book: Book): Promise<Uint8Array> {
  const blocks = [
    `# ${markdownText(book.title)}`,
    `*by ${markdownText(book.author)}*`,
    ...(book.demo ? [`> ${demoNotice}`] : []),
    ...told(book.cover),
    ...book.chapters.flatMap(chapterBlocks),
  ];
  return Promise.resolve(new TextEncoder().encode(`${blocks.join('\n\n')}\n`));
}

function chapterBlocks({ title, picture, paragraphs }: Chapter): readonly string[] {
  return [
    `## ${markdownText(title)}`,
    ...told(picture),
    ...paragraphs
      .map((paragraph) =>
        piecesOf(paragraph)
          .map(({ text, italic }) => markdownPiece(text, italic))
          .join(''),
      )
      .filter((text) => text !== ''),
  ];
}

function told(picture: Picture | undefined): readonly string[] {
  return picture === undefined ? [] : [`> *Picture: ${describePicture(picture)}*`];
}
