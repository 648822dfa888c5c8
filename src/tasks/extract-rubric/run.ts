import { z } from 'zod';
import { type ReadDocument, readDocument } from '../../documents/read-document.ts';
import { OvertimeError } from '../../errors.ts';
import { streamObject } from '../../llm/stream-object.ts';
import { defineTask, type StageHandle, type TaskContext } from '../../task.ts';
import { draftMessage, expectedCharacters, writtenFraction } from '../rubric/draft-progress.ts';
import { pointProblems } from '../rubric/points-contract.ts';
import { type Rubric, rubric } from '../rubric/rubric-contract.ts';
import { rubricMarkdown } from '../rubric/rubric-markdown.ts';
import { extractRubric } from './contract.ts';
import { extractionPrompt, system } from './prompt.ts';

type Context = TaskContext<typeof extractRubric>;

/** Reads a document, extracts the rubric in it, and sees to it that the points add up. */
export const extractRubricTask = defineTask(extractRubric, async (ctx) => {
  // A stage's output is a row in the database, so the document is not saved: an attempt that needs it
  // again reads it again, which takes a fraction of a second.
  const document = once(() => readInput(ctx));

  await ctx.stage('document_reading', async (stage) => {
    const { kind, pageCount, text } = await document();
    stage.progress(1, pageCount === null ? 'Read the document' : `Read ${count(pageCount, 'page')}`);
    return { kind, pageCount, characters: text.length };
  });

  const written = await ctx.stage('rubric_extraction', async (stage) =>
    writeRubric(ctx, stage, await document()),
  );

  // The model has corrected its sums if it had to; what may be left is a rounding in the last decimal.
  const checked = await ctx.stage('points_check', async (stage) => {
    const settled = withExactTotal(written);
    stage.progress(1, `The points add up to ${settled.totalPoints}`);
    return settled;
  });

  ctx.partial({ rubric: checked });
  return {
    rubric: checked,
    rubricText: rubricMarkdown(checked),
    totalPoints: checked.totalPoints,
    categoryCount: checked.categories.length,
  };
});

/** Has the model write the whole rubric, shown as it is written, and mend it when its points do not add up. */
async function writeRubric(ctx: Context, stage: StageHandle, document: ReadDocument): Promise<Rubric> {
  const { totalPoints, geminiModel } = ctx.input;
  const expected = expectedCharacters(document);
  let message: string | undefined;
  const written = await streamObject(ctx, {
    asked: geminiModel === undefined ? undefined : { provider: 'google', modelId: geminiModel },
    // A total that the user has fixed is part of the schema, so that no other can be written.
    schema: totalPoints === undefined ? rubric : rubric.extend({ totalPoints: z.literal(totalPoints) }),
    system,
    prompt: extractionPrompt(ctx.input),
    document,
    purpose: 'extraction',
    check: (draft) => pointProblems(draft, totalPoints),
    onCharacters: (characters) => stage.progress(writtenFraction(characters, expected), message),
    onPartial: (value) => {
      const partial = extractRubric.partial.safeParse({ rubric: value });
      if (!partial.success) return;
      message = draftMessage(partial.data.rubric) ?? message;
      ctx.partial(partial.data);
    },
  });
  stage.progress(1, draftMessage(written));
  return written;
}

async function readInput(ctx: Context): Promise<ReadDocument> {
  const { filePath, fileName } = ctx.input;
  const kinds = extractRubric.policy.file?.kinds ?? [];
  if (filePath === undefined) {
    throw new OvertimeError('file_not_found', 'The job has no file: send one with filePath.');
  }
  return readDocument(await ctx.readFile(filePath), { fileName, kinds, signal: ctx.signal });
}

/** The rubric with the sum of its categories as its total: what the rounding of two decimals left is gone. */
function withExactTotal(draft: Rubric): Rubric {
  const sum = draft.categories.reduce((all, { points }) => all + points, 0);
  return { ...draft, totalPoints: Math.round(sum * 100) / 100 };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
