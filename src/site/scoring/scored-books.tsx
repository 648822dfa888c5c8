import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useScoredBooks } from './use-scored-books.ts';

/** The books that the user had scored, each a way back to its report. */
export function ScoredBooks() {
  const { rows: books, problem, refresh } = useScoredBooks();
  return (
    <section aria-labelledby="scored-books" aria-busy={books === null && problem === null}>
      <h2 id="scored-books" className="text-sm font-medium text-ink-soft">
        Your scored books
      </h2>
      <div className="mt-3">
        {problem !== null && (
          <Notice tone="danger" title={problem}>
            <Button className="mt-3" onClick={refresh}>
              Try again
            </Button>
          </Notice>
        )}
        {books === null && problem === null && <span className="rubric-line" />}
        {books?.length === 0 && (
          <p className="text-sm text-ink-soft">None yet. Scored books are kept here.</p>
        )}
        {books !== null && books.length > 0 && (
          <ul className="divide-y divide-line">
            {books.map((book) => (
              <li key={book.job_id}>
                <a href={`?job=${encodeURIComponent(book.job_id)}`} className="recent-job items-center">
                  <span className="min-w-0">
                    <span dir="auto" className="block truncate font-medium">
                      {book.title}
                    </span>
                    <span className="block truncate text-ink-soft">
                      {book.author}
                      {book.sample && ' · sample'}
                    </span>
                  </span>
                  <span className="text-lg font-semibold tabular-nums">
                    <span className="sr-only">Overall score </span>
                    {book.overall_score}
                  </span>
                </a>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
