import { setImmediate } from 'node:timers/promises';
import type { Picture } from '../picture.ts';
import { describePicture } from '../pictures/describe-picture.ts';
import { zenith } from '../pictures/sky.ts';
import { openBookFonts } from './book-fonts.ts';
import { type Book, type Chapter, demoNotice } from './book.ts';
import { drawPicture, pictureHeight } from './draw-picture.ts';
import { escapeMetadata } from './pdf-metadata.ts';
import { type PageText, pageText } from './pdf-text.ts';
import { xmlCharacters } from './xml-text.ts';

/** All in points. */
const page = { width: 468, height: 648, side: 54, top: 60, bottom: 72 };
const textWidth = page.width - 2 * page.side;
const lowest = page.height - page.bottom;
const ink = '#2f2b3a';
const paper = '#fffdf8';
const notice = '#6d6678';

export interface WritePdfOptions {
  /** Stands in the file as the time it was made. Default: now. */
  readonly madeAt?: Date;
  /** Hears of characters that no font can show and that were set as boxes, if there are any. */
  readonly onMissing?: (characters: readonly string[]) => void;
}

/**
 * Writes a book as an illustrated PDF, 6.5 by 9 inches: a cover, chapters that begin on a new page with their
 * picture, pages with numbers, an outline. It is tagged (PDF/UA), its fonts are embedded, and its pictures
 * are vectors that say in words what they show.
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
      Title: xmlCharacters(book.title),
      Author: xmlCharacters(book.author),
      Creator: 'Overtime',
      ...(book.demo ? { Subject: demoNotice } : {}),
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

  const text = pageText(doc, fonts);
  const root = doc.struct('Document');
  doc.addStructure(root);
  drawCover(doc, root, text, book);
  let number = 0;
  for (const chapter of book.chapters) {
    number = drawChapter(doc, root, text, chapter, number, isPictureBook(book));
    // Heartbeats go on between chapters.
    await setImmediate();
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
  const { cover } = book;
  const pictureTop = page.height - pictureHeight(page.width);
  const sky = cover === undefined ? '#2b3a67' : zenith(cover.sky);
  artifact(doc, () => doc.rect(0, 0, page.width, page.height).fillColor(sky, 1).fill());
  if (cover !== undefined) {
    figure(doc, root, cover, { x: 0, y: pictureTop, width: page.width, corner: 0 });
  }
  const color = isDark(sky) ? paper : ink;
  const width = page.width - 80;
  const title = text.set(book.title, { style: 'heading', size: titleSize(book.title), width });
  const author = text.set(book.author, { style: 'regular', size: 15, width });
  const warning = book.demo ? text.set(demoNotice, { style: 'italic', size: 9, width }) : null;
  const height = title.height + 18 + author.height + (warning === null ? 0 : 14 + warning.height);
  // In the sky above the picture; a little over the middle of a page without one.
  let y = Math.max(28, ((cover === undefined ? page.height * 0.8 : pictureTop + 40) - height) / 2);
  for (const [tag, block, gap] of [
    ['H1', title, 18],
    ['P', author, 14],
    ['P', warning, 0],
  ] as const) {
    if (block === null) continue;
    const element = doc.struct(tag);
    root.add(element);
    text.draw(element, tag, block, { x: 40, y, color, centered: true });
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
    figure(doc, section, chapter.picture, { x: page.side, y, width: textWidth, corner: 9 });
    y += pictureHeight(textWidth) + 22;
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

/** Whether the book is for children: pictures, and little text to each. */
function isPictureBook({ chapters }: Book): boolean {
  const pictured = chapters.filter(({ picture }) => picture !== undefined).length;
  const characters = chapters.flatMap(({ paragraphs }) => paragraphs).join('').length;
  return pictured * 2 > chapters.length && characters / chapters.length < 2500;
}

function figure(
  doc: PDFKit.PDFDocument,
  parent: Element,
  picture: Picture,
  box: { x: number; y: number; width: number; corner: number },
): void {
  const bbox: [number, number, number, number] = [
    box.x,
    box.y,
    box.x + box.width,
    box.y + pictureHeight(box.width),
  ];
  const element = doc.struct('Figure', { alt: describePicture(picture), bbox, placement: 'Block' } as object);
  parent.add(element);
  element.add(doc.markStructureContent('Figure'));
  drawPicture(doc, picture, box);
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

function isDark(color: string): boolean {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  return 0.299 * red + 0.587 * green + 0.114 * blue < 140;
}

function bytesOf(doc: PDFKit.PDFDocument): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    doc.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    doc.on('error', reject);
    doc.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
  });
}
