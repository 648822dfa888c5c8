import { markdownPiece, markdownText } from './markdown-text.ts';
import { wordsOf } from './book-language.ts';
import type { BookPicture } from './book-picture.ts';
import { type Book, type Chapter, sampleNotice, piecesOf } from './book.ts';

/** Writes a book as Markdown (CommonMark, UTF-8). Pictures are described in words, since the file stands alone. */
export function writeMarkdown(book: Book): Promise<Uint8Array> {
  const blocks = [
    `# ${markdownText(book.title)}`,
    `*${markdownText(book.author)}*`,
    ...(book.sample ? [`> ${sampleNotice}`] : []),
    ...inWords(book.cover, book.language),
    ...(book.dedication === undefined ? [] : [`*${markdownText(book.dedication)}*`]),
    ...book.chapters.flatMap((chapter) => chapterBlocks(chapter, book.language)),
  ];
  return Promise.resolve(new TextEncoder().encode(`${blocks.join('\n\n')}\n`));
}

function chapterBlocks({ title, picture, paragraphs }: Chapter, language: string): readonly string[] {
  return [
    `## ${markdownText(title)}`,
    ...inWords(picture, language),
    ...paragraphs
      .map((paragraph) =>
        piecesOf(paragraph, language)
          .map(({ text, italic }) => markdownPiece(text, italic))
          .join(''),
      )
      .filter((text) => text !== ''),
  ];
}

function inWords(picture: BookPicture | undefined, language: string): readonly string[] {
  return picture === undefined
    ? []
    : [`> *${wordsOf(language).picture}: ${markdownText(picture.description)}*`];
}
