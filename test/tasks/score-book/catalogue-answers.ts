/**
 * Answers of the two catalogues, in the forms that their documentation shows
 * (https://docs.hardcover.app/api/guides/searching, https://developers.google.com/books/docs/v1/reference/volumes/list),
 * with fields that are of no use to us left in where they are typical.
 */

export const hardcoverUrl = 'https://api.hardcover.app/v1/graphql';
export const googleUrl = 'https://www.googleapis.com/books/v1/volumes';

export const hatingGame = { title: 'The Hating Game', author: 'Sally Thorne', isbn: '978-0062802187' };

export const hardcoverDocument = {
  id: '428912',
  title: 'The Hating Game',
  alternative_titles: ['Hating Game'],
  author_names: ['Sally Thorne'],
  contributions: [{ author: { id: 1, name: 'Sally Thorne', slug: 'sally-thorne' }, contribution: null }],
  description: 'Lucy and Joshua hate each other. <b>Or do they?</b>&nbsp;One office, one promotion.',
  genres: ['Romance', 'Contemporary', 'Fiction'],
  moods: ['funny', 'lighthearted'],
  content_warnings: [],
  has_audiobook: true,
  isbns: ['0062439596', '9780062802187', 'not an isbn'],
  pages: 384,
  rating: 4.02,
  ratings_count: 1100,
  reviews_count: 150,
  release_year: 2016,
  series_names: [],
  featured_series: {},
  featured_series_position: null,
  slug: 'the-hating-game',
  users_count: 4300,
};

/** What `search` answers: the search engine's own answer, hits with documents. */
export const hardcoverSearch = (...documents: object[]) => ({
  data: {
    search: {
      results: {
        facet_counts: [],
        found: documents.length,
        hits: documents.map((document) => ({ document, highlights: [], text_match: 1_157_451 })),
        out_of: 1_000_000,
        page: 1,
      },
    },
  },
});

export const hardcoverReviews = {
  data: {
    user_books: [
      { rating: 5, review_raw: 'Sharp dialogue.\n\nNot one page too many.' },
      { rating: null, review_raw: 'Well edited.' },
      { rating: 2, review_raw: null },
    ],
  },
};

export const googleVolume = {
  kind: 'books#volume',
  id: 'x1',
  etag: 'abc',
  volumeInfo: {
    title: 'The Hating Game',
    subtitle: 'A Novel',
    authors: ['Sally Thorne'],
    publisher: 'HarperCollins',
    publishedDate: '2016-08-09',
    description: '<p>Debut author Sally Thorne &amp; her rivals.</p>',
    industryIdentifiers: [
      { type: 'ISBN_13', identifier: '9780062439598' },
      { type: 'OTHER', identifier: 'OCLC:1' },
    ],
    readingModes: { text: true, image: false },
    pageCount: 384,
    printType: 'BOOK',
    categories: ['Fiction / Romance / Contemporary'],
    averageRating: 4,
    ratingsCount: 150,
    maturityRating: 'NOT_MATURE',
    language: 'en',
  },
  saleInfo: { country: 'US', saleability: 'FOR_SALE' },
};

export const googleAnswer = (...items: object[]) => ({
  kind: 'books#volumes',
  totalItems: items.length,
  ...(items.length > 0 && { items }),
});
