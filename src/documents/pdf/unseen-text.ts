import { cornersOf, objectsOf } from './page-drawing.ts';
import { type Box, boxOf, type Point } from './page-geometry.ts';
import type { Pdf } from './pdfium.ts';

/** A character and where its ink lies on the page as the PDF has it: `bottom` is above `top`. */
export interface Drawn {
  readonly text: string;
  readonly ink: Box;
  /** Of its type. */
  readonly size: number;
  /** The text object that draws it. */
  readonly object: number;
  /** Whether white space stands before it. */
  readonly spaced: boolean;
}

/** The text of a page that no reader of it sees. */
export interface Unseen<T> {
  readonly characters: ReadonlySet<T>;
  /** How many passages they are. */
  readonly passages: number;
}

/** PDFium's numbers for objects. */
const [textObject, pathObject, imageObject] = [1, 2, 3];
/** What differs by less than this in red, green and blue, of 255, looks the same. */
const leastContrast = 16;
/** Draws text and shapes without smoothing their edges, so that thin ones keep their colour; it is faster, too. */
const sharp = 0x1000 | 0x4000;
/**
 * Letters lower than this part of the page's shorter side (1.2 points on A4, as of type of 2 points), and lower than this
 * part of the largest ones, cannot be read beside those.
 */
const lowestLetters = 1 / 500;
const smallestLetters = 1 / 4;
/** Colours above this, in red, green and blue, are light. */
const lightColor = 200;
/** A page is drawn with a pixel for each point, or fewer for a large one; with too few of them, text is a blur. */
const mostPixels = 2_000_000;
const leastScale = 0.35;
/** Narrower fills are lines, which cover no text; in points. */
const thinPoints = 2.5;
/** Pictures with more pixels in all than this take too long to draw. What lies on them is taken as seen. */
const mostPicturePixels = 2_000_000;
/** A page with more objects than this is a drawing that takes too long. */
const mostObjects = 50_000;

/**
 * Finds the text that nobody sees: white on white, in invisible type, under a cover, off the page, too small. The page
 * is drawn with its text and without: text is seen where that makes a difference. What lies on a picture or a drawing
 * counts as seen too, since a scan has its text there again, invisible, for those who search.
 */
export function unseenAmong<T extends Drawn>(pdf: Pdf, page: number, characters: readonly T[]): Unseen<T> {
  const pieces = piecesOf(characters);
  const found = new Set<T>();
  if (pieces.length === 0) return { characters: found, passages: 0 };
  const { isVisible, close } = sight(pdf, page, new Set(characters.map(({ object }) => object)));
  const shorterSide = Math.min(pdf.fpdf.FPDF_GetPageWidthF(page), pdf.fpdf.FPDF_GetPageHeightF(page));
  const largest = pieces.reduce((most, piece) => Math.max(most, heightOf(piece)), 0);
  const lowest = Math.min(lowestLetters * shorterSide, smallestLetters * largest);
  let isSeen = true;
  const seen = pieces.map((piece) => {
    // Dots and accents may be too small to be drawn; they belong to what stands before them.
    if (/[\p{L}\p{N}]/u.test(piece.text)) isSeen = heightOf(piece) >= lowest && isVisible(piece);
    return isSeen;
  });
  close();
  const shown = Map.groupBy(
    pieces.filter((_, index) => seen[index]),
    ({ text }) => text,
  );
  let [passages, goesOn] = [0, false];
  for (const [index, piece] of pieces.entries()) {
    if (!seen[index]) for (const character of piece.characters) found.add(character);
    // A shadow that does not show is the same text again.
    const isAgain = shown.get(piece.text)?.some((other) => areNear(other.ink, piece.ink)) ?? false;
    const isHidden = !seen[index] && !isAgain;
    if (isHidden && !goesOn) passages += 1;
    goesOn = isHidden;
  }
  return { characters: found, passages };
}

interface Piece<T = Drawn> extends Drawn {
  readonly ink: { -readonly [Side in keyof Box]: number };
  readonly characters: T[];
}

/** Characters without white space between them that one object draws. */
function piecesOf<T extends Drawn>(characters: readonly T[]): readonly Piece<T>[] {
  const pieces: (Piece<T> & { text: string })[] = [];
  for (const character of characters) {
    const { text, ink, object, spaced } = character;
    const piece = pieces.at(-1);
    if (piece === undefined || spaced || object !== piece.object) {
      pieces.push({ text, ink: { ...ink }, size: character.size, object, spaced, characters: [character] });
      continue;
    }
    piece.text += text;
    piece.characters.push(character);
    piece.ink.left = Math.min(piece.ink.left, ink.left);
    piece.ink.top = Math.min(piece.ink.top, ink.top);
    piece.ink.right = Math.max(piece.ink.right, ink.right);
    piece.ink.bottom = Math.max(piece.ink.bottom, ink.bottom);
  }
  return pieces;
}

