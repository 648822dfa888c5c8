import type { SourceName } from './contract.ts';

/** What a source knows of a book, in one form for all of them. */
export interface SourceBook {
  readonly source: SourceName;
  readonly title: string;
  readonly authors: readonly string[];
  /** As ISBN-13. */
  readonly isbns: readonly string[];
  readonly description: string | null;
  /** The most fitting one first. */
  readonly genres: readonly string[];
  /** Of 5. */
  readonly rating: number | null;
  readonly ratingCount: number;
  readonly reviewCount: number;
  readonly reviews: readonly { readonly rating: number | null; readonly text: string }[];
  readonly series: { readonly name: string; readonly position: number | null } | null;
}

/** How a source answered. */
export type Outcome = 'found' | 'no_match' | 'unavailable' | 'not_configured';

/** What the sources know of a book, and how each answered. */
export interface BookContext {
  readonly books: readonly SourceBook[];
  /** Where no model and neither source is set up, a few sample books are all that is known. */
  readonly isSample: boolean;
  readonly outcomes: Readonly<Record<SourceName, Outcome>>;
}

/** The book that is looked for. */
export interface WantedBook {
  readonly title: string;
  readonly author: string;
  /** Of 13 digits. */
  readonly isbn?: string | undefined;
}

/** A source's text without its markup, cut where it is too long; null where nothing is left. */
export function tidyText(text: string | null | undefined, longest = 4000): string | null {
  const tidy = (text ?? '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(?:nbsp|#160);/g, ' ')
    .replace(/&quot;/g, '"')
    .replace(/&#39;|&apos;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();
  if (tidy === '') return null;
  return tidy.length <= longest ? tidy : `${tidy.slice(0, longest).trimEnd()}…`;
}
