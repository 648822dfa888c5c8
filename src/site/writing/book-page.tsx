import { BookX } from 'lucide-react';
import { useJobsClient } from '../../overtime/react.ts';
import { isTerminal, type JobStatus } from '../../overtime/index.ts';
import { writeChapter } from '../../tasks/write-chapter/contract.ts';
import { ApiErrorNotice } from '../ui/api-error-notice.tsx';
import { Button } from '../ui/button.tsx';
import { SampleMark } from '../ui/sample-mark.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { counted } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { PageHeading } from '../ui/page-heading.tsx';
import { usePlanEdits } from './book-edits.ts';
import { BookHeading } from './book-heading.tsx';
import { ChapterCard } from './chapter-card.tsx';
import { DeleteBook } from './delete-book.tsx';
import { ExportCard } from './export-card.tsx';
import { CharactersCard, OutlineCard, StyleGuideCard } from './plan-cards.tsx';
import { useAction } from '../ui/use-action.ts';
import { useTabState } from '../ui/use-tab-state.ts';
import { useBook, useBookJobs, type BookJob } from './use-book.ts';

/**
 * How many chapters are followed at once. Each holds a request open, and a browser has six for a server that
 * speaks HTTP/1.1; the next one is followed when one is done.
 */
const watchedAtOnce = 4;

/** A book: its chapters, each to be written and read, its plan, its files. */
export function BookPage({ bookId }: { bookId: string }) {
  const book = useBook(bookId);
  const jobs = useBookJobs(bookId);
  const edits = usePlanEdits(bookId);
  const client = useJobsClient();
  const writingAll = useAction();
  const [row] = book.rows ?? [];
  const refresh = () => {
    book.refresh();
    jobs.refresh();
  };

  // What is read again and cannot be leaves the page as it is, with what is being edited on it.
  const problem = (book.rows === null && book.problem) || (jobs.rows === null && jobs.problem);
  if (problem) {
    return (
      <Notice tone="danger" title="The book could not be loaded">
        <p>{problem}</p>
        <Button className="mt-3" onClick={refresh}>
          Try again
        </Button>
      </Notice>
    );
  }
  if (book.rows === null || jobs.rows === null) {
    return (
      <div aria-busy="true" className="grid gap-3">
        <span className="sr-only">Loading the book</span>
        <span className="rubric-line" />
        <span className="rubric-line w-2/3" />
      </div>
    );
  }
  if (row === undefined) {
    return (
      <>
        <PageHeading title="No such book" />
        <div className="mt-6">
          <EmptyState icon={BookX} title="Book not found">
            It may have been deleted.{' '}
            <a href="/writing" className="link">
              All books
            </a>
          </EmptyState>
        </div>
      </>
    );
  }

  const { chapters } = row;
  const writing = jobs.rows.filter(({ task }) => task === 'write-chapter');
  const exports = jobs.rows.filter(({ task }) => task === 'export-book');
  const newestOf = (number: number) => writing.find(({ chapter }) => chapter === number) ?? null;
  const watched = watchedJobs(chapters.flatMap(({ number }) => newestOf(number) ?? []));
  const unwritten = chapters.filter(({ number, word_count }) => {
    const job = newestOf(number);
    return word_count === null && (job === null || isTerminal(job.status));
  });
  const words = chapters.reduce((sum, { word_count }) => sum + (word_count ?? 0), 0);

  const writeAll = () =>
    writingAll.run(async () => {
      await client.submitAll(
        writeChapter,
        unwritten.map(({ number }) => ({ bookId, chapter: number })),
      );
      jobs.refresh();
    });

  const isWriting = writing.some(({ status }) => !isTerminal(status));
  const share = chapters.filter(({ word_count }) => word_count !== null).length / chapters.length;

  return (
    <>
      <TabState status={isWriting ? 'processing' : 'completed'} progress={100 * share} />
      <BookHeading book={row} edits={edits} />
      <div className="mt-6 grid gap-6">
        {(row.sample || chapters.some(({ sample }) => sample)) && <SampleMark />}
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
          <section aria-label="Chapters" className="grid gap-4">
            <div className="flex flex-wrap items-center justify-between gap-3">
              <div>
                <h2 className="text-lg font-semibold">Chapters</h2>
                <p className="text-sm text-ink-soft">
                  {row.genre} · {chapters.filter(({ word_count }) => word_count !== null).length} of{' '}
                  {chapters.length} written{words > 0 && ` · ${counted(words, 'word')}`}
                </p>
              </div>
              {unwritten.length > 1 && (
                <Button look="primary" busy={writingAll.busy} onClick={() => void writeAll()}>
                  {unwritten.length === chapters.length
                    ? 'Write all chapters'
                    : `Write the remaining ${unwritten.length}`}
                </Button>
              )}
            </div>
            {writingAll.error !== null && <ApiErrorNotice error={writingAll.error} />}
            {chapters.map((chapter) => {
              const job = newestOf(chapter.number);
              return (
                <ChapterCard
                  key={chapter.number}
                  bookId={bookId}
                  chapter={chapter}
                  edits={edits}
                  job={job}
                  isWatched={job !== null && watched.has(job.id)}
                  onChange={refresh}
                />
              );
            })}
          </section>
          <aside aria-label="About the book" className="grid gap-6">
            <ExportCard bookId={bookId} hasText={words > 0} jobs={exports} onChange={refresh} />
            <OutlineCard bookId={bookId} outline={row.outline} edits={edits} />
            <CharactersCard bookId={bookId} characters={row.characters} edits={edits} />
            <StyleGuideCard bookId={bookId} guide={row.style_guide} edits={edits} />
            <DeleteBook bookId={bookId} title={row.title} />
          </aside>
        </div>
      </div>
    </>
  );
}

/** The tab says how many of the chapters are written. */
function TabState(work: { readonly status: JobStatus; readonly progress: number }) {
  useTabState(work);
  return null;
}

/** Those at work first, then those that wait, in the order of the chapters. */
function watchedJobs(newest: readonly BookJob[]): ReadonlySet<string> {
  const rank = { processing: 0, pending: 1 } as const;
  const unfinished = newest.flatMap(({ id, status }) =>
    status === 'processing' || status === 'pending' ? [{ id, rank: rank[status] }] : [],
  );
  return new Set(
    unfinished
      .toSorted((a, b) => a.rank - b.rank)
      .slice(0, watchedAtOnce)
      .map(({ id }) => id),
  );
}
