import { leftOutSentence } from '../../documents/left-out.ts';
import { mustBeSeen, type ReadDocument, readDocument } from '../../documents/read-document.ts';
import { counted, defineTask, OvertimeError, type TaskContext } from '../../overtime/index.ts';
import { canReadPdf } from '../../overtime/models.ts';
import { expectedCharacters } from '../rubric/draft-progress.ts';
import { withExactTotal } from '../rubric/point-problems.ts';
import { asWritten } from '../rubric/rubric-markdown.ts';
import { sampleRubric } from '../rubric/sample.ts';
import { writeRubric } from '../rubric/write-rubric.ts';
import { extractRubric } from './contract.ts';
import { extractionPrompt, system } from './prompt.ts';

/** How long a rubric usually is, in characters: for a document whose text is not known. */
const usualRubric = 4000;

type Context = TaskContext<typeof extractRubric>;

/** Reads a document, extracts the rubric in it, and sees to it that the points add up. */
export const extractRubricTask = defineTask(extractRubric, async (ctx) => {
  // A stage's output is a row in the database, so the document is not saved: an attempt that needs it
  // again reads it again, which takes a fraction of a second.
  const document = once(() => readInput(ctx));

  const { notRead } = await ctx.stage('document_reading', async (stage) => {
    const { kind, pageCount, text, leftOut } = await document();
    // A model that gets the PDF itself reads what its text lacks.
    const missing = kind === 'pdf' && canReadPdf(ctx) ? null : leftOutSentence(leftOut);
    if (missing !== null) ctx.log('warn', missing);
    const said = pageCount === null ? 'Read the document' : `Read ${counted(pageCount, 'page')}`;
    stage.progress(1, missing === null ? said : `${said}. ${missing}`);
    return { kind, pageCount, characters: text.length, notRead: missing };
  });

  const written = await ctx.stage('rubric_extraction', async (stage) => {
    const { totalPoints, geminiModel } = ctx.input;
    const read = await document();
    return writeRubric(ctx, stage, {
      asked: geminiModel === undefined ? undefined : { provider: 'google', modelId: geminiModel },
      system,
      prompt: extractionPrompt(ctx.input),
      // Pages without text are on no model that reads only the others.
      document: mustBeSeen(read) ? { ...read, text: '' } : read,
      purpose: 'extraction',
      sample: () => sampleRubric(read.text, totalPoints),
      totalPoints,
      expectedCharacters: mustBeSeen(read) ? usualRubric : expectedCharacters(read),
      show: (rubric) => ctx.partial({ rubric }),
    });
  });

  // The model has corrected its sums if it had to; what may be left is a rounding in the last decimal.
  const checked = await ctx.stage('points_check', async (stage) => {
    const settled = withExactTotal(written);
    stage.progress(1, `The points add up to ${settled.totalPoints}`);
    return settled;
  });

  ctx.partial({ rubric: checked });
  return { ...asWritten(checked), ...(notRead ? { notRead } : {}) };
});

async function readInput(ctx: Context): Promise<ReadDocument> {
  const { filePath, fileName } = ctx.input;
  const kinds = extractRubric.policy.file?.kinds ?? [];
  if (filePath === undefined) {
    throw new OvertimeError('file_not_found', 'The job has no file: send one with filePath.');
  }
  return readDocument(await ctx.readFile(filePath), {
    fileName,
    kinds,
    canLook: canReadPdf(ctx),
    signal: ctx.signal,
  });
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
