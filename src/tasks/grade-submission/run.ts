import { z } from 'zod';
import { leftOutSentence } from '../../documents/left-out.ts';
import { streamObject, streamProse, writtenFraction } from '../../overtime/models.ts';
import { counted, defineTask, type StageHandle, type TaskContext } from '../../overtime/index.ts';
import { hundredths } from '../rubric/point-problems.ts';
import type { Rubric } from '../rubric/rubric-contract.ts';
import { type Grade, grade, gradeSubmission } from './contract.ts';
import { gradeProblems, type Judgement } from './grade-check.ts';
import { feedbackPrompt, feedbackSystem, gradingPrompt, gradingSystem } from './prompt.ts';
import { feedbackSample, judgementSample } from './sample.ts';
import { readSubmission } from './submission-text.ts';

type Context = TaskContext<typeof gradeSubmission>;
type Category = Rubric['categories'][number];

/**
 * How many categories are graded at once. One call for each of them: a judgement is not coloured by the one
 * before it, is checked and mended by itself, and is not paid for again when another one fails.
 */
const categoriesAtOnce = 4;

/** How long a judgement and the feedback usually are, in characters. */
const usualJudgement = 700;
const usualFeedback = 800;

/** Grades a submission category by category, each with its quotes, and writes the feedback. */
export const gradeSubmissionTask = defineTask(gradeSubmission, async (ctx) => {
  const { rubric, instructions } = ctx.input;
  // Not saved with the stage: an attempt that needs it reads it again, which takes a fraction of a second.
  let text: Promise<string> | undefined;

  const read = await ctx.stage('submission_reading', async (stage) => {
    const submission = await readSubmission(ctx, stage);
    text = Promise.resolve(submission.text);
    const characters = submission.text.length;
    const notRead = leftOutSentence(submission.leftOut);
    if (notRead !== null) ctx.log('warn', notRead);
    stage.progress(
      1,
      [`Read ${counted(characters, 'character')}`, ...(notRead === null ? [] : [notRead])].join('. '),
    );
    // What a model has written down from pictures is paid for, and comes out differently each time.
    return { characters, notRead, transcription: submission.isTranscribed ? submission.text : null };
  });
  const submission = async () =>
    read.transcription ?? (await (text ??= readSubmission(ctx).then((again) => again.text)));

  const shown: (Grade | undefined)[] = [];
  const grades = await ctx.stageItems(
    'category_grading',
    rubric.categories,
    categoriesAtOnce,
    async (category, stage, index) => gradeCategory(ctx, stage, category, index, await submission()),
    (graded, index) => {
      shown[index] = graded;
      ctx.partial({ grades: shown.filter((each) => each !== undefined) });
    },
  );

  const feedback = await ctx.stage('feedback_writing', (stage) =>
    streamProse(ctx, {
      system: feedbackSystem,
      prompt: feedbackPrompt(grades, instructions),
      purpose: 'feedback',
      sample: () => feedbackSample(grades),
      onText: (soFar) => {
        stage.progress(writtenFraction(soFar.length, usualFeedback), 'Writing the feedback');
        ctx.partial({ grades, feedback: soFar });
      },
    }),
  );

  const totalPoints = hundredths(grades.reduce((sum, { points }) => sum + points, 0));
  return {
    grades,
    totalPoints,
    maxPoints: rubric.totalPoints,
    percentage: rubric.totalPoints === 0 ? 0 : hundredths((100 * totalPoints) / rubric.totalPoints),
    feedback,
    ...(read.notRead ? { notRead: read.notRead } : {}),
    submission: await submission(),
  };
});

async function gradeCategory(
  ctx: Context,
  stage: StageHandle,
  category: Category,
  index: number,
  submission: string,
): Promise<Grade> {
  const message = `Grading ${category.name}`;
  const { level, points, reasons, quotes } = await streamObject(ctx, {
    schema: judgementOf(category),
    system: gradingSystem,
    prompt: gradingPrompt(category, ctx.input.rubric.title, ctx.input.instructions, submission),
    purpose: 'grading',
    sample: () => judgementSample(category, index, submission),
    check: (judgement) => gradeProblems(judgement, category, submission),
    onCharacters: (characters) => stage.progress(writtenFraction(characters, usualJudgement), message),
  });
  stage.progress(1, `Graded ${category.name}`);
  return {
    category: category.name,
    level: level ?? null,
    points: hundredths(points),
    maxPoints: category.points,
    reasons: reasons.trim(),
    quotes: quotes.map((quote) => quote.trim()),
  };
}

/** In the order in which a judgement is made: evidence, reasons, verdict. */
function judgementOf({ points, levels }: Category): z.ZodType<Judgement> {
  const evidence = z.object({
    quotes: grade.shape.quotes.describe('Passages copied from the submission, word for word'),
    reasons: grade.shape.reasons.min(1).describe('What these passages show, in two to four sentences'),
  });
  const verdict = { points: z.number().min(0).max(points).describe('Points within the level') };
  return levels.length === 0
    ? evidence.extend(verdict)
    : evidence.extend({ level: z.enum(levels.map(({ name }) => name)), ...verdict });
}
