import { z } from 'zod';
import { defineContract } from '../../overtime/index.ts';
import { atMost } from '../fields/text-contract.ts';
import { canonicalName, canonicalTitle } from './canonical-name.ts';

/** A name as it was typed, in one line, with something left of it in the spelling that is looked for. */
const name = (longest: number, canonical: (text: string) => string) =>
  z
    .string()
    .max(longest, { abort: true })
    .overwrite((text) => text.replace(/\s+/g, ' ').trim())
    .min(1, { abort: true })
    .refine((text) => /[\p{L}\p{N}]/u.test(canonical(text)), 'Enter at least one letter or digit.')
    // Some characters are written out, as several letters.
    .refine((text) => canonical(text).length <= longest, `Write at most ${longest} characters.`);

const genre = (text: string) => canonicalName(text).replace(/^[a-z]/, (first) => first.toUpperCase());

const score = (what: string) => z.number().int().min(0).max(100).describe(what);

export const scores = z.object({
  readability: score('How easily the text reads for its audience'),
  grammar: score('How free of errors in grammar and spelling it is'),
  prose: score('How good its sentences, its images and its dialogue are'),
  polish: score('How carefully it is edited and produced'),
  pacing: score('How well its events are spread over its length'),
});

export const sourceNames = ['hardcover', 'google_books'] as const;
export type SourceName = (typeof sourceNames)[number];

const sourceFlags = sourceNames.flatMap((source) => [
  `${source}_unavailable` as const,
  `${source}_no_match` as const,
  `${source}_not_configured` as const,
]);

/** A title or a name as a catalogue has it; what is longer is not taken from there. */
export const catalogued = z.string().max(500);
/** A book's place in its series, which may be a prequel or stand between two others. */
export const seriesPosition = z.number().min(-1000).max(10_000);
export const series = z.object({ name: catalogued, position: seriesPosition.nullable() });
export const bookSummary = atMost(z.string(), 5000);

export const scoreBook = defineContract({
  name: 'score-book',
  version: 1,
  input: z.strictObject({
    title: name(300, canonicalTitle),
    author: name(200, canonicalName),
    isbn: z
      .string()
      .max(40, { abort: true })
      .overwrite((text) => text.replace(/[\s-]/g, '').toUpperCase())
      .refine((digits) => isbn13(digits) !== null, 'This is not a valid ISBN: check its 10 or 13 digits.')
      .overwrite((digits) => isbn13(digits) ?? digits)
      .optional(),
    genre: name(100, genre).optional().describe('Default: what the sources say'),
    subgenre: name(100, genre).optional(),
  }),
  result: z.object({
    bookTitle: catalogued.describe('As the sources write it'),
    author: catalogued,
    isbn: z.string().max(13).nullable(),
    genre: catalogued.nullable(),
    subgenre: catalogued.nullable(),
    genreFrom: z.enum(['request', 'sources']).nullable().describe('Null when nobody knows the genre'),
    series: series.nullable(),
    scores,
    overallScore: score('Mean of the five scores'),
    summary: bookSummary.describe('Why the scores are what they are'),
    confidence: z.enum(['high', 'medium', 'low']).describe('How much the sources know of the book'),
    flags: z
      .array(z.enum([...sourceFlags, 'few_ratings', 'no_description', 'no_reviews', 'sample_data']))
      .max(20),
    reviewCount: z.number().int().describe('Ratings and reviews that the sources count'),
    scoringStatus: z.enum(['ok', 'limited']).describe('limited: a source was missing, or knew little'),
    sources: z.array(z.enum(sourceNames)).max(2).describe('Those that know the book'),
    bookKey: z.string().max(600).describe('The same for every spelling of the same book'),
  }),
  partial: z.object({
    genre: catalogued.nullable(),
    series: series.nullable(),
    reviewCount: z.number().int(),
    sources: z.array(z.enum(sourceNames)).max(2),
    scores: scores.partial(),
  }),
  stages: {
    context_gathering: { title: 'Looking the book up', weight: 30 },
    scoring: { title: 'Scoring the book', weight: 70 },
  },
  canonical: ({ title, author, isbn, ...asked }) => ({
    title: canonicalTitle(title),
    author: canonicalName(author),
    isbn,
    genre: asked.genre && genre(asked.genre),
    subgenre: asked.subgenre && genre(asked.subgenre),
  }),
  title: ({ title }) => `Score: ${title}`,
  policy: {
    rate: { jobs: 60, seconds: 3600 },
    userConcurrency: 3,
    // Hardcover takes 60 requests a minute of one token, and a job makes two or three of them.
    concurrency: 5,
    // What the sources know of a book is public, and so is what is made of it.
    cache: { hours: 720, shared: true },
    retentionHours: 720,
  },
});

/** An ISBN of 10 or 13 digits as one of 13; null when its check digit is wrong. */
export function isbn13(digits: string): string | null {
  if (/^\d{9}[\dX]$/.test(digits)) {
    const sum = Array.from(digits, (digit, index) => (10 - index) * (digit === 'X' ? 10 : Number(digit)));
    if (sum.reduce((all, one) => all + one, 0) % 11 !== 0) return null;
    const stem = `978${digits.slice(0, 9)}`;
    return `${stem}${(10 - (weighted(stem) % 10)) % 10}`;
  }
  return /^97[89]\d{10}$/.test(digits) && weighted(digits) % 10 === 0 ? digits : null;
}

function weighted(digits: string): number {
  return Array.from(digits, Number).reduce((sum, digit, index) => sum + digit * (index % 2 === 0 ? 1 : 3), 0);
}
