import type { Provider } from '../../contract.ts';
import { anthropic } from './anthropic.ts';
import { google } from './google.ts';
import { openai } from './openai.ts';
import { openaiCompatible } from './openai-compatible.ts';
import type { ModelProvider } from './provider.ts';
import { sample } from './sample.ts';

/** A provider of models, or the samples that answer where none is set up. */
export type ProviderName = Provider | 'sample';

/** All providers by name. The names stand in `contract.ts` too, which a browser loads without any of this. */
export const registry: Record<ProviderName, ModelProvider> = {
  google,
  openai,
  anthropic,
  'openai-compatible': openaiCompatible,
  sample,
};
