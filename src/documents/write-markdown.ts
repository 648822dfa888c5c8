import type { BookPicture } from './book-picture.ts';
import { type Book, type Chapter, sampleNotice, type Piece, piecesOf } from './book.ts';

/** Writes a book as Markdown (CommonMark, UTF-8). Pictures are described in words, since the file stands alone. */
export function writeMarkdown(book: Book): Promise<Uint8Array> {
  const blocks = [
    `# ${literal(oneLine(book.title))}`,
    `*by ${literal(oneLine(book.author))}*`,
    ...(book.sample ? [`> ${sampleNotice}`] : []),
    ...inWords(book.cover),
    ...book.chapters.flatMap(chapterBlocks),
  ];
  return Promise.resolve(new TextEncoder().encode(`${blocks.join('\n\n')}\n`));
}

function chapterBlocks({ title, picture, paragraphs }: Chapter): readonly string[] {
  return [
    `## ${literal(oneLine(title))}`,
    ...inWords(picture),
    ...paragraphs.map((paragraph) => piecesOf(paragraph).map(inline).join('')).filter((text) => text !== ''),
  ];
}

function inWords(picture: BookPicture | undefined): readonly string[] {
  return picture === undefined ? [] : [`> *Picture: ${literal(oneLine(picture.description))}*`];
}

function inline({ text, italic }: Piece): string {
  return italic ? `*${literal(text)}*` : literal(text);
}

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

/** The text with what Markdown would take for its own signs escaped. */
function literal(text: string): string {
  return text
    .replaceAll(/[\\`*_[\]<>]/g, String.raw`\$&`)
    .replaceAll('&', '&amp;')
    .replace(/^(#{1,6}|[-+~=])(?=\s|[-=~]|$)/, String.raw`\$1`)
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, String.raw`$1\$2`);
}
