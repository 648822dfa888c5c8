import { delimit } from '../../overtime/models.ts';
import { castText, outlineText, styleText } from '../book/book-prompt.ts';
import type { StoredBook } from '../book/read-book.ts';

/** How much of the previous chapter the prompt quotes, in characters; the plan covers the rest. */
const longestRecap = 6000;

export const system = [
  'You write one chapter of a book after its plan: prose alone, without a heading and without comment.',
  'Write in the language of the plan, with the quotation marks of that language.',
  'Show scenes with action, senses and dialogue. Keep to the style guide and to the names and facts of the book.',
].join('\n');

/** Asks for one chapter. Of those in front of it, `book` has the text of the last one that is written. */
export function chapterPrompt(
  book: StoredBook,
  chapter: StoredBook['chapters'][number],
  wishes: string | undefined,
): string {
  const { chapters } = book;
  const before = chapters.find(({ text }) => text !== null);
  const plan = chapters.map(({ number, title, summary }) => `${number}. ${title}: ${summary}`);
  return [
    `Write chapter ${chapter.number} of ${chapters.length}, about ${book.wordsPerChapter} words.`,
    delimit('chapter', `${chapter.title}\n${chapter.summary}`),
    chapter.number === chapters.length
      ? 'It is the last one: bring the book to its end.'
      : 'Leave what follows to the next chapters.',
    ...(wishes === undefined ? [] : [delimit('wishes for this chapter', wishes)]),
    delimit('idea', book.idea),
    delimit('genre', book.genre),
    delimit('style guide', styleText(book.styleGuide)),
    delimit('characters', castText(book.characters)),
    delimit('outline of the story', outlineText(book)),
    delimit('plan of the chapters', plan.join('\n')),
    ...(before?.text == null
      ? []
      : [
          before.number === chapter.number - 1
            ? 'Go on from where the chapter before ends.'
            : `The last chapter that is written is number ${before.number}: what lies between is in the plan.`,
          delimit('end of the story so far', before.text.slice(-longestRecap)),
        ]),
  ].join('\n\n');
}
