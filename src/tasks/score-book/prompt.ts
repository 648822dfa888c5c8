import { delimit } from '../../overtime/models.ts';
import type { SourceBook } from './source-book.ts';

export const system = [
  'You score a published book from what catalogues and readers say of it: readability, grammar, prose, polish, pacing.',
  'Each score is a whole number from 0 to 100, measured by what readers of its genre expect: 50 is passable, 70 good, ' +
    '85 very good, 95 among the best of its kind.',
  'Go by the material alone. Weigh what readers say of the writing over what the publisher says, and a rating by how ' +
    'many gave it. Where the material is silent on a point, stay near the rating, and between 60 and 80.',
  'The five scores are about different things, and are equal only by chance.',
].join('\n');

interface AskedBook {
  readonly title: string;
  readonly author: string;
  readonly genre: string | null;
  readonly subgenre: string | null;
}

/** What the model is asked, with all that is known of the book set apart as material. */
export function scoringPrompt(book: AskedBook, books: readonly SourceBook[]): string {
  return [
    'Score this book, and say in two to four sentences what the scores rest on.',
    delimit(
      'document',
      [`${book.title} by ${book.author}`, `Genre: ${genreOf(book)}`, ...books.map(sourceText)].join('\n\n'),
    ),
  ].join('\n\n');
}

function genreOf({ genre, subgenre }: AskedBook): string {
  if (genre === null) return 'unknown';
  return subgenre === null ? genre : `${genre}, ${subgenre}`;
}

function sourceText(book: SourceBook): string {
  const lines = [
    `From ${book.source === 'hardcover' ? 'Hardcover' : 'Google Books'}:`,
    book.rating === null ? '' : `Rating: ${book.rating.toFixed(2)} of 5 from ${book.ratingCount} ratings`,
    book.reviewCount === 0 ? '' : `Reviews: ${book.reviewCount}`,
    book.genres.length === 0 ? '' : `Shelved as: ${book.genres.join(', ')}`,
    book.series === null
      ? ''
      : `Series: ${book.series.name}${book.series.position === null ? '' : `, book ${book.series.position}`}`,
    book.description === null ? '' : `Description: ${book.description}`,
    ...book.reviews.map(({ rating, text }) => `Review${rating === null ? '' : ` (${rating} of 5)`}: ${text}`),
  ];
  return lines.filter((line) => line !== '').join('\n');
}
