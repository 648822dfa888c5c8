import { isTerminal, type JobFile, type JobStatus, type PartialOf } from '../../overtime/index.ts';
import type { createFoundation } from '../../tasks/create-foundation/contract.ts';
import type { BookFormat } from '../../tasks/export-book/contract.ts';
import { useRows } from '../use-rows.ts';

type Foundation = PartialOf<typeof createFoundation>;

/** A chapter as it counts, with what the user edited (supabase/schemas/app/65_edited_books.sql). */
export interface ChapterRow {
  readonly number: number;
  readonly title: string;
  /** What is to happen in it. */
  readonly summary: string;
  /** Null until it is written. */
  readonly word_count: number | null;
  /** The text is the user's. */
  readonly is_edited: boolean;
  readonly sample: boolean;
  /** When a job wrote or planned it. */
  readonly updated_at: string;
  /** Of the text that the job wrote. */
  readonly job_word_count: number | null;
}

/** A book as it counts, likewise. */
export interface BookRow {
  readonly id: string;
  readonly title: string;
  readonly genre: string;
  readonly premise: string;
  readonly outline: NonNullable<Foundation['outline']>;
  readonly characters: NonNullable<Foundation['characters']>;
  readonly style_guide: NonNullable<Foundation['styleGuide']>;
  readonly sample: boolean;
  /** By their numbers, without their texts. */
  readonly chapters: readonly ChapterRow[];
}

/** A book with the plan of its chapters; `rows` is empty where the user has no such book. */
export function useBook(bookId: string) {
  return useRows<BookRow>(['books', bookId], (supabase, signal) =>
    supabase
      .from('edited_books')
      .select('id, title, genre, premise, outline, characters, style_guide, sample, chapters')
      .eq('id', bookId)
      .abortSignal(signal),
  );
}

/** The text of a chapter that is written, as it counts. */
export function useChapterText(bookId: string, chapter: ChapterRow, wanted: boolean) {
  return useRows<{ text: string }>(
    ['chapters', bookId, chapter.number, chapter.updated_at],
    (supabase, signal) =>
      supabase
        .from('edited_chapters')
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
