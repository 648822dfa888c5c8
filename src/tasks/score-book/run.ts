import { z } from 'zod';
import { streamObject, writtenFraction } from '../../overtime/models.ts';
import { defineTask } from '../../overtime/index.ts';
import { titleCase } from '../fields/title.ts';
import { bookSummary, scoreBook, scores } from './contract.ts';
import { findGenre } from './find-genre.ts';
import { gatherContext } from './gather-context.ts';
import { scoringPrompt, system } from './prompt.ts';
import { reliability } from './reliability.ts';
import { authorOf } from './same-book.ts';
import { scoresSample } from './sample.ts';

const answer = z.object({
  scores,
  summary: bookSummary.min(1).describe('What the scores rest on, in two to four sentences'),
});

/** How long an answer usually is, in characters. */
const usualAnswer = 500;

/** Looks a book up in two catalogues and scores it by what they and their readers say. */
export const scoreBookTask = defineTask(scoreBook, async (ctx) => {
  const { title, author, isbn } = ctx.input;

  const context = await ctx.stage('context_gathering', async (stage) => {
    stage.progress(0, 'Asking Hardcover and Google Books');
    return gatherContext(ctx, { title, author, isbn });
  });
  const { books } = context;
  const [first] = books;
  // As the sources write them: the canonical input has no capitals.
  const asked = { title: titleCase(title), author: titleCase(author), isbn };
  const shown = { title: first?.title ?? asked.title, author: first ? authorOf(first, asked) : asked.author };
  const genre = findGenre(ctx.input, books);
  const series = books.find((book) => book.series !== null)?.series ?? null;
  const trust = reliability(context);
  const { reviewCount, sources } = trust;
  const known = { genre: genre.genre, series, reviewCount, sources };
  ctx.partial({ ...known, scores: {} });

  const scored = await ctx.stage('scoring', (stage) =>
    streamObject(ctx, {
      schema: answer,
      system,
      prompt: scoringPrompt({ ...shown, ...genre }, books),
      purpose: 'scoring',
      sample: () => scoresSample(title, books),
      onCharacters: (characters) =>
        stage.progress(writtenFraction(characters, usualAnswer), 'Scoring the book'),
      onPartial: (value) => {
        const draft = scoreBook.partial.shape.scores.safeParse((value as { scores?: unknown }).scores ?? {});
        if (draft.success) ctx.partial({ ...known, scores: draft.data });
      },
    }),
  );

  const five = Object.values(scored.scores);
  return {
    bookTitle: shown.title,
    author: shown.author,
    isbn: isbn ?? null,
    ...genre,
    series,
    scores: scored.scores,
    overallScore: Math.round(five.reduce((sum, score) => sum + score, 0) / five.length),
    summary: scored.summary,
    ...trust,
    bookKey: [title, author, isbn ?? ''].join('|'),
  };
});
