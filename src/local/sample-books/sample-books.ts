/** A book of the catalogue that stands in for the real ones. Its numbers and opinions are made up. */
export interface SampleBook {
  readonly id: number;
  readonly title: string;
  readonly subtitle: string | null;
  readonly author: string;
  readonly isbns: readonly string[];
  readonly year: number;
  readonly pages: number;
  readonly description: string;
  readonly genres: readonly string[];
  readonly moods: readonly string[];
  readonly series: { readonly name: string; readonly position: number } | null;
  /** Null where Hardcover is to know nothing of it. */
  readonly hardcover: { readonly rating: number; readonly ratings: number; readonly reviews: number } | null;
  /** Null where Google Books is to know nothing of it. */
  readonly google: {
    readonly categories: readonly string[];
    readonly rating: number | null;
    readonly ratings: number;
  } | null;
  /** Stars, and what a reader might have written. */
  readonly opinions: readonly (readonly [number, string])[];
}

export const sampleBooks: readonly SampleBook[] = [
  {
    id: 1,
    title: 'The Hating Game',
    subtitle: null,
    author: 'Sally Thorne',
    isbns: ['9780062439598', '9780062802187'],
    year: 2016,
    pages: 384,
    description:
      'Two assistants share an office, a rivalry and a single promotion. Their games of one-upmanship turn, day by ' +
      'day, into something that neither of them had planned.',
    genres: ['Romance', 'Contemporary', 'Fiction'],
    moods: ['funny', 'lighthearted', 'emotional'],
    series: null,
    hardcover: { rating: 4.02, ratings: 1100, reviews: 150 },
    google: { categories: ['Fiction / Romance / Contemporary'], rating: 4, ratings: 150 },
    opinions: [
      [5, 'Quick, sharp dialogue, and not a page too many. I read it in one evening.'],
      [4, 'Clean, well edited prose. The middle lingers a little, the banter makes up for it.'],
      [3, 'Easy to read and funny, but the ending comes too fast.'],
    ],
  },
  {
    id: 2,
    title: 'Pride and Prejudice',
    subtitle: null,
    author: 'Jane Austen',
    isbns: ['9780141439518', '0141439513'],
    year: 1813,
    pages: 435,
    description:
      'Elizabeth Bennet judges the proud Mr Darcy at their first dance, and both have to learn how wrong a first ' +
      'impression can be, in a village where every family counts its neighbours and their incomes.',
    genres: ['Classics', 'Romance', 'Fiction'],
    moods: ['reflective', 'funny'],
    series: null,
    hardcover: { rating: 4.31, ratings: 5200, reviews: 410 },
    google: { categories: ['Fiction / Classics'], rating: 4.5, ratings: 900 },
    opinions: [
      [5, 'Sentences so balanced that I read them twice. The irony never tires.'],
      [4, 'Perfectly edited, of course; the long walks slow the second half down.'],
    ],
  },
  {
    id: 3,
    title: 'The Hound of the Baskervilles',
    subtitle: 'Another Adventure of Sherlock Holmes',
    author: 'Arthur Conan Doyle',
    isbns: ['9780140437867'],
    year: 1902,
    pages: 256,
    description:
      'A baronet is found dead beside the footprints of an enormous hound. Holmes sends Watson to the moor, and ' +
      'follows him there in his own way.',
    genres: ['Mystery', 'Classics', 'Crime'],
    moods: ['mysterious', 'dark', 'tense'],
    series: { name: 'Sherlock Holmes', position: 5 },
    hardcover: { rating: 4.12, ratings: 1900, reviews: 130 },
    google: { categories: ['Fiction / Mystery & Detective'], rating: 4, ratings: 310 },
    opinions: [
      [5, 'The pace never flags, and every chapter ends where one has to go on.'],
      [4, 'Plain, exact prose; the letters in the middle are a clever change of voice.'],
    ],
  },
  {
    id: 4,
    title: 'Frankenstein',
    subtitle: 'Or, The Modern Prometheus',
    author: 'Mary Shelley',
    isbns: ['9780141439471'],
    year: 1818,
    pages: 288,
    description:
      'A student of science makes a living being and runs from it. What he made teaches itself to speak, to read, ' +
      'and to ask why it was left alone.',
    genres: ['Horror', 'Classics', 'Science Fiction'],
    moods: ['dark', 'reflective', 'sad'],
    series: null,
    hardcover: { rating: 3.9, ratings: 2800, reviews: 260 },
    google: { categories: ['Fiction / Horror'], rating: 3.5, ratings: 420 },
    opinions: [
      [4, 'Beautiful, heavy sentences. The frame within a frame asks for patience.'],
      [3, 'A great idea told slowly: the landscapes hold the story up.'],
    ],
  },
  {
    id: 5,
    title: "Alice's Adventures in Wonderland",
    subtitle: null,
    author: 'Lewis Carroll',
    isbns: ['9780141439761'],
    year: 1865,
    pages: 176,
    description:
      'A girl follows a rabbit down a hole, and argues with whatever she meets there: a caterpillar, a cat, a ' +
      'hatter and a pack of cards.',
    genres: ['Fantasy', 'Childrens', 'Classics'],
    moods: ['funny', 'adventurous'],
    series: { name: "Alice's Adventures", position: 1 },
    hardcover: { rating: 4.05, ratings: 1500, reviews: 98 },
    google: null,
    opinions: [[5, 'Light as air, and every joke is a riddle. Reads aloud wonderfully.']],
  },
  {
    id: 6,
    title: 'The Time Machine',
    subtitle: null,
    author: 'H. G. Wells',
    isbns: ['9780141439976'],
    year: 1895,
    pages: 128,
    description:
      'A traveller tells his dinner guests of the year 802,701, of the gentle people above the ground, and of ' +
      'those who live below it.',
    genres: ['Science Fiction', 'Classics'],
    moods: ['adventurous', 'reflective'],
    series: null,
    hardcover: null,
    google: { categories: ['Fiction / Science Fiction / General'], rating: 4, ratings: 64 },
    opinions: [],
  },
  {
    id: 7,
    title: 'A Small Harbour',
    subtitle: 'Book Two of the Lantern Coast Trilogy',
    author: 'Nora Vale',
    isbns: ['9780000000002'],
    year: 2025,
    pages: 211,
    description:
      'A keeper of lanterns takes in a stranger, and the harbour takes sides. This book does not exist.',
    genres: [],
    moods: [],
    series: null,
    hardcover: null,
    google: { categories: ['Fiction'], rating: 3, ratings: 2 },
    opinions: [],
  },
];
