import { z } from 'zod';
import type { Character, Scene } from './contract.ts';

/** What the model says of a scene that it compares with the character sheet and the scenes before. */
export const sceneReview = z.object({
  consistent: z
    .boolean()
    .describe('True when nothing in the scene contradicts the sheet or the story so far'),
  problems: z
    .array(z.string().max(300))
    .max(5)
    .describe(
      'When it is not consistent: what to change, one precise sentence each; otherwise an empty list',
    ),
});
export type SceneReview = z.output<typeof sceneReview>;

/** What to change in a scene, empty when it can stay. What can be seen without a model is looked at first. */
export function sceneProblems(
  scene: Pick<Scene, 'text'>,
  { name }: Pick<Character, 'name'>,
  review: SceneReview,
): string[] {
  const text = scene.text.toLowerCase();
  const named = name
    .toLowerCase()
    .split(/\s+/)
    .some((word) => text.includes(word));
  return [
    ...(named ? [] : [`The text never names ${name}, whom the book is about.`]),
    ...(review.consistent ? [] : reasons(review)),
  ];
}

function reasons({ problems }: SceneReview): string[] {
  return problems.length > 0 ? problems : ['It does not fit the character sheet or the story so far.'];
}
