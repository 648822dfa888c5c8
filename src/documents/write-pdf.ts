import { openBookFonts } from './book-fonts.ts';
import type { BookPicture } from './book-picture.ts';
import { type Book, sampleNotice } from './book.ts';
import { escapeMetadata } from './pdf-metadata.ts';
import { hyphenatorOf } from './hyphenate.ts';
import { pauses } from './pauses.ts';
import { type PageText, pageText } from './pdf-text.ts';
import { fitted, page, type SetChapter, setChapters, type Size } from './set-chapters.ts';
import { xmlCharacters } from './xml-text.ts';

const ink = '#2f2b3a';
const paper = '#fffdf8';
const notice = '#6d6678';
const coverGround = '#2b3a67';

export interface WritePdfOptions {
  /** Stands in the file as the time it was made. Default: now. */
  readonly madeAt?: Date;
  /** Hears of characters that no font can show and that were set as boxes, if there are any. */
  readonly onMissing?: (characters: readonly string[]) => void;
}

/**
 * Writes a book as an illustrated PDF, 6.5 by 9 inches: a cover, the dedication if any, chapters that begin on a new page with their
 * picture, pages with numbers, an outline. It is tagged (PDF/UA), its fonts are embedded, and its pictures
 * say in words what they show.
 */
export async function writePdf(book: Book, options: WritePdfOptions = {}): Promise<Uint8Array> {
  const { madeAt = new Date(), onMissing } = options;
  // Half a second to load: not before it is needed.
  const [{ default: PDFDocument }, fonts, hyphenate] = await Promise.all([
    import('pdfkit'),
    openBookFonts(book),
    hyphenatorOf(book.language),
  ]);
  const doc = new PDFDocument({
    size: [page.width, page.height],
    margin: 0,
    autoFirstPage: false,
    pdfVersion: '1.7',
    // The types do not know this one.
    subset: 'PDF/UA' as 'PDF/A-1',
    tagged: true,
    lang: book.language,
    displayTitle: true,
    info: {
      Title: xmlCharacters(book.title),
      Author: xmlCharacters(book.author),
      Creator: 'Overtime',
      ...(book.sample ? { Subject: sampleNotice } : {}),
      CreationDate: madeAt,
      ModDate: madeAt,
    },
    // No font at first: the library would read its own Helvetica from disk.
    font: null as unknown as string,
  });
  escapeMetadata(doc);
  const written = bytesOf(doc);
  // Opened already; the library takes that too, and would parse the bytes once more.
  for (const [name, font] of fonts.fonts) doc.registerFont(name, font as unknown as Buffer);

  const text = pageText(doc, fonts, book.language, hyphenate);
  const root = doc.struct('Document');
  doc.addStructure(root);
  drawCover(doc, root, text, book);
  drawDedication(doc, root, text, book);
  let number = 0;
  const pause = pauses();
  for (const chapter of await setChapters(text, book, pause)) {
    number = drawChapter(doc, root, text, chapter, number);
    await pause();
  }
  root.end();
  doc.end();
  if (fonts.missing.length > 0) onMissing?.(fonts.missing);
  return written;
}

type Element = PDFKit.PDFStructureElement;

function drawCover(doc: PDFKit.PDFDocument, root: Element, text: PageText, book: Book): void {
  doc.addPage();
  doc.outline.addItem(book.title);
  artifact(doc, () => doc.rect(0, 0, page.width, page.height).fillColor(coverGround, 1).fill());
  const width = page.width - 80;
  const title = text.set(book.title, { style: 'heading', size: titleSize(book.title), width });
  const author = text.set(book.author, { style: 'regular', size: 15, width });
  const warning = book.sample ? text.set(sampleNotice, { style: 'italic', size: 9, width }) : null;
  const height = title.height + 18 + author.height + (warning === null ? 0 : 14 + warning.height);
  // In what the picture leaves free above it; a little over the middle of a page without one.
  let free = page.height * 0.8;
  if (book.cover !== undefined) {
    const box = fitted(book.cover, page.width, page.height - height - 80);
    free = page.height - box.height;
    figure(doc, root, book.cover, { ...box, x: (page.width - box.width) / 2, y: free, corner: 0 });
  }
  let y = Math.max(28, (free - height) / 2);
  for (const [tag, block, gap] of [
    ['H1', title, 18],
    ['P', author, 14],
    ['P', warning, 0],
  ] as const) {
    if (block === null) continue;
    const element = doc.struct(tag);
    root.add(element);
    text.draw(element, tag, block, { x: 40, y, color: paper, centered: true });
    element.end();
    y += block.height + gap;
  }
}

