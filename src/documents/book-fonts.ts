import { readFile } from 'node:fs/promises';
import { create, type Font } from 'fontkit';
import { type Book, piecesOf } from './book.ts';

export type FontStyle = 'regular' | 'italic' | 'heading';

/** Text in one font. */
export interface FontRun {
  readonly font: string;
  readonly text: string;
}

export interface BookFonts {
  /** The fonts that the book uses, by name. */
  readonly fonts: ReadonlyMap<string, Font>;
  /** Splits text where its font changes; what no font can show becomes a box. */
  runsOf(text: string, style: FontStyle): readonly FontRun[];
  /** What no font can show. */
  readonly missing: readonly string[];
}

/** Latin, Cyrillic and Greek. Packages without a list of exports, so that a file in them can be named. */
const literata = '@expo-google-fonts/literata';
const bookFonts: Readonly<Record<FontStyle, string>> = {
  regular: `${literata}/400Regular/Literata_400Regular.ttf`,
  italic: `${literata}/400Regular_Italic/Literata_400Regular_Italic.ttf`,
  heading: `${literata}/600SemiBold/Literata_600SemiBold.ttf`,
};

/**
 * For what the book's font lacks, in the order in which they are asked: Han and kana, Hangul, Arabic, Hebrew.
 * Each is read only for a book that needs it.
 */
const otherScripts: readonly (readonly [package_: string, file: string])[] = [
  ['@embedpdf/fonts-sc', 'NotoSansHans-Regular.otf'],
  ['@embedpdf/fonts-kr', 'NotoSansKR-Regular.otf'],
  ['@embedpdf/fonts-arabic', 'NotoNaskhArabic-Regular.ttf'],
  ['@embedpdf/fonts-hebrew', 'NotoSansHebrew-Regular.ttf'],
];

const box = '□';
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Signs that shape their neighbours and are seen nowhere by themselves. */
const invisible = /^[\p{Default_Ignorable_Code_Point}]$/u;

/** Finds the fonts for all that a book says. */
export async function openBookFonts(book: Book): Promise<BookFonts> {
  const opened = new Map<string, Font>();
  for (const [name, file] of Object.entries(bookFonts))
    opened.set(name, await open(import.meta.resolve(file)));

  const shows = (name: string, grapheme: string) => {
    const font = opened.get(name);
    return Array.from(grapheme).every(
      (sign) => invisible.test(sign) || font?.hasGlyphForCodePoint(sign.codePointAt(0) ?? 0) === true,
    );
  };
  const shown = (grapheme: string) => [...opened.keys()].some((name) => shows(name, grapheme));

  // A book has some thousand different words, and a million characters.
  const words = new Set(textOf(book).flatMap((text) => text.split(' ')));
  let missing = [...new Set([...words].flatMap(graphemesOf))].filter((grapheme) => !shown(grapheme));
  for (const [package_, file] of otherScripts) {
    if (missing.length === 0) break;
    const url = new URL(`../fonts/${file}`, import.meta.resolve(package_)).href;
    opened.set(file, await open(url));
    const left = missing.filter((grapheme) => !shows(file, grapheme));
    if (left.length === missing.length) opened.delete(file);
    missing = left;
  }

  const found = new Map<string, string | undefined>();
  const fontFor = (grapheme: string, style: FontStyle) => {
    const key = style + grapheme;
    if (!found.has(key))
      found.set(
        key,
        [style, ...opened.keys()].find((name) => shows(name, grapheme)),
      );
    return found.get(key);
  };

  return {
    fonts: opened,
    missing,
    runsOf(text, style) {
      const runs: { font: string; text: string }[] = [];
      for (const grapheme of graphemesOf(text)) {
        const font = fontFor(grapheme, style);
        const last = runs.at(-1);
        if (last !== undefined && last.font === (font ?? style)) last.text += font ? grapheme : box;
        else runs.push({ font: font ?? style, text: font ? grapheme : box });
      }
      return runs;
    },
  };
}

async function open(url: string): Promise<Font> {
  const font = create(await readFile(new URL(url)));
  if (!('hasGlyphForCodePoint' in font)) throw new Error(`${url} is a collection of fonts.`);
  return font;
}

function textOf({ title, author, language, chapters }: Book): readonly string[] {
  return [
    title,
    author,
    ...chapters.flatMap((chapter) => [
      chapter.title,
      ...chapter.paragraphs.flatMap((paragraph) => piecesOf(paragraph, language).map(({ text }) => text)),
    ]),
  ];
}

/** In UTF-16 units. An emoji of a family has 11, a letter of Tibetan some 10; a letter under 1000 accents is none. */
const longestGrapheme = 32;

/** What a reader takes for one character each: a letter stays with its accents. */
export function graphemesOf(text: string): string[] {
  return Array.from(graphemes.segment(text), ({ segment }) => segment).flatMap((segment) =>
    segment.length > longestGrapheme ? Array.from(segment) : segment,
  );
}
