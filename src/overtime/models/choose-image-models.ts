import type { AttemptContext } from '../task.ts';
import { providersInTurn, variable } from './configuration.ts';
import type { ImageChoice } from './model-choice.ts';
import type { PictureSize } from './providers/provider.ts';

/**
 * The models that may draw, in the order of the task's policy; empty where there is none. Where samples answer, they
 * draw too.
 *
 * Read from the environment: `IMAGE_PROVIDER` (`google`, `openai` or `sample`, this one alone), else
 * `LLM_PROVIDER` in the same way; the providers' keys and base URLs; `GEMINI_IMAGE_MODEL` and
 * `OPENAI_IMAGE_MODEL`.
 *
 * @throws OvertimeError `model_not_configured` when the provider that is fixed cannot be used
 */
export function chooseImageModels(ctx: AttemptContext, size: PictureSize): readonly ImageChoice[] {
  const { env, clock } = ctx;
  const inTurn = providersInTurn(ctx, [
    { variable: 'IMAGE_PROVIDER', ability: 'images' },
    { variable: 'LLM_PROVIDER', ability: 'language' },
  ]);
  return inTurn.flatMap(({ name, images }) => {
    if (images === undefined) return [];
    const modelId = variable(env, images.modelVariable) ?? images.defaultModel;
    return {
      provider: name,
      modelId,
      size: images.sizes[size],
      open: (sample) => images.open(modelId, { env, clock, sample }),
    } satisfies ImageChoice;
  });
}
