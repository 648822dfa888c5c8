import type { BookPicture } from './book-picture.ts';
import type { Book, Chapter } from './book.ts';
import type { PageText, SetText } from './pdf-text.ts';

/** Of every page, in points. */
export const page = { width: 468, height: 648, side: 54, bottom: 72 };
export const textWidth = page.width - 2 * page.side;
export const lowest = page.height - page.bottom;

/** Leaves room for the title above a picture, and for some lines of the text below. */
const tallestPicture = 300;

/** How the text of a book is set, in points. */
interface Type {
  readonly size: number;
  readonly indent: number;
  /** From the end of a paragraph to the next one. */
  readonly gap: number;
  /** Where a page begins. */
  readonly top: number;
}

const novel: Type = { size: 11.5, indent: 16, gap: 0, top: 60 };
/** A large type's paragraphs stand apart, as in picture books. */
const forChildren = (size: number): Type => ({ size, indent: 20, gap: 5, top: 46 });
const childrensSizes = [14, 13, 12];

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A chapter whose words and picture have found their sizes and, on its first page, their places. */
export interface SetChapter {
  readonly chapter: Chapter;
  readonly type: Type;
  readonly heading: SetText;
  readonly headingTop: number;
  /** Of the picture; null where there is none. */
  readonly pictureSize: Size | null;
  readonly pictureTop: number;
  readonly textTop: number;
  readonly paragraphs: readonly SetText[];
}

/** Sets the chapters, those of a children's book in the largest type in which each stands on one page, if any. */
export async function setChapters(
  text: PageText,
  { chapters, isForChildren = false }: Book,
  pause: () => Promise<void>,
): Promise<readonly SetChapter[]> {
  const set = async (type: Type) => {
    const made: SetChapter[] = [];
    for (const chapter of chapters) made.push(await setChapter(text, chapter, type, pause));
    return made;
  };
  if (!isForChildren) return set(novel);
  for (const size of childrensSizes) {
    const made = await set(forChildren(size));
    if (made.every(standsOnOnePage)) return made;
  }
  return set(forChildren(childrensSizes[0]!));
}

async function setChapter(
  text: PageText,
  chapter: Chapter,
  type: Type,
  pause: () => Promise<void>,
): Promise<SetChapter> {
  const { title, picture } = chapter;
  const heading = text.set(title, { style: 'heading', size: 21, width: textWidth });
  const headingTop = type.top + (picture === undefined ? 60 : 0);
  const pictureTop = headingTop + heading.height + 22;
  const pictureSize = picture === undefined ? null : fitted(picture, textWidth, tallestPicture);
  const paragraphs: SetText[] = [];
  for (const [index, paragraph] of chapter.paragraphs.entries()) {
    const indent = index === 0 ? 0 : type.indent;
    paragraphs.push(
      text.set(paragraph, { style: 'regular', size: type.size, width: textWidth, indent, justified: true }),
    );
    await pause();
  }
  return {
    chapter,
    type,
    heading,
    headingTop,
    pictureSize,
    pictureTop,
    textTop: pictureTop + (pictureSize === null ? 0 : pictureSize.height + 22),
    paragraphs: paragraphs.filter(({ lines }) => lines.length > 0),
  };
}

function standsOnOnePage({ paragraphs, textTop, type: { gap } }: SetChapter): boolean {
  return textTop + paragraphs.reduce((sum, { height }) => sum + height + gap, -gap) <= lowest;
}

/** As large as the room allows, in the picture's own proportions. */
export function fitted({ width, height }: BookPicture, widest: number, tallest: number): Size {
  const scale = Math.min(widest / width, tallest / height);
  return { width: width * scale, height: height * scale };
}
