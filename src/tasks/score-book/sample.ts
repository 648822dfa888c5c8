import type { z } from 'zod';
import type { scores } from './contract.ts';
import type { SourceBook } from './source-book.ts';

/** How far each score lies from what readers say on the whole. */
const leanings = { readability: 3, grammar: 5, prose: 0, polish: 2, pacing: -4 };

/** Scores that follow the readers' rating, and what they rest on. */
export function scoresSample(
  title: string,
  books: readonly SourceBook[],
): { scores: z.input<typeof scores>; summary: string } {
  const rated = books.filter((book) => book.rating !== null);
  const rating = rated.reduce((sum, book) => sum + (book.rating ?? 0), 0) / Math.max(1, rated.length);
  const base = rated.length === 0 ? 70 : 20 * rating;
  const bounded = (value: number) => Math.round(Math.min(100, Math.max(0, value)));
  const count = books.reduce((sum, book) => sum + book.ratingCount, 0);
  const [genre] = books.flatMap(({ genres }) => genres);
  return {
    scores: {
      readability: bounded(base + leanings.readability),
      grammar: bounded(base + leanings.grammar),
      prose: bounded(base + leanings.prose),
      polish: bounded(base + leanings.polish),
      pacing: bounded(base + leanings.pacing),
    },
    summary: [
      rated.length === 0
        ? `No reader has rated ${title}.`
        : `${count} readers give ${title} ${rating.toFixed(2)} of 5.`,
      genre === undefined ? 'No catalogue says what kind of book it is.' : `It is shelved as ${genre}.`,
      'The scores are samples that follow the rating; nobody has weighed the reviews.',
    ].join(' '),
  };
}
