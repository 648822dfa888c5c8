import type { LanguageModel } from 'ai';

/** In the order in which they are tried. */
export const providers = ['google', 'openai', 'anthropic', 'openai-compatible'] as const;
export type Provider = (typeof providers)[number];

/** A model to call, and what the caller must know of it. */
export interface ModelChoice {
  readonly provider: Provider | 'demo';
  readonly modelId: string;
  /** An instance, never a bare name: a name would be sent to a gateway with another account. */
  readonly model: Exclude<LanguageModel, string>;
  /** Whether a PDF can be sent as it is; otherwise its text is. */
  readonly readsPdf: boolean;
}
