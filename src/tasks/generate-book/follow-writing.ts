import type { StageHandle } from '../../task.ts';

/** Characters of JSON for one picture, whose motifs are short and many. */
export const pictureCharacters = 800;

/** Turns the characters that have come into the progress of a stage. It is not done before it is saved. */
export function followWriting(stage: StageHandle, expectedCharacters: number): (count: number) => void {
  return (count) => stage.progress(Math.min(0.95, count / expectedCharacters));
}
