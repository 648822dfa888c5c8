import { z } from 'zod';
import { sourceNames } from './contract.ts';

/** What a source knows of a book, in one form for all of them. */
export const sourceBook = z.object({
  source: z.enum(sourceNames),
  title: z.string(),
  subtitle: z.string().nullable(),
  authors: z.array(z.string()),
  /** As ISBN-13. */
  isbns: z.array(z.string()),
  description: z.string().nullable(),
  /** The most fitting one first. */
  genres: z.array(z.string()),
  moods: z.array(z.string()),
  /** Of 5. */
  rating: z.number().nullable(),
  ratingCount: z.number(),
  reviewCount: z.number(),
  reviews: z.array(z.object({ rating: z.number().nullable(), text: z.string() })),
  series: z.object({ name: z.string(), position: z.number().nullable() }).nullable(),
  year: z.number().nullable(),
  pages: z.number().nullable(),
  /** True for what the local stack answers in the source's place. */
  isSample: z.boolean(),
});
export type SourceBook = z.output<typeof sourceBook>;

/** The book that is looked for. */
export interface WantedBook {
  readonly title: string;
  readonly author: string;
  /** Of 13 digits. */
  readonly isbn?: string | undefined;
}

const longestText = 4_000;

/** A source's text without its markup, cut where it is too long; null where nothing is left. */
export function tidyText(text: string | null | undefined, longest = longestText): string | null {
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
