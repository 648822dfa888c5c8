/** Prices in US dollars per million tokens. */
interface Price {
  readonly input: number;
  /** Input read from the provider's cache. */
  readonly cachedInput: number;
  readonly output: number;
}

interface ModelPrice extends Price {
  /** Prompts above this many tokens cost more, all tokens of the call included. */
  readonly long?: Price & { readonly aboveInputTokens: number };
  /** Another price from this time on, where one has been announced. */
  readonly later?: Price & { readonly from: string };
}

/**
 * Standard rates, checked on 22 November 2026: Google's and OpenAI's against @pydantic/genai-prices
 * 0.1.8 (https://github.com/pydantic/genai-prices), Anthropic's against
 * https://platform.claude.com/docs/en/models/haiku-5-5/overview, which also lists Sonnet 5.5. The
 * rate for cached input of Sonnet 5.5 is the one in force since 7 October 2026.
 */
const prices: Readonly<Record<string, ModelPrice>> = {
  'gemini-3.8-flash': {
    input: 0.75,
    cachedInput: 0.075,
    output: 3.75,
    later: { from: '2027-01-01T00:00:00Z', input: 1.5, cachedInput: 0.15, output: 7.5 },
  },
  'gemini-2.5-flash': { input: 0.3, cachedInput: 0.03, output: 2.5 },
  'gemini-2.5-pro': {
    input: 1.25,
    cachedInput: 0.125,
    output: 10,
    long: { aboveInputTokens: 200_000, input: 2.5, cachedInput: 0.25, output: 15 },
  },
  'gpt-6-luna': {
    input: 0.1,
    cachedInput: 0.01,
    output: 0.5,
    long: { aboveInputTokens: 272_000, input: 0.2, cachedInput: 0.02, output: 0.75 },
  },
  'claude-haiku-5-5': {
    input: 0.1,
    cachedInput: 0.01,
    output: 0.5,
    long: { aboveInputTokens: 100_000, input: 0.5, cachedInput: 0.05, output: 2.5 },
  },
  'claude-sonnet-5-5': { input: 2, cachedInput: 0.1, output: 10 },
};

export interface PricedTokens {
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  /** Of a text that was spoken. */
  readonly characters: number;
}

/**
 * What a call cost in US dollars, at the rate of its time (milliseconds since the epoch). Null for a
 * model whose price is not known: unknown is not free. The demo model costs nothing.
 */
export function costUsd(provider: string, modelId: string, tokens: PricedTokens, at: number): number | null {
  if (provider === 'demo') return 0;
  // A local or third-party endpoint may serve a model of the same name at a price of its own.
  const known = provider === 'openai-compatible' ? undefined : prices[modelId];
  if (known === undefined) return null;
  const { long, later } = known;
  const price =
    later !== undefined && at >= Date.parse(later.from)
      ? later
      : long !== undefined && tokens.inputTokens > long.aboveInputTokens
        ? long
        : known;
  const fresh = tokens.inputTokens - tokens.cachedInputTokens;
  const cost =
    fresh * price.input + tokens.cachedInputTokens * price.cachedInput + tokens.outputTokens * price.output;
  return cost / 1_000_000;
}
