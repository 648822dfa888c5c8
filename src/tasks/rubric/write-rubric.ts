import { z } from 'zod';
import {
  type AskedModel,
  type PromptDocument,
  streamObject,
  writtenFraction,
} from '../../overtime/models.ts';
import type { AttemptContext, StageHandle } from '../../overtime/index.ts';
import { draftMessage } from './draft-progress.ts';
import { pointProblems } from './point-problems.ts';
import { rubric, rubricDraft, type Rubric, type RubricDraft } from './rubric-contract.ts';

interface RubricRequest {
  readonly asked: AskedModel | undefined;
  readonly system: string;
  readonly prompt: string;
  readonly document?: PromptDocument;
  /** What is answered where no model is set up. */
  readonly sample: () => Rubric;
  readonly purpose: string;
  /** What the points have to add up to; the model decides where it is absent. */
  readonly totalPoints: number | undefined;
  /** How long the answer will be, for the progress. */
  readonly expectedCharacters: number;
  /** Gets the rubric as far as it is written. */
  readonly show: (draft: RubricDraft) => void;
}

/**
 * Has the model write a whole rubric, shown as it is written, and mend it once when its points do not add
 * up. Throws as streamObject does.
 */
export async function writeRubric(
  ctx: AttemptContext,
  stage: StageHandle,
  { totalPoints, expectedCharacters, show, ...call }: RubricRequest,
): Promise<Rubric> {
  let message: string | undefined;
  const written = await streamObject(ctx, {
    ...call,
    // A total that the user has fixed is part of the schema, so that no other can be written.
    schema: totalPoints === undefined ? rubric : rubric.extend({ totalPoints: z.literal(totalPoints) }),
    check: (draft) => pointProblems(draft, totalPoints),
    onCharacters: (characters) => stage.progress(writtenFraction(characters, expectedCharacters), message),
    onPartial: (value) => {
      const draft = rubricDraft.safeParse(value);
      if (!draft.success) return;
      message = draftMessage(draft.data) ?? message;
      show(draft.data);
    },
  });
  stage.progress(1, draftMessage(written));
  return written;
}
