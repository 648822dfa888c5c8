import type { SourceName } from './contract.ts';
import { sameBook } from './same-book.ts';
import type { SourceBook, WantedBook } from './source-book.ts';

interface SampleBook extends Pick<SourceBook, 'title' | 'description'> {
  readonly author: string;
  readonly isbn?: string;
  readonly genres: readonly string[];
  /** Rating, and how many gave one. A source that is missing does not know the book. */
  readonly ratings: Readonly<Partial<Record<SourceName, readonly [rating: number, count: number]>>>;
  readonly opinion: string;
  readonly series?: SourceBook['series'];
}

/** Real books with made-up numbers and opinions, and one that does not exist. */
const books: readonly SampleBook[] = [
  {
    title: 'The Hating Game',
    author: 'Sally Thorne',
    isbn: '9780062802187',
    description: 'Two assistants share an office and a rivalry, which turns into what neither had planned.',
    genres: ['Romance', 'Contemporary'],
    ratings: { hardcover: [4.02, 1100], google_books: [4, 150] },
    opinion: 'Clean, well edited prose. The middle lingers a little, the banter makes up for it.',
  },
  {
    title: 'Pride and Prejudice',
    author: 'Jane Austen',
    description: 'Elizabeth Bennet and Mr Darcy have to learn how wrong a first impression can be.',
    genres: ['Classics', 'Romance'],
    ratings: { hardcover: [4.31, 5200], google_books: [4.5, 900] },
    opinion: 'Sentences so balanced that I read them twice; the long walks slow the second half down.',
  },
  {
    title: 'The Hound of the Baskervilles',
    author: 'Arthur Conan Doyle',
    isbn: '9780140437867',
    description: 'A baronet is found dead beside the footprints of an enormous hound.',
    genres: ['Mystery', 'Classics'],
    series: { name: 'Sherlock Holmes', position: 5 },
    ratings: { hardcover: [4.12, 1900], google_books: [4, 310] },
    opinion: 'The pace never flags, and every chapter ends where one has to go on.',
  },
  {
    title: 'Frankenstein',
    author: 'Mary Shelley',
    description: 'What a student of science made teaches itself to speak, and asks why it was left alone.',
    genres: ['Horror', 'Classics'],
    ratings: { hardcover: [3.9, 2800], google_books: [3.5, 420] },
    opinion: 'Beautiful, heavy sentences. The frame within a frame asks for patience.',
  },
  {
    title: "Alice's Adventures in Wonderland",
    author: 'Lewis Carroll',
    description: 'A girl follows a rabbit down a hole, and argues with whatever she meets there.',
    genres: ['Fantasy', 'Classics'],
    series: { name: "Alice's Adventures", position: 1 },
    ratings: { hardcover: [4.05, 1500] },
    opinion: 'Light as air, and every joke is a riddle. Reads aloud wonderfully.',
  },
  {
    title: 'A Small Harbour',
    author: 'Nora Vale',
    description: 'A keeper of lanterns takes in a stranger, and the harbour takes sides.',
    genres: ['Fiction'],
    series: { name: 'Lantern Coast Trilogy', position: 2 },
    ratings: { google_books: [3, 2] },
    opinion: '',
  },
];

/** What each catalogue would say of a book: a handful of books, for where samples answer instead of a model. */
export function sampleBook(source: SourceName, wanted: WantedBook): SourceBook | null {
  const known = books.flatMap(
    ({ author, isbn = '', ratings, opinion, series = null, ...book }): SourceBook[] => {
      const [rating, ratingCount] = ratings[source] ?? [];
      if (rating === undefined || ratingCount === undefined) return [];
      const hasReviews = source === 'hardcover';
      return [
        {
          ...book,
          series,
          source,
          authors: [author],
          isbns: [isbn],
          rating,
          ratingCount,
          reviewCount: hasReviews ? 1 : 0,
          reviews: hasReviews ? [{ rating: Math.round(rating), text: opinion }] : [],
        },
      ];
    },
  );
  return sameBook(known, wanted);
}
