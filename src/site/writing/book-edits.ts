import { z } from 'zod';
import { cast, outline, plannedChapter, styleGuide } from '../../tasks/book/book-contract.ts';
import { type Edits, useEdits } from '../edits/use-edits.ts';

/** Title and premise of a book. */
export const aboutBook = outline.pick({ title: true, premise: true });
/** A chapter's text, as the job that writes one has it in its result. */
const chapterText = z.object({ text: z.string(), wordCount: z.number() });

/** What a user writes of a book: of each part one of these. */
const bookEdit = z.union([
  aboutBook,
  chapterText,
  plannedChapter,
  outline.shape.outline,
  cast.shape.characters,
  styleGuide,
]);
const isBookEdit = (content: unknown) => bookEdit.safeParse(content).success;
export type BookEdit = z.output<typeof bookEdit>;
export type BookEdits = Edits<BookEdit>;

export const aboutPart = 'about';
export const outlinePart = 'outline';
export const charactersPart = 'characters';
export const stylePart = 'style';
export const planPart = (chapter: number) => `plan:${chapter}`;
export const textPart = (chapter: number) => `${textParts}${chapter}`;
const textParts = 'chapter:';

const subjectOf = (bookId: string) => `book:${bookId}`;

/** The versions of a book's plan, without those of its texts, which are long. */
export const usePlanEdits = (bookId: string): BookEdits =>
  useEdits<BookEdit>(subjectOf(bookId), isBookEdit, { except: textParts });

/** The versions of a chapter's text. */
export const useTextEdits = (bookId: string, chapter: number, enabled: boolean): BookEdits =>
  useEdits<BookEdit>(subjectOf(bookId), isBookEdit, { part: textPart(chapter), enabled });
