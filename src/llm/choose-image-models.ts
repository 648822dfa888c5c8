import { type Provider, providers } from '../contract.ts';
import type { AttemptContext } from '../task.ts';
import { fixedProvider, isConfigured, variable } from './configuration.ts';
import type { ImageChoice } from './model-choice.ts';
import { openImageModel } from './open-model.ts';

/** How a picture is to lie: 3 to 2, 2 to 3, or 1 to 1, about a megapixel each. */
export type PictureSize = 'landscape' | 'portrait' | 'square';

interface ImageFacts {
  readonly modelVariable: string;
  readonly defaultModel: string;
  /** The size in the provider's own words. */
  readonly sizes: Readonly<Record<PictureSize, ImageChoice['size']>>;
}

type Artist = Extract<Provider, 'google' | 'openai'>;

const facts: Readonly<Record<Artist, ImageFacts>> = {
  google: {
    modelVariable: 'GEMINI_IMAGE_MODEL',
    defaultModel: 'gemini-nano-banana-2.1',
    sizes: {
      landscape: { aspectRatio: '3:2' },
      portrait: { aspectRatio: '2:3' },
      square: { aspectRatio: '1:1' },
    },
  },
  openai: {
    modelVariable: 'OPENAI_IMAGE_MODEL',
    defaultModel: 'gpt-image-2',
    sizes: {
      landscape: { size: '1536x1024' },
      portrait: { size: '1024x1536' },
      square: { size: '1024x1024' },
    },
  },
};

const artists = Object.keys(facts) as readonly Artist[];

/**
 * The models that may draw, in the order of the task's policy; empty where there is none.
 *
 * Read from the environment: `IMAGE_PROVIDER` (`google` or `openai`, this one alone), else `LLM_PROVIDER` in
 * the same way; the providers' keys and base URLs; `GEMINI_IMAGE_MODEL` and `OPENAI_IMAGE_MODEL`.
 *
 * @throws OvertimeError `model_not_configured` when the provider that is fixed cannot be used
 */
export function chooseImageModels(ctx: AttemptContext, size: PictureSize): readonly ImageChoice[] {
  const fixed =
    fixedProvider(ctx, 'IMAGE_PROVIDER', artists) ?? fixedProvider(ctx, 'LLM_PROVIDER', providers);
  const candidates =
    fixed === undefined ? ctx.providers.filter((name) => isConfigured(ctx.env, name)) : [fixed];
  return artists
    .filter((name) => candidates.includes(name))
    .toSorted((a, b) => candidates.indexOf(a) - candidates.indexOf(b))
    .map((name) => imageChoice(name, size, ctx.env));
}

function imageChoice(provider: Artist, size: PictureSize, env: AttemptContext['env']): ImageChoice {
  const { modelVariable, defaultModel, sizes } = facts[provider];
  const modelId = variable(env, modelVariable) ?? defaultModel;
  return { provider, modelId, size: sizes[size], open: () => openImageModel(provider, modelId, env) };
}
