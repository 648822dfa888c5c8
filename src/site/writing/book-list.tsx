import { useId } from 'react';
import { counted } from '../ui/format.ts';
import { useRows } from '../use-rows.ts';
import { bookAddress } from './book-address.ts';

interface BookLine {
  readonly id: string;
  readonly title: string;
  readonly genre: string;
  readonly chapters: readonly { readonly word_count: number | null }[];
}

const shownCount = 50;

/** The user's books, the one last worked on first. */
export function BookList() {
  const { rows, problem, refresh } = useRows<BookLine>(['books'], (supabase, signal) =>
    supabase
      .from('edited_books')
      .select('id, title, genre, chapters')
      .order('updated_at', { ascending: false })
      .limit(shownCount)
      .abortSignal(signal),
  );
  const id = useId();

  return (
    <section aria-labelledby={id} aria-busy={rows === null && problem === null}>
      <h2 id={id} className="text-sm font-medium text-ink-soft">
        Your books
      </h2>
      <div className="mt-3">
        {problem !== null && (
          <p className="text-sm text-ink-soft">
            {problem}{' '}
            <button type="button" className="link" onClick={refresh}>
              Try again
            </button>
          </p>
        )}
        {rows === null && problem === null && (
          <div aria-hidden="true" className="grid gap-3">
            <span className="rubric-line" />
            <span className="rubric-line w-2/3" />
          </div>
        )}
        {rows?.length === 0 && (
          <p className="text-sm text-ink-soft">None yet. Books are kept until you delete them.</p>
        )}
        {rows !== null && rows.length > 0 && (
          <ul className="divide-y divide-line">
            {rows.map(({ id: bookId, title, genre, chapters }) => (
              <li key={bookId}>
                <a href={bookAddress(bookId)} className="-mx-2 block rounded px-2 py-3 hover:bg-sheet">
                  <span dir="auto" className="block font-serif text-lg leading-snug">
                    {title}
                  </span>
                  <span className="mt-0.5 block text-sm text-ink-soft">
                    {genre} · {progressInWords(chapters)}
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

function progressInWords(chapters: BookLine['chapters']): string {
  const written = chapters.filter(({ word_count }) => word_count !== null).length;
  return written === chapters.length
    ? `all ${counted(chapters.length, 'chapter')} written`
    : `${written} of ${counted(chapters.length, 'chapter')} written`;
}
