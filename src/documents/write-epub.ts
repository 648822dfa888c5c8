import { createHash } from 'node:crypto';
import { zipSync, type Zippable } from 'fflate';
import { isRightToLeft, wordsOf } from './book-language.ts';
import type { Book } from './book.ts';
import {
  coverId,
  type EpubPage,
  epubPages,
  type EpubPicture,
  epubPictures,
  stylesheet,
  xhtml,
} from './epub-pages.ts';
import { xmlText } from './xml-text.ts';

/**
 * Writes a book as EPUB 3: a page for the title and one for each chapter, one for a dedication, pictures with what they show
 * in words, and a table of contents. All text is escaped, and nothing outside the file is named in it.
 *
 * @param madeAt stands in the file as the time of its last change.
 */
export function writeEpub(book: Book, madeAt = new Date()): Promise<Uint8Array> {
  const pages = epubPages(book);
  const pictures = epubPictures(book);
  const text = (content: string) => new TextEncoder().encode(content);
  const files: Zippable = {
    // First and not packed, so that the file's kind is recognised by its beginning.
    mimetype: [text('application/epub+zip'), { level: 0 }],
    'META-INF/container.xml': text(container),
    'OEBPS/content.opf': text(packageDocument(book, pages, pictures, madeAt)),
    'OEBPS/nav.xhtml': text(contents(book, pages)),
    'OEBPS/style.css': text(stylesheet),
  };
  // Compressed already.
  for (const { href, picture } of pictures) files[`OEBPS/${href}`] = [picture.bytes, { level: 0 }];
  for (const { href, xhtml: content } of pages) files[`OEBPS/${href}`] = text(content);
  return Promise.resolve(zipSync(files, { level: 9, mtime: madeAt }));
}

const container =
  '<?xml version="1.0" encoding="UTF-8"?>\n' +
  '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>' +
  '<rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/>' +
  '</rootfiles></container>\n';

function packageDocument(
  book: Book,
  pages: readonly EpubPage[],
  pictures: readonly EpubPicture[],
  madeAt: Date,
): string {
  const accessModes = pictures.length === 0 ? ['textual'] : ['textual', 'visual'];
  const features = ['tableOfContents', 'readingOrder', ...(pictures.length === 0 ? [] : ['alternativeText'])];
  const metadata = [
    `<dc:identifier id="book-id">urn:uuid:${identifier(book)}</dc:identifier>`,
    `<dc:title>${xmlText(book.title)}</dc:title>`,
    `<dc:creator>${xmlText(book.author)}</dc:creator>`,
    `<dc:language>${book.language}</dc:language>`,
    `<meta property="dcterms:modified">${madeAt.toISOString().replace(/\.\d+Z$/, 'Z')}</meta>`,
    ...accessModes.map((mode) => `<meta property="schema:accessMode">${mode}</meta>`),
    '<meta property="schema:accessModeSufficient">textual</meta>',
    ...features.map((feature) => `<meta property="schema:accessibilityFeature">${feature}</meta>`),
    '<meta property="schema:accessibilityHazard">none</meta>',
  ];
  const items = [
    '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>',
    '<item id="style" href="style.css" media-type="text/css"/>',
    ...pictures.map(
      ({ id, href, picture }) =>
        `<item id="${id}" href="${href}" media-type="${picture.mediaType}"` +
        `${id === coverId ? ' properties="cover-image"' : ''}/>`,
    ),
    ...pages.map(({ id, href }) => `<item id="${id}" href="${href}" media-type="application/xhtml+xml"/>`),
  ];
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="book-id" xml:lang="' +
    `${book.language}">\n` +
    `<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n${metadata.join('\n')}\n</metadata>\n` +
    `<manifest>\n${items.join('\n')}\n</manifest>\n` +
    `<spine${isRightToLeft(book.language) ? ' page-progression-direction="rtl"' : ''}>${pages.map(({ id }) => `<itemref idref="${id}"/>`).join('')}</spine>\n</package>\n`
  );
}

function contents({ language }: Book, pages: readonly EpubPage[]): string {
  const { contents: heading } = wordsOf(language);
  const entries = pages
    .filter(({ isListed }) => isListed)
    .map(({ href, title }) => `<li><a href="${href}">${xmlText(title)}</a></li>`);
  return xhtml(
    heading,
    `<nav epub:type="toc" id="toc"><h1>${heading}</h1><ol>${entries.join('')}</ol></nav>`,
    language,
  );
}

/** The same for the same book, as the identity of a publication should be. */
function identifier(book: Book): string {
  const hash = createHash('sha256')
    // The bytes of a picture add minutes and no identity: what it shows stands beside them.
    .update(JSON.stringify(book, (key, value: unknown) => (key === 'bytes' ? undefined : value)))
    .digest('hex');
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `5${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-');
}
