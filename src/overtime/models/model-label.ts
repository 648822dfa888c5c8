import type { ModelName } from './model-choice.ts';

/** How messages name a model, in mid-sentence. */
export function modelLabel({ provider, modelId }: ModelName): string {
  return provider === 'sample' ? 'the sample provider' : modelId;
}

/** The same at the start of a sentence; a model's own name keeps its case. */
export function atStart(label: string): string {
  return label.replace(/^the /, 'The ');
}
