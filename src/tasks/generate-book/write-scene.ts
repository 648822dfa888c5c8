import { streamObject, writtenFraction } from '../../overtime/models.ts';
import type { StageHandle, TaskContext } from '../../overtime/index.ts';
import { charactersPerWord } from '../prose/words.ts';
import { sceneSoFar } from './book-draft.ts';
import type { Character, Consistency, generateBook, Scene } from './contract.ts';
import { type ScenePlan, searchScene, writtenScene } from './plan.ts';
import { reviewPrompt, rewritePrompt, scenePrompt, system } from './prompt.ts';
import { readingAge } from './reading-age.ts';
import { sampleReview, sampleScene } from './sample.ts';
import { sceneProblems, sceneReview } from './scene-check.ts';

/** Characters of JSON for the title and for what the picture shows. */
const otherCharacters = 400;

/** Writes the scenes of a book, each on its own, and checks them against each other. */
export function sceneWriter(
  ctx: TaskContext<typeof generateBook>,
  character: Character,
  plans: readonly ScenePlan[],
  timeoutSeconds: number,
) {
  const { input } = ctx;
  const isSearch = input.job_type === 'interactive_search';
  const expected = readingAge(input.age_group).mostWords * charactersPerWord + otherCharacters;

  async function writeScene(
    index: number,
    prompt: string,
    purpose: string,
    stage: StageHandle,
    show?: (part: ReturnType<typeof sceneSoFar>) => void,
  ): Promise<Scene> {
    const written = await streamObject(ctx, {
      schema: isSearch ? searchScene : writtenScene,
      system,
      prompt,
      purpose,
      sample: () => sampleScene(input, index),
      timeoutSeconds,
      onCharacters: (count) => stage.progress(writtenFraction(count, expected)),
      onPartial: (value) => show?.(sceneSoFar(value)),
    });
    stage.progress(1, `Wrote scene ${index + 1}: ${written.title}`);
    return { number: index + 1, find: [], ...written };
  }

  async function problemsOf(scene: Scene, earlier: readonly Scene[]): Promise<string[]> {
    const review = await streamObject(ctx, {
      schema: sceneReview,
      system,
      prompt: reviewPrompt(character, earlier, scene),
      purpose: 'consistency',
      sample: () => sampleReview,
      timeoutSeconds,
    });
    return sceneProblems(scene, character, review);
  }

  return {
    write(
      index: number,
      stage: StageHandle,
      show: (part: ReturnType<typeof sceneSoFar>) => void,
    ): Promise<Scene> {
      return writeScene(index, scenePrompt(input, character, plans, index), 'scene', stage, show);
    },

    /** Has a scene that does not fit written once more. One that still does not is kept, with its problems. */
    async check(
      scene: Scene,
      earlier: readonly Scene[],
      stage: StageHandle,
    ): Promise<{ scene: Scene; consistency: Consistency }> {
      const problems = await problemsOf(scene, earlier);
      if (problems.length === 0) {
        return { scene, consistency: { consistent: true, rewritten: false, problems: [] } };
      }
      ctx.log('warn', `Scene ${scene.number} does not fit the book and is written again.`, {
        problems: problems.length,
      });
      const index = scene.number - 1;
      const prompt = rewritePrompt(scenePrompt(input, character, plans, index), scene, problems);
      const again = await writeScene(index, prompt, 'rewrite', stage);
      const left = await problemsOf(again, earlier);
      return {
        scene: again,
        consistency: { consistent: left.length === 0, rewritten: true, problems: left },
      };
    },
  };
}
