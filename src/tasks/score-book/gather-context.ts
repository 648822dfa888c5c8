import { type AttemptContext, TaskError } from '../../overtime/index.ts';
import { answersBySample } from '../../overtime/models.ts';
import type { SourceName } from './contract.ts';
import { askGoogleBooks } from './google-books.ts';
import { askHardcover } from './hardcover.ts';
import { sampleBook } from './sample-books.ts';
import type { BookContext, Outcome, SourceBook, WantedBook } from './source-book.ts';

const titles: Readonly<Record<SourceName, string>> = { hardcover: 'Hardcover', google_books: 'Google Books' };

/**
 * Asks both sources at once. One of them may fail, which the job's log and the result's flags tell.
 *
 * @throws TaskError `no_context` when neither knows the book; worth another attempt if one did not answer
 */
export async function gatherContext(ctx: AttemptContext, wanted: WantedBook): Promise<BookContext> {
  const { HARDCOVER_API_TOKEN: token, GOOGLE_BOOKS_API_KEY: key } = ctx.env;
  const isSample = answersBySample(ctx) && !token && !key;
  const [hardcover, google] = await Promise.all([
    ask(ctx, 'hardcover', async () => {
      if (isSample) return sampleBook('hardcover', wanted);
      return token ? askHardcover(ctx, token, wanted) : 'HARDCOVER_API_TOKEN is not set';
    }),
    ask(ctx, 'google_books', async () =>
      isSample ? sampleBook('google_books', wanted) : askGoogleBooks(ctx, key, wanted),
    ),
  ]);
  const books = [hardcover.book, google.book].filter((book) => book !== null);
  if (books.length === 0) {
    const retryable = [hardcover, google].some(({ outcome }) => outcome === 'unavailable');
    const message = retryable
      ? 'A source of book data did not answer, and no other one knows this book. Try again in a few minutes.'
      : 'No source has data on this book. Check its title and author, or add the ISBN.';
    throw new TaskError('no_context', message, { retryable });
  }
  return { books, isSample, outcomes: { hardcover: hardcover.outcome, google_books: google.outcome } };
}

interface Answer {
  readonly outcome: Outcome;
  readonly book: SourceBook | null;
}

async function ask(
  ctx: AttemptContext,
  source: SourceName,
  askSource: () => Promise<SourceBook | null | string>,
): Promise<Answer> {
  try {
    const book = await askSource();
    if (typeof book === 'string') {
      ctx.log('info', `${titles[source]} is not set up here: ${book}.`);
      return { outcome: 'not_configured', book: null };
    }
    if (book === null) ctx.log('info', `${titles[source]} has no entry for this book.`);
    return { outcome: book === null ? 'no_match' : 'found', book };
  } catch (error) {
    ctx.signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    ctx.log('warn', `${titles[source]} did not answer.`, { reason });
    return { outcome: 'unavailable', book: null };
  }
}
