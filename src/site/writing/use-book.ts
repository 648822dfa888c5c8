import { isTerminal, type JobFile, type JobStatus, type PartialOf } from '../../overtime/index.ts';
import type { createFoundation } from '../../tasks/create-foundation/contract.ts';
import type { BookFormat } from '../../tasks/export-book/contract.ts';
import { useRows } from '../use-rows.ts';

type Foundation = PartialOf<typeof createFoundation>;

export interface ChapterRow {
  readonly number: number;
  readonly title: string;
  /** What is to happen in it. */
  readonly summary: string;
  /** Null until it is written. */
  readonly word_count: number | null;
  readonly sample: boolean;
  readonly updated_at: string;
}

export interface BookRow {
  readonly id: string;
  readonly title: string;
  readonly genre: string;
  readonly premise: string;
  readonly outline: NonNullable<Foundation['outline']>;
  readonly characters: NonNullable<Foundation['characters']>;
  readonly style_guide: NonNullable<Foundation['styleGuide']>;
  readonly sample: boolean;
  readonly chapters: readonly ChapterRow[];
}

/** A book with the plan of its chapters, without their texts; `rows` is empty where the user has no such book. */
export function useBook(bookId: string) {
  return useRows<BookRow>(['books', bookId], (supabase, signal) =>
    supabase
      .from('books')
      .select(
        'id, title, genre, premise, outline, characters, style_guide, sample, chapters(number, title, summary, word_count, sample, updated_at)',
      )
      .eq('id', bookId)
      .abortSignal(signal),
  );
}

/** The text of a chapter that is written. */
export function useChapterText(bookId: string, chapter: ChapterRow, wanted: boolean) {
  return useRows<{ text: string }>(
    ['chapters', bookId, chapter.number, chapter.updated_at],
    (supabase, signal) =>
      supabase
        .from('chapters')
        .select('text')
        .eq('book_id', bookId)
        .eq('number', chapter.number)
        .abortSignal(signal),
    { enabled: wanted },
  );
}

/** A job at work on a book, or that was. */
export interface BookJob {
  readonly id: string;
  readonly task: 'write-chapter' | 'export-book';
  readonly status: JobStatus;
  readonly chapter: number | null;
  readonly format: BookFormat | null;
  readonly file: JobFile | null;
  readonly missing: readonly number[] | null;
}

/** How often the jobs are read again while some of them are unfinished, in milliseconds. */
const refreshMs = 5000;
const mostJobs = 200;

/** The jobs of a book, the newest first: whoever opens the page, on whichever machine, sees what is at work. */
export function useBookJobs(bookId: string) {
  return useRows<BookJob>(
    ['book-jobs', bookId],
    (supabase, signal) =>
      supabase
        .from('book_jobs')
        .select('id, task, status, chapter, format, file, missing')
        .eq('book_id', bookId)
        .order('created_at', { ascending: false })
        .limit(mostJobs)
        .abortSignal(signal),
    { refreshMs: (rows) => (rows.some(({ status }) => !isTerminal(status)) ? refreshMs : false) },
  );
}
