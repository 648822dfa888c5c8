import { openBookFonts } from './book-fonts.ts';
import type { BookPicture } from './book-picture.ts';
import { type Book, type Chapter, demoNotice } from './book.ts';
import { type PageText, pageText } from './pdf-text.ts';

/** All in points. */
const page = { width: 468, height: 648, side: 54, top: 60, bottom: 72 };
const textWidth = page.width - 2 * page.side;
const lowest = page.height - page.bottom;
const ink = '#2f2b3a';
const paper = '#fffdf8';
const notice = '#6d6678';
const coverGround = '#2b3a67';
/** Room for a picture under a chapter's title: a square one fits, and some lines of the text. */
const tallestPicture = 300;

export interface WritePdfOptions {
  /** Stands in the file as the time it was made. Default: now. */
  readonly madeAt?: Date;
  /** Hears of characters that no font can show and that were set as boxes, if there are any. */
  readonly onMissing?: (characters: readonly string[]) => void;
}

/**
 * Writes a book as an illustrated PDF, 6.5 by 9 inches: a cover, chapters that begin on a new page with their
 * picture, pages with numbers, an outline. It is tagged (PDF/UA), its fonts are embedded, and its pictures
 * say in words what they show.
 */
export async function writePdf(book: Book, options: WritePdfOptions = {}): Promise<Uint8Array> {
  const { madeAt = new Date(), onMissing } = options;
  // Half a second to load: not before it is needed.
  const [{ default: PDFDocument }, fonts] = await Promise.all([import('pdfkit'), openBookFonts(book)]);
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
      Title: book.title,
      Author: book.author,
      Creator: 'Overtime',
      ...(book.demo ? { Subject: demoNotice } : {}),
      CreationDate: madeAt,
      ModDate: madeAt,
    },
    // No font at first: the library would read its own Helvetica from disk.
    font: null as unknown as string,
  });
  const written = bytesOf(doc);
  // Opened already; the library takes that too, and would parse the bytes once more.
  for (const [name, font] of fonts.fonts) doc.registerFont(name, font as unknown as Buffer);

  const text = pageText(doc, fonts);
  const root = doc.struct('Document');
  doc.addStructure(root);
  drawCover(doc, root, text, book);
  let number = 0;
  for (const chapter of book.chapters) {
    number = drawChapter(doc, root, text, chapter, number, book.isForChildren === true);
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
  const warning = book.demo ? text.set(demoNotice, { style: 'italic', size: 9, width }) : null;
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

/** Draws a chapter from a fresh page on; returns the number of its last page. */
function drawChapter(
  doc: PDFKit.PDFDocument,
  root: Element,
  text: PageText,
  chapter: Chapter,
  lastNumber: number,
  large: boolean,
): number {
  let number = lastNumber;
  let y = 0;
  const turn = () => {
    doc.addPage();
    number += 1;
    artifact(doc, () => text.drawNumber(number, { width: page.width, y: page.height - 34, color: notice }));
    y = page.top;
  };
  turn();
  doc.outline.addItem(chapter.title);
  const section = doc.struct('Sect');
  root.add(section);

  const heading = text.set(chapter.title, { style: 'heading', size: 21, width: textWidth });
  if (chapter.picture === undefined) y += 60;
  const title = doc.struct('H2');
  section.add(title);
  text.draw(title, 'H2', heading, { x: page.side, y, color: ink, centered: true });
  title.end();
  y += heading.height + 22;
  if (chapter.picture !== undefined) {
    const box = fitted(chapter.picture, textWidth, tallestPicture);
    figure(doc, section, chapter.picture, { ...box, x: (page.width - box.width) / 2, y, corner: 9 });
    y += box.height + 22;
  }

  for (const [index, paragraph] of chapter.paragraphs.entries()) {
    const set = text.set(paragraph, {
      style: 'regular',
      size: large ? 14 : 11.5,
      width: textWidth,
      indent: index === 0 ? 0 : large ? 20 : 16,
      justified: true,
    });
    if (set.lines.length === 0) continue;
    const element = doc.struct('P');
    section.add(element);
    for (let from = 0; from < set.lines.length;) {
      const count = linesFor(set.lines.length, from, Math.floor((lowest - y) / set.leading));
      if (count > 0) {
        const lines = set.lines.slice(from, from + count);
        text.draw(element, 'P', { ...set, lines }, { x: page.side, y, color: ink, centered: false });
        y += count * set.leading;
        from += count;
      }
      if (from < set.lines.length) turn();
    }
    element.end();
    // A large type's paragraphs stand apart, as in picture books.
    if (large) y += 5;
  }
  section.end();
  return number;
}

/** How many of a paragraph's lines go on this page: never one alone at the foot, nor at the next one's head. */
function linesFor(count: number, from: number, room: number): number {
  const left = count - from;
  if (left <= room) return left;
  const fitting = left - room === 1 ? room - 1 : room;
  return fitting < 2 ? 0 : fitting;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Radius of its corners. */
  readonly corner: number;
}

/** As large as the room allows, in the picture's own proportions. */
function fitted({ width, height }: BookPicture, widest: number, tallest: number) {
  const scale = Math.min(widest / width, tallest / height);
  return { width: width * scale, height: height * scale };
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
