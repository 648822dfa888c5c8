import { withQuotationMarks } from './book-language.ts';
import type { BookPicture } from './book-picture.ts';

/** A chapter, or a scene of an illustrated book. */
export interface Chapter {
  readonly title: string;
  /** Plain text; `*words*` are set in italics. */
  readonly paragraphs: readonly string[];
  readonly picture?: BookPicture;
}

/** A book as every writer of this folder takes it. */
export interface Book {
  readonly title: string;
  readonly author: string;
  /** A BCP 47 tag, such as `de`: hyphens, quotation marks, direction and fixed words follow it. */
  readonly language: string;
  readonly cover?: BookPicture;
  /** Stands on a page of its own before the first chapter. */
  readonly dedication?: string;
  readonly chapters: readonly Chapter[];
  /** For children: set in large type, its paragraphs apart. Default false. */
  readonly isForChildren?: boolean;
  /** True when any of it is made of samples; every format then says so where a reader sees it. */
  readonly sample: boolean;
}

/** The formats that a book is written in. */
export const bookFormats = ['pdf', 'epub', 'docx', 'markdown'] as const;
export type BookFormat = (typeof bookFormats)[number];

/** What a book of samples says on its title page, in every format. In English, as samples are. */
export const sampleNotice = 'This is made of samples: the words and pictures are placeholders.';

/** A paragraph's text in pieces, of which some are emphasised. */
export interface Piece {
  readonly text: string;
  readonly italic: boolean;
}

/** Splits a paragraph at its `*emphasis*`; an asterisk without a partner is an asterisk. */
export function piecesOf(paragraph: string, language: string): readonly Piece[] {
  // A space that does not break stays one.
  const spaced = paragraph.replaceAll(/[^\S\u00A0\u202F]+/g, ' ').trim();
  return withQuotationMarks(spaced, language)
    .split(/(\*[^\s*](?:[^*]*[^\s*])?\*)/)
    .filter((text) => text !== '')
    .map((text) =>
      text.length > 2 && text.startsWith('*') && text.endsWith('*')
        ? { text: text.slice(1, -1), italic: true }
        : { text, italic: false },
    );
}
