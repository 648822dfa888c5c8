import type { BookPicture } from './book-picture.ts';
import { isRightToLeft } from './book-language.ts';
import { type Book, type Chapter, sampleNotice, piecesOf } from './book.ts';
import { xmlText } from './xml-text.ts';

/** An XHTML page of the book, with its place in it. */
export interface EpubPage {
  readonly id: string;
  readonly href: string;
  readonly title: string;
  /** Whether the table of contents names it. */
  readonly isListed: boolean;
  readonly xhtml: string;
}

/** A picture of the book as a file in it. */
export interface EpubPicture {
  readonly id: string;
  readonly href: string;
  readonly picture: BookPicture;
}

export const coverId = 'cover-picture';

/** The pictures of the book: its cover, and those of the chapters. */
export function epubPictures({ cover, chapters }: Book): readonly EpubPicture[] {
  const all = [
    { id: coverId, picture: cover },
    ...chapters.map(({ picture }, index) => ({ id: pictureId(index + 1), picture })),
  ];
  return all.flatMap(({ id, picture }) =>
    picture === undefined ? [] : [{ id, href: pictureHref(picture, id), picture }],
  );
}

const pictureId = (chapter: number) => `picture-${chapter}`;
const pictureHref = ({ mediaType }: BookPicture, id: string) =>
  `${id}.${mediaType === 'image/png' ? 'png' : 'jpg'}`;

export const stylesheet = `body { font-family: serif; line-height: 1.5; margin: 5%; }
h1, h2 { font-weight: normal; text-align: center; hyphens: none; line-height: 1.2; }
h2 { margin: 2em 0 1.5em; }
p { margin: 0; text-indent: 1.3em; hyphens: auto; widows: 2; orphans: 2; }
h2 + p, figure + p { text-indent: 0; }
figure { margin: 0 0 1.5em; break-inside: avoid; }
img { display: block; width: 100%; height: auto; }
.title { text-align: center; }
.title p { text-indent: 0; margin: 1em 0; }
.dedication p { text-align: center; text-indent: 0; font-style: italic; margin: 30% 10% 0; }
.notice { border: 1px solid; padding: 0.5em; font-style: italic; }
`;

export function epubPages(book: Book): readonly EpubPage[] {
  const { title, author, language, cover, dedication, chapters, sample } = book;
  const front = [
    ...(cover === undefined ? [] : [figure(cover, coverId)]),
    `<h1>${xmlText(title)}</h1>`,
    `<p>${xmlText(author)}</p>`,
    ...(sample ? [`<p class="notice" lang="en" xml:lang="en" dir="ltr">${sampleNotice}</p>`] : []),
  ];
  return [
    page(
      'title',
      title,
      `<section class="title" epub:type="titlepage">${front.join('')}</section>`,
      language,
    ),
    ...(dedication === undefined
      ? []
      : [{ ...page('dedication', title, dedicationBody(dedication), language), isListed: false }]),
    ...chapters.map((chapter, index) =>
      page(`chapter-${index + 1}`, chapter.title, chapterBody(chapter, index + 1, language), language),
    ),
  ];
}

const dedicationBody = (dedication: string) =>
  `<section class="dedication" epub:type="dedication"><p>${xmlText(dedication)}</p></section>`;

function chapterBody({ title, picture, paragraphs }: Chapter, number: number, language: string): string {
  const text = paragraphs.map(
    (paragraph) =>
      `<p>${piecesOf(paragraph, language)
        .map((piece) => (piece.italic ? `<em>${xmlText(piece.text)}</em>` : xmlText(piece.text)))
        .join('')}</p>`,
  );
  const drawn = picture === undefined ? '' : figure(picture, pictureId(number));
  return `<section epub:type="chapter"><h2>${xmlText(title)}</h2>${drawn}${text.join('\n')}</section>`;
}

function figure(picture: BookPicture, id: string): string {
  const alt = xmlText(picture.description);
  return `<figure><img src="${pictureHref(picture, id)}" alt="${alt}"/></figure>`;
}

function page(id: string, title: string, body: string, language: string): EpubPage {
  return { id, href: `${id}.xhtml`, title, isListed: true, xhtml: xhtml(title, body, language) };
}

export function xhtml(title: string, body: string, language: string): string {
  const direction = isRightToLeft(language) ? ' dir="rtl"' : '';
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n' +
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" ' +
    `lang="${language}" xml:lang="${language}"${direction}>` +
    `<head><title>${xmlText(title)}</title><link rel="stylesheet" href="style.css"/></head>` +
    `<body>${body}</body></html>\n`
  );
}