/** Draws the page, and tells from its pictures what is seen, until they are closed. */
function sight(pdf: Pdf, page: number, read: ReadonlySet<number>) {
  const { fpdf } = pdf;
  const [pageWidth, pageHeight] = [fpdf.FPDF_GetPageWidthF(page), fpdf.FPDF_GetPageHeightF(page)];
  const scale = Math.min(1, Math.sqrt(mostPixels / (pageWidth * pageHeight)));
  const [width, height] = [Math.ceil(pageWidth * scale), Math.ceil(pageHeight * scale)];
  const { texts, light, undrawn, isDrawn } = paintersOf(pdf, page);
  // PDFium gives text that is drawn again a hair beside only once, as its first copy, which may lie below the others.
  const again = [...texts].filter((object) => !read.has(object)).map((object) => boundsOf(pdf, object));
  const place = placer(pdf, page, width, height);
  const drawn = isDrawn && scale >= leastScale ? drawings() : null;

  function drawings() {
    const draw = () => drawingOf(pdf, page, width, height);
    const setActive = (some: Iterable<number>, active: boolean) => {
      for (const object of some) fpdf.FPDFPageObj_SetIsActive(object, active);
    };
    setActive(undrawn.keys(), false);
    const whole = draw();
    // White text under black one is not seen, so light text is looked for by itself.
    setActive(light, false);
    const withoutLight = light.size === 0 ? whole : draw();
    setActive(texts, false);
    const bare = light.size === texts.size ? withoutLight : draw();
    setActive([...texts, ...undrawn.keys()], true);
    const bitmaps = new Set([whole, withoutLight, bare]);
    const pixels = (bitmap: number) => pdf.bytes(fpdf.FPDFBitmap_GetBuffer(bitmap), 4 * width * height);
    return { bitmaps, whole: pixels(whole), withoutLight: pixels(withoutLight), bare: pixels(bare) };
  }

  /** Null for what lies off the page. */
  function pixelsOf({ left, right, top, bottom }: Box): Box | null {
    const box = boxOf([place([left, top]), place([right, bottom])]);
    if (!meet(box, { left: 0, top: 0, right: width, bottom: height })) return null;
    // A thin letter may be drawn in the pixel beside its place.
    return {
      left: Math.max(0, Math.floor(box.left) - 1),
      top: Math.max(0, Math.floor(box.top) - 1),
      right: Math.min(width, Math.ceil(box.right) + 1),
      bottom: Math.min(height, Math.ceil(box.bottom) + 1),
    };
  }

  function isVisible({ text, ink, object }: Piece): boolean {
    const pixels = pixelsOf(ink);
    if (pixels === null) return false;
    if (drawn === null || [...undrawn.values()].some((box) => meet(box, ink))) return true;
    const isAlone = light.has(object) && !again.some((box) => meet(box, ink));
    const without = isAlone ? drawn.withoutLight : drawn.bare;
    return (
      differ(drawn.whole, without, pixels, width) ||
      !isPlain(drawn.bare, pixels, width) ||
      !canBeDrawn(pdf, object, text)
    );
  }
  const close = () => drawn?.bitmaps.forEach((bitmap) => fpdf.FPDFBitmap_Destroy(bitmap));
  return { isVisible, close };
}