/** A page without a number: the pages are counted from the first chapter. */
function drawDedication(doc: PDFKit.PDFDocument, root: Element, text: PageText, { dedication }: Book): void {
  if (dedication === undefined) return;
  doc.addPage();
  const block = text.set(dedication, { style: 'italic', size: 16, width: page.width - 3 * page.side });
  const element = doc.struct('P');
  root.add(element);
  const place = { x: 1.5 * page.side, y: (page.height - block.height) * 0.4, color: ink, centered: true };
  text.draw(element, 'P', block, place);
  element.end();
}

/** Draws a chapter from a fresh page on; returns the number of its last page. */
function drawChapter(
  doc: PDFKit.PDFDocument,
  root: Element,
  text: PageText,
  { chapter, ...set }: SetChapter,
  lastNumber: number,
): number {
  let number = lastNumber;
  const turn = () => {
    doc.addPage();
    number += 1;
    artifact(doc, () => text.drawNumber(number, { width: page.width, y: page.height - 34, color: notice }));
  };
  turn();
  doc.outline.addItem(chapter.title);
  const section = doc.struct('Sect');
  root.add(section);

  const title = doc.struct('H2');
  section.add(title);
  text.draw(title, 'H2', set.heading, { x: page.side, y: set.headingTop, color: ink, centered: true });
  title.end();
  if (chapter.picture !== undefined && set.pictureSize !== null) {
    const x = (page.width - set.pictureSize.width) / 2;
    figure(doc, section, chapter.picture, { ...set.pictureSize, x, y: set.pictureTop, corner: 9 });
  }

  for (const [index, paragraph] of set.paragraphs.entries()) {
    const element = doc.struct('P');
    section.add(element);
    for (const { lines, page: at, y } of set.text.blocks.filter((block) => block.paragraph === index)) {
      if (number < lastNumber + 1 + at) turn();
      text.draw(element, 'P', { ...paragraph, lines }, { x: page.side, y, color: ink, centered: false });
    }
    element.end();
  }
  section.end();
  return number;
}

interface Box extends Size {
  readonly x: number;
  readonly y: number;
  /** Radius of its corners. */
  readonly corner: number;
}

function figure(doc: PDFKit.PDFDocument, parent: Element, picture: BookPicture, box: Box): void {
  const { x, y, width, height, corner } = box;
  const bbox: [number, number, number, number] = [x, y, x + width, y + height];
  const element = doc.struct('Figure', { alt: picture.description, bbox, placement: 'Block' } as object);
  parent.add(element);
  element.add(doc.markStructureContent('Figure'));
  doc.save();
  doc.roundedRect(x, y, width, height, corner).clip();
  doc.image(Buffer.from(picture.bytes), x, y, { width, height });
  doc.restore();
  doc.endMarkedContent();
  element.end();
}

/** Draws what a reading aloud leaves out. */
function artifact(doc: PDFKit.PDFDocument, draw: () => void): void {
  doc.markContent('Artifact', { type: 'Layout' });
  draw();
  doc.endMarkedContent();
}

function titleSize(title: string): number {
  return title.length > 60 ? 24 : title.length > 28 ? 30 : 38;
}

function bytesOf(doc: PDFKit.PDFDocument): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    doc.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    doc.on('error', reject);
    doc.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
  });
}
