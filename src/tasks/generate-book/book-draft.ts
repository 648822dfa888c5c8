import type { PartialOf } from '../../overtime/index.ts';
import type { generateBook } from './contract.ts';

type Draft = PartialOf<typeof generateBook>;

/**
 * The book as far as it is written, shown after each change. Scenes are written side by side, and what
 * is shown is always all of them.
 */
export function bookDraft(sceneCount: number, show: (draft: Draft) => void) {
  let draft: Draft = { scenes: Array.from({ length: sceneCount }, (_, index) => ({ number: index + 1 })) };
  return {
    add(part: Omit<Draft, 'scenes'>): void {
      draft = { ...draft, ...part };
      show(draft);
    },
    addToScene(index: number, part: Omit<Draft['scenes'][number], 'number'>): void {
      draft = {
        ...draft,
        scenes: draft.scenes.map((scene, each) => (each === index ? { ...scene, ...part } : scene)),
      };
      show(draft);
    },
  };
}

/** What can be shown of a scene that a model is in the middle of writing. */
export function sceneSoFar(written: unknown): Pick<Draft['scenes'][number], 'title' | 'text'> {
  if (typeof written !== 'object' || written === null) return {};
  const { title, text } = written as Record<string, unknown>;
  return {
    ...(typeof title === 'string' && { title }),
    ...(typeof text === 'string' && { text }),
  };
}
