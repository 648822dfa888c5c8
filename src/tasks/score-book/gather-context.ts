import { type AttemptContext, TaskError } from '../../overtime/index.ts';
import type { SourceName } from './contract.ts';
import { askGoogleBooks } from './google-books.ts';
import { askHardcover } from './hardcover.ts';
import type { SourceBook, WantedBook } from './source-book.ts';

/** How a source answered. */
type Outcome = 'found' | 'no_match' | 'unavailable' | 'not_configured';

export interface BookContext {
  readonly books: readonly SourceBook[];
  readonly outcomes: Readonly<Record<SourceName, Outcome>>;
}

const titles: Readonly<Record<SourceName, string>> = { hardcover: 'Hardcover', google_books: 'Google Books' };

/**
 * Asks both sources at once. One of them may fail, which the job's log and the result's flags tell.
 *
 * @throws TaskError `no_context` when neither knows the book; worth another attempt if one did not answer
 */
export async function gatherContext(ctx: AttemptContext, wanted: WantedBook): Promise<BookContext> {
  const token = ctx.env['HARDCOVER_API_TOKEN'];
  const [hardcover, google] = await Promise.all([
    token
      ? ask(ctx, 'hardcover', () => askHardcover(ctx, token, wanted))
      : notConfigured(ctx, 'hardcover', 'HARDCOVER_API_TOKEN'),
    ask(ctx, 'google_books', () => askGoogleBooks(ctx, ctx.env['GOOGLE_BOOKS_API_KEY'], wanted)),
  ]);
  const books = [hardcover.book, google.book].filter((book) => book !== null);
  if (books.length === 0) {
    const retryable = [hardcover, google].some(({ outcome }) => outcome === 'unavailable');
    throw new TaskError('no_context', 'No context available from data sources', { retryable });
  }
  return { books, outcomes: { hardcover: hardcover.outcome, google_books: google.outcome } };
}

interface Answer {
  readonly outcome: Outcome;
  readonly book: SourceBook | null;
}

async function ask(
  ctx: AttemptContext,
  source: SourceName,
  askSource: () => Promise<SourceBook | null>,
): Promise<Answer> {
  try {
    const book = await askSource();
    if (book === null) ctx.log('info', `${titles[source]} does not know the book.`);
    return { outcome: book === null ? 'no_match' : 'found', book };
  } catch (error) {
    ctx.signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    ctx.log('warn', `${titles[source]} could not be asked.`, { reason });
    return { outcome: 'unavailable', book: null };
  }
}

async function notConfigured(ctx: AttemptContext, source: SourceName, variable: string): Promise<Answer> {
  ctx.log('info', `${titles[source]} is not asked: ${variable} is not set.`);
  return { outcome: 'not_configured', book: null };
}
