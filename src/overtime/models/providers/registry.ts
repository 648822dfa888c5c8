import type { Provider } from '../../contract.ts';
import { anthropic } from './anthropic.ts';
import { google } from './google.ts';
import { openai } from './openai.ts';
import { openaiCompatible } from './openai-compatible.ts';
import type { ModelProvider } from './provider.ts';
import { sample } from './sample.ts';

/** A provider of models, or the samples that answer where none is configured. */
export type ProviderName = Provider | 'sample';

/** All providers by name. `contract.ts` has the names too, since a browser loads it without these files. */
export const registry: Record<ProviderName, ModelProvider> = {
  google,
  openai,
  anthropic,
  'openai-compatible': openaiCompatible,
  sample,
};
