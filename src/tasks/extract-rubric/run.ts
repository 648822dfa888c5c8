import { z } from 'zod';
import { type ReadDocument, readDocument } from '../../documents/read-document.ts';
import { OvertimeError, TaskError } from '../../errors.ts';
import { chooseModel } from '../../llm/choose-model.ts';
import type { ModelChoice } from '../../llm/model-choice.ts';
import { streamObject } from '../../llm/stream-object.ts';
import { defineTask, type StageHandle, type TaskContext } from '../../task.ts';
import { draftMessage, expectedCharacters, writtenFraction } from '../rubric/draft-progress.ts';
import { pointProblems } from '../rubric/points.ts';
import { type Rubric, rubric } from '../rubric/rubric-contract.ts';
import { rubricMarkdown } from '../rubric/rubric-markdown.ts';
import { extractRubric } from './contract.ts';
import { extractionPrompt, repairPrompt, system } from './prompt.ts';

type Context = TaskContext<typeof extractRubric>;

/** Reads a document, extracts the rubric in it, and sees to it that the points add up. */
export const extractRubricTask = defineTask(extractRubric, async (ctx) => {
  const { totalPoints } = ctx.input;
  const prompt = extractionPrompt(ctx.input);
  // A stage's output is a row in the database, so the document is not saved: an attempt that needs it
  // again reads it again, which takes a fraction of a second.
  const document = once(() => readInput(ctx));
  const model = once(() => chooseModel(ctx, askedModel(ctx.input.geminiModel)));

  await ctx.stage('document_reading', async (stage) => {
    const { kind, pageCount, text } = await document();
    stage.progress(1, pageCount === null ? 'Read the document' : `Read ${count(pageCount, 'page')}`);
    return { kind, pageCount, characters: text.length };
  });

  const draft = await ctx.stage('rubric_extraction', async (stage) =>
    writeRubric(ctx, stage, await model(), await document(), prompt, 'extraction'),
  );

  const checked = await ctx.stage('points_check', async (stage) => {
    const problems = pointProblems(draft, totalPoints);
    if (problems.length === 0) return draft;
    ctx.log('warn', 'The points do not add up; the model is asked once more.', { problems });
    stage.progress(0, 'Correcting the points');
    const again = repairPrompt(prompt, draft, problems);
    const repaired = await writeRubric(ctx, stage, await model(), await document(), again, 'repair');
    const left = pointProblems(repaired, totalPoints);
    if (left.length === 0) return repaired;
    throw new TaskError(
      'points_mismatch',
      `The points still do not add up after a correction. ${left.join(' ')}`,
      {
        retryable: true,
      },
    );
  });

  ctx.partial({ rubric: checked });
  return {
    rubric: checked,
    rubricText: rubricMarkdown(checked),
    totalPoints: checked.totalPoints,
    categoryCount: checked.categories.length,
  };
});

/** One model call that writes the whole rubric, shown as it is written. */
async function writeRubric(
  ctx: Context,
  stage: StageHandle,
  choice: ModelChoice,
  document: ReadDocument,
  prompt: string,
  purpose: string,
): Promise<Rubric> {
  const { totalPoints } = ctx.input;
  const expected = expectedCharacters(document);
  let message: string | undefined;
  const written = await streamObject(ctx, {
    choice,
    // A total that the user has fixed is part of the schema, so that no other can be written.
    schema: totalPoints === undefined ? rubric : rubric.extend({ totalPoints: z.literal(totalPoints) }),
    system,
    prompt,
    document,
    purpose,
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

function askedModel(modelId: string | undefined) {
  return modelId === undefined ? undefined : { provider: 'google' as const, modelId };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
