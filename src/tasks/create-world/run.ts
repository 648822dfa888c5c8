import { streamObject, streamProse } from '../../overtime/models.ts';
import { defineTask } from '../../overtime/index.ts';
import { callSeconds } from '../lore/generate-lore.ts';
import { charactersPerWord, countWords } from '../prose/words.ts';
import { createWorld } from './contract.ts';
import { outline, outlineProblems } from './outline.ts';
import { chapterPrompt, chapterSystem, chapterWords, outlinePrompt, outlineSystem } from './prompt.ts';
import { chapterSample, outlineSample } from './sample.ts';

/** A chapter that is shorter is none. */
const fewestWords = 100;

/**
 * Plans a story out of the chosen lore and writes it, chapter after chapter. The world itself is a row that
 * the completing transaction writes (supabase/schemas/app/62_worlds.sql).
 */
export const createWorldTask = defineTask(createWorld, async (ctx) => {
  const { input } = ctx;
  const plan = await ctx.stage('outline', async (stage) => {
    stage.progress(0, 'Planning the story');
    const planned = await streamObject(ctx, {
      schema: outline,
      system: outlineSystem,
      prompt: outlinePrompt(input),
      purpose: 'outline',
      sample: () => outlineSample(input),
      timeoutSeconds: callSeconds,
      check: (value) => outlineProblems(value, input.lore),
      onCharacters: (count) => stage.progress(Math.min(0.95, count / 2500)),
    });
    return { ...planned, title: input.title ?? planned.title };
  });
  const { title, premise, chapters } = plan;

  const texts: string[] = [];
  const story = () =>
    texts.map((text, index) => `## ${chapters[index]?.heading ?? ''}\n\n${text.trim()}`).join('\n\n');
  const show = () => ctx.partial({ title, premise, story: story() });

  await ctx.stageItems(
    'story',
    chapters,
    1,
    async (chapter, stage, index) => {
      const before = [...texts];
      stage.progress(0, `Writing chapter ${index + 1} of ${chapters.length}: ${chapter.heading}`);
      const text = await streamProse(ctx, {
        system: chapterSystem,
        prompt: chapterPrompt(input, plan, chapter, before),
        purpose: 'chapter',
        sample: () => chapterSample(input, chapter, index + 1),
        timeoutSeconds: callSeconds,
        check: lengthProblems,
        onText: (soFar) => {
          texts[index] = soFar;
          stage.progress(Math.min(0.95, soFar.length / (chapterWords * charactersPerWord)));
          show();
        },
      });
      return { text };
    },
    ({ text }, index) => {
      texts[index] = text;
      show();
    },
  );

  return { worldId: ctx.jobId, title, premise, story: story(), wordCount: countWords(story()) };
});

function lengthProblems(text: string): string[] {
  const words = countWords(text);
  return words >= fewestWords ? [] : [`The chapter has ${words} words: write about ${chapterWords}.`];
}
