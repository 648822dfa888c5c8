import type { z } from 'zod';
import type { Cast, Outline, plannedChapter } from '../../tasks/book/book-contract.ts';
import { type Edits, useEdits } from '../edits/use-edits.ts';

/** A chapter's text, as the job that writes one has it in its result. */
export interface ChapterText {
  readonly text: string;
  readonly wordCount: number;
}
export type ChapterPlan = z.output<typeof plannedChapter>;

/** What a user writes of a book, by its parts. */
export type BookEdit = ChapterText | ChapterPlan | Outline['outline'] | Cast['characters'];
export type BookEdits = Edits<BookEdit>;

export const outlinePart = 'outline';
export const charactersPart = 'characters';
export const planPart = (chapter: number) => `plan:${chapter}`;
export const textPart = (chapter: number) => `${textParts}${chapter}`;
const textParts = 'chapter:';

const subjectOf = (bookId: string) => `book:${bookId}`;

/** The versions of a book's plan, without those of its texts, which are long. */
export const usePlanEdits = (bookId: string): BookEdits =>
  useEdits<BookEdit>(subjectOf(bookId), { except: textParts });

/** The versions of a chapter's text. */
export const useTextEdits = (bookId: string, chapter: number, enabled: boolean): BookEdits =>
  useEdits<BookEdit>(subjectOf(bookId), { part: textPart(chapter), enabled });
