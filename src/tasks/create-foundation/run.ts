import { counted, defineTask, type PartialOf, type StageHandle } from '../../overtime/index.ts';
import { streamItems, streamObject, writtenFraction } from '../../overtime/models.ts';
import { cast, type NumberedChapter, outline, plannedChapter, styleGuide } from '../book/book-contract.ts';
import { createFoundation, lengths } from './contract.ts';
import { castPrompt, outlinePrompt, planPrompt, stylePrompt, system } from './prompt.ts';
import { castSample, outlineSample, planSample, styleSample } from './sample.ts';

/** Longest time for one model call, in seconds; the plan of sixty chapters takes the longest. */
const callSeconds = 300;
/** What each part usually takes, in characters of JSON; of the plan, one chapter. */
const usualCharacters = { outline: 2000, characters: 2000, style: 900, chapter: 400 };

/**
 * Lays the foundation of a book in four stages, each built on the ones before. The book itself is rows that
 * the completing transaction writes (supabase/schemas/app/64_chapters.sql).
 */
export const createFoundationTask = defineTask(createFoundation, async (ctx) => {
  const { input } = ctx;
  const { chapters: count, wordsPerChapter } =
    typeof input.length === 'string' ? lengths[input.length] : input.length;
  let shown: PartialOf<typeof createFoundation> = {};
  const show = (part: typeof shown) => {
    shown = { ...shown, ...part };
    ctx.partial(shown);
  };
  const asked = (purpose: string, stage: StageHandle, characters: number) => ({
    system,
    purpose,
    timeoutSeconds: callSeconds,
    onCharacters: (written: number) => stage.progress(writtenFraction(written, characters)),
  });

  const story = await ctx.stage('outline', async (stage) => {
    const planned = await streamObject(ctx, {
      ...asked('outline', stage, usualCharacters.outline),
      schema: outline,
      prompt: outlinePrompt(input, count),
      sample: () => outlineSample(input),
    });
    return { ...planned, title: input.title ?? planned.title };
  });
  show(story);
  ctx.log('info', `The story has ${counted(story.outline.length, 'part')}.`);

  const people = await ctx.stage('characters', (stage) =>
    streamObject(ctx, {
      ...asked('characters', stage, usualCharacters.characters),
      schema: cast,
      prompt: castPrompt(input, story),
      sample: () => castSample(input),
      check: ({ characters }) => twice(characters.map(({ name }) => name)).map((name) => `Two are ${name}.`),
    }),
  );
  show(people);
  ctx.log('info', `It has ${counted(people.characters.length, 'character')}.`);

  const style = await ctx.stage('style_guide', (stage) =>
    streamObject(ctx, {
      ...asked('style guide', stage, usualCharacters.style),
      schema: styleGuide,
      prompt: stylePrompt(input, story, people),
      sample: () => styleSample,
    }),
  );
  show({ styleGuide: style });

  const chapters = await ctx.stageStream<NumberedChapter>(
    'chapter_plan',
    count,
    async (earlier, save, stage) => {
      const planned = [...earlier];
      await streamItems(ctx, {
        // Characters are counted over the whole call, and a stage's progress is that of one item.
        ...asked('chapter plan', stage, usualCharacters.chapter * (count - earlier.length)),
        element: plannedChapter,
        count: count - earlier.length,
        prompt: planPrompt(input, story, people, style, count, earlier),
        sample: () => planSample(input, earlier.length, count),
        check: ({ title }, before) =>
          twice([...earlier, ...before, { title }].map((chapter) => chapter.title)).map(
            (name) => `Two chapters are called ${name}.`,
          ),
        onItem: (chapter) => {
          const numbered = { ...chapter, number: planned.length + 1 };
          planned.push(numbered);
          save(numbered);
          show({ chapters: [...planned] });
          stage.progress(0, `Planned ${planned.length} of ${counted(count, 'chapter')}`);
        },
      });
    },
  );
  show({ chapters });
  ctx.log('info', `Planned ${counted(count, 'chapter')} of about ${counted(wordsPerChapter, 'word')}.`);

  return {
    bookId: ctx.jobId,
    genre: input.genre,
    wordsPerChapter,
    ...story,
    ...people,
    styleGuide: style,
    chapters,
  };
});

/** What occurs more than once, whatever its case. */
function twice(names: readonly string[]): string[] {
  const plain = names.map((name) => name.trim().toLowerCase());
  return [...new Set(names.filter((_, index) => plain.indexOf(plain[index] ?? '') !== index))];
}
