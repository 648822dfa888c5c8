import { streamProse, writtenFraction } from '../../overtime/models.ts';
import { counted, defineTask } from '../../overtime/index.ts';
import { charactersPerWord, countWords } from '../prose/words.ts';
import { writeChapter } from './contract.ts';
import { chapterToWrite } from './chapter-to-write.ts';
import { chapterPrompt, system } from './prompt.ts';
import { chapterSample } from './sample.ts';

/** Longest time for one model call, in seconds: 4000 words at a slow model's pace. */
const callSeconds = 600;
/** The share of the words asked for below which a text is no chapter, but the beginning of one. */
const leastShare = 0.4;

/**
 * Writes one chapter in the style of its book. The text is saved in the book by the completing transaction
 * (supabase/schemas/app/64_chapters.sql), in the place of one that was there.
 */
export const writeChapterTask = defineTask(writeChapter, async (ctx) => {
  const { input } = ctx;
  return ctx.stage('chapter', async (stage) => {
    const { book, chapter } = await chapterToWrite(ctx.readRows, input);
    const { title, number } = chapter;
    const words = book.wordsPerChapter;
    stage.progress(0, `Writing chapter ${number} of ${book.chapters.length}: ${title}`);
    if (chapter.written) ctx.log('info', `Chapter ${number} is written already: this text takes its place.`);
    const unwritten = book.chapters.filter((each) => each.number < number && !each.written);
    if (unwritten.length > 0) {
      const numbers = unwritten.map((each) => each.number).join(', ');
      ctx.log(
        'warn',
        `Earlier chapters are not written yet (${numbers}): their plan is what this one follows.`,
      );
    }
    const text = await streamProse(ctx, {
      system,
      prompt: chapterPrompt(book, chapter, input.prompt),
      purpose: 'chapter',
      sample: () => chapterSample(book, chapter),
      timeoutSeconds: callSeconds,
      check: (prose) => {
        const written = countWords(prose);
        if (written >= words * leastShare) return [];
        return [`The chapter has ${written} words: write about ${words}.`];
      },
      onText: (soFar) => {
        stage.progress(writtenFraction(soFar.length, words * charactersPerWord));
        ctx.partial({ title, text: soFar });
      },
    });
    const wordCount = countWords(text);
    ctx.log('info', `Chapter ${number} has ${counted(wordCount, 'word')}.`);
    return { bookId: book.bookId, chapter: number, title, text, wordCount };
  });
});
