import { isRightToLeft } from './book-language.ts';
import type { BookPicture } from './book-picture.ts';
import type { Book, Chapter } from './book.ts';
import { type FlowedText, flowText } from './flow-text.ts';
import type { PageText, SetText } from './pdf-text.ts';

/** Of every page, in points. */
export const page = { width: 468, height: 648, side: 54, bottom: 72 };
export const textWidth = page.width - 2 * page.side;
const lowest = page.height - page.bottom;

/** Of the picture in a chapter. A page of a children's book gives its picture less where the text needs the room. */
const tallestPicture = 300;
const lowestPicture = 180;

/** How the text of a book is set, in points. */
interface Type {
  readonly size: number;
  readonly indent: number;
  /** From the end of a paragraph to the next one. */
  readonly gap: number;
  /** Where a page begins. */
  readonly top: number;
  /** From there to the title of a chapter. */
  readonly drop: number;
  /** Whether lines reach both margins: in a large type that leaves holes between the words. */
  readonly justified: boolean;
}

const novel: Type = { size: 11.5, indent: 16, gap: 0, top: 60, drop: 60, justified: true };
/** A large type's paragraphs stand apart, as in picture books. */
const forChildren = (size: number, language: string): Type => ({
  size,
  indent: 20,
  gap: size / 2.5,
  top: 46,
  drop: 0,
  justified: size < 17 || isRightToLeft(language),
});
/** From the largest. */
const childrensSizes = [22, 20, 18, 17, 16, 15, 14, 13, 12];
/** How many of these a scene with little text may be above the others. */
const stepsAbove = 2;
/** A scene that needs more pages, or has more characters, is set as it comes: nobody waits for its best type. */
const mostScenePages = 4;
const longestScene = 6000;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A chapter whose words and picture have found their sizes and places. */
export interface SetChapter {
  readonly chapter: Chapter;
  readonly heading: SetText;
  readonly headingTop: number;
  /** Of the picture; null where there is none. */
  readonly pictureSize: Size | null;
  readonly pictureTop: number;
  readonly paragraphs: readonly SetText[];
  readonly text: FlowedText;
}

/** Sets the chapters of a book. */
export async function setChapters(
  text: PageText,
  { chapters, language, isForChildren = false }: Book,
  pause: () => Promise<void>,
): Promise<readonly SetChapter[]> {
  const made: SetChapter[] = [];
  if (!isForChildren) {
    for (const chapter of chapters) made.push(await setChapter(text, chapter, novel, pause));
    return made;
  }
  return setScenes(chapters, (chapter, size, pageCount) =>
    setChapter(text, chapter, forChildren(size, language), pause, pageCount),
  );
}

/**
 * Sets the scenes of a children's book on as few pages each as all of them need, and in the largest type in which
 * they stand on these, so that no page is half empty. A scene with less text has a slightly larger type.
 */
async function setScenes(
  scenes: readonly Chapter[],
  set: (scene: Chapter, size: number, pageCount: number) => Promise<SetChapter>,
): Promise<readonly SetChapter[]> {
  const isLong = scenes.some(({ paragraphs }) => paragraphs.join().length > longestScene);
  const mostPages = isLong ? 0 : mostScenePages;
  for (let pageCount = 1; pageCount <= mostPages; pageCount += 1) {
    const fitting = await largestFitting(scenes, async (scene, size) => {
      const made = await set(scene, size, pageCount);
      return made.text.pageCount <= pageCount ? made : null;
    });
    if (fitting === null) continue;
    const most = Math.max(...fitting.map(({ step }) => step)) - stepsAbove;
    const made: SetChapter[] = [];
    for (const [index, { step, scene }] of fitting.entries()) {
      made.push(step >= most ? scene : await set(scenes[index]!, childrensSizes[most]!, pageCount));
    }
    return made;
  }
  return Promise.all(scenes.map((scene) => set(scene, 14, Infinity)));
}

/** Each scene in the largest type in which it stands on its pages; null when one stands on them in none. */
async function largestFitting(
  scenes: readonly Chapter[],
  set: (scene: Chapter, size: number) => Promise<SetChapter | null>,
) {
  const fitting: { step: number; scene: SetChapter }[] = [];
  for (const scene of scenes) {
    for (const [step, size] of childrensSizes.entries()) {
      const made = await set(scene, size);
      if (made === null) continue;
      fitting.push({ step, scene: made });
      break;
    }
  }
  return fitting.length < scenes.length ? null : fitting;
}

/** @param pageCount on which a scene is to stand; absent for a chapter of a novel. */
async function setChapter(
  text: PageText,
  chapter: Chapter,
  type: Type,
  pause: () => Promise<void>,
  pageCount?: number,
): Promise<SetChapter> {
  const { title, picture } = chapter;
  const heading = text.set(title, { style: 'heading', size: 21, width: textWidth });
  const headingTop = type.top + (picture === undefined ? type.drop : 0);
  const pictureTop = headingTop + heading.height + 22;
  const paragraphs: SetText[] = [];
  for (const [index, paragraph] of chapter.paragraphs.entries()) {
    const indent = index === 0 ? 0 : type.indent;
    const set = text.set(paragraph, {
      style: 'regular',
      size: type.size,
      width: textWidth,
      indent,
      justified: type.justified,
    });
    if (set.lines.length > 0) paragraphs.push(set);
    await pause();
  }

  const textHeight = paragraphs.reduce((sum, { height }) => sum + height + type.gap, -type.gap);
  const room = lowest - textHeight - pictureTop - 22;
  const tallest = pageCount === 1 ? Math.min(Math.max(room, lowestPicture), tallestPicture) : tallestPicture;
  const pictureSize = picture === undefined ? null : fitted(picture, textWidth, tallest);
  const first = pictureTop + (pictureSize === null ? 0 : pictureSize.height + 22);
  const flowed = flowText(paragraphs, { first, top: type.top, lowest, gap: type.gap });
  // What a scene leaves free on its only page is above it and below it.
  const down = pageCount === 1 ? Math.max(0, (lowest - flowed.end) / 2) : 0;
  return {
    chapter,
    heading,
    headingTop: headingTop + down,
    pictureSize,
    pictureTop: pictureTop + down,
    paragraphs,
    text: { ...flowed, blocks: flowed.blocks.map((block) => ({ ...block, y: block.y + down })) },
  };
}

/** As large as the room allows, in the picture's own proportions. */
export function fitted({ width, height }: BookPicture, widest: number, tallest: number): Size {
  const scale = Math.min(widest / width, tallest / height);
  return { width: width * scale, height: height * scale };
}