/** What paints a page. */
function paintersOf(pdf: Pdf, page: number) {
  const { fpdf, out, int } = pdf;
  const [texts, light, undrawn] = [new Set<number>(), new Set<number>(), new Map<number, Box>()];
  let [count, picturePixels, canHide] = [0, 0, false];
  for (const { object, type, matrix } of objectsOf(pdf, page)) {
    count += 1;
    fpdf.FPDFPageObj_GetFillColor(object, out, out + 4, out + 8, out + 12);
    const isLight = Math.min(int(0), int(1), int(2)) >= lightColor;
    if (type === textObject) {
      texts.add(object);
      if (isLight) light.add(object);
      canHide ||= isLight || int(3) < 255 || fpdf.FPDFTextObj_GetTextRenderMode(object) !== 0;
    } else if (type === pathObject) {
      // A light ground below dark text hides nothing.
      if (canHide || (isLight && texts.size === 0)) continue;
      fpdf.FPDFPath_GetDrawMode(object, out, out + 4);
      const isFilled = int(0) !== 0;
      const { left, right, top, bottom } = boundsOf(pdf, object);
      canHide = isFilled && Math.min(right - left, bottom - top) > thinPoints;
    } else {
      canHide = true;
      if (type !== imageObject) continue;
      fpdf.FPDFImageObj_GetImagePixelSize(object, out, out + 4);
      picturePixels += int(0) * int(1);
      if (picturePixels > mostPicturePixels) undrawn.set(object, boxOf(cornersOf(matrix)));
    }
  }
  return {
    /** The objects that draw text, and those of them in a light colour. */
    texts,
    light,
    /** Where pictures lie that are too large to draw. */
    undrawn,
    /** Whether there is anything that could keep text from being seen, and it can be drawn. */
    isDrawn: canHide && count <= mostObjects,
  };
}

/** Where points of a page lie in a drawing of it. */
function placer({ fpdf, out, int }: Pdf, page: number, width: number, height: number): (at: Point) => Point {
  // Whole numbers are all that PDFium gives, so it is asked about points far from each other.
  const far = 10_000;
  const drawn = (x: number, y: number) => {
    fpdf.FPDF_PageToDevice(page, 0, 0, width * 100, height * 100, 0, x, y, out, out + 4);
    return [int(0) / 100, int(1) / 100] as const;
  };
  const [origin, right, up] = [drawn(0, 0), drawn(far, 0), drawn(0, far)];
  return ([x, y]) => [
    origin[0] + ((right[0] - origin[0]) * x + (up[0] - origin[0]) * y) / far,
    origin[1] + ((right[1] - origin[1]) * x + (up[1] - origin[1]) * y) / far,
  ];
}

function boundsOf({ fpdf, out, float }: Pdf, object: number): Box {
  fpdf.FPDFPageObj_GetBounds(object, out, out + 4, out + 8, out + 12);
  return { left: float(0), top: float(1), right: float(2), bottom: float(3) };
}

/** Draws the page as it is now: blue, green, red and nothing for each pixel. */
function drawingOf({ fpdf }: Pdf, page: number, width: number, height: number): number {
  const bitmap = fpdf.FPDFBitmap_Create(width, height, 0);
  fpdf.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xffffffff);
  fpdf.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, sharp);
  return bitmap;
}

function differ(
  one: Uint8Array,
  other: Uint8Array,
  { left, right, top, bottom }: Box,
  width: number,
): boolean {
  for (let y = top; y < bottom; y += 1) {
    for (let at = 4 * (width * y + left); at < 4 * (width * y + right); at += 1) {
      if (at % 4 < 3 && Math.abs((one[at] ?? 0) - (other[at] ?? 0)) >= leastContrast) return true;
    }
  }
  return false;
}

/** Whether there is nothing but one colour. */
function isPlain(drawn: Uint8Array, { left, right, top, bottom }: Box, width: number): boolean {
  const [low, high] = [
    [255, 255, 255],
    [0, 0, 0],
  ];
  for (let y = top; y < bottom; y += 1) {
    for (let at = 4 * (width * y + left); at < 4 * (width * y + right); at += 1) {
      const [color, value] = [at % 4, drawn[at] ?? 0];
      if (color === 3) continue;
      low[color] = Math.min(low[color] ?? 0, value);
      high[color] = Math.max(high[color] ?? 0, value);
    }
  }
  return low.every((value, color) => (high[color] ?? 0) - value < leastContrast);
}

/** Whether it can be drawn here as elsewhere: some fonts that are not in the file are not here either. */
function canBeDrawn({ fpdf }: Pdf, object: number, text: string): boolean {
  return fpdf.FPDFFont_GetIsEmbedded(fpdf.FPDFTextObj_GetFont(object)) === 1 || !/[^\0-\u024F]/.test(text);
}

/** How high its letters are at most; the ink of those that a font does not have is nothing. */
const heightOf = ({ ink, size }: Drawn) => Math.max(ink.bottom - ink.top, size / 2);

const meet = (a: Box, b: Box) =>
  a.left <= b.right && a.right >= b.left && a.top <= b.bottom && a.bottom >= b.top;

/** Whether two pieces of the same text lie a hair beside each other. */
const areNear = (a: Box, b: Box) =>
  Math.hypot(a.left - b.left, a.bottom - b.bottom) < 0.5 * (a.bottom - a.top);
