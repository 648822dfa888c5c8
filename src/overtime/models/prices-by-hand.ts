import type { PriceTable } from './price.ts';

/**
 * What the maintained table lacks, at standard rates. Prices of characters for models that are billed by
 * tokens are estimates, for calls whose tokens nobody counted: English is spoken at 15 characters a second,
 * Gemini makes 25 tokens of a second, and OpenAI gives $0.015 for a minute.
 */
export const pricesByHand: PriceTable = {
  // https://platform.claude.com/docs/en/models/haiku-5-5/overview, read on 22 November 2026.
  'claude-haiku-5-5': {
    input: 0.1,
    cachedInput: 0.01,
    output: 0.5,
    long: { aboveInputTokens: 100_000, input: 0.5, cachedInput: 0.05, output: 2.5 },
  },
  // The same page; the rate for cached input is the one in force since 7 October 2026.
  'claude-sonnet-5-5': { input: 2, cachedInput: 0.1, output: 10 },

  // https://github.com/BerriAI/litellm/discussions/42776, read on 22 November 2026.
  'gemini-3.8-flash-tts': {
    input: 0.5,
    cachedInput: 0.5,
    output: 9,
    characters: 15.1,
    later: { from: '2027-01-01', input: 1, cachedInput: 1, output: 18, characters: 30.2 },
  },
  'gemini-3.8-flash-lite-tts': {
    input: 0.5,
    cachedInput: 0.5,
    output: 6,
    characters: 10.1,
    later: { from: '2027-01-01', input: 1, cachedInput: 1, output: 12, characters: 20.2 },
  },

  // https://developers.openai.com/api/docs/models/tts-1, /tts-1-hd and /gpt-4o-mini-tts, read on 22 November
  // 2026: the first two are billed by characters, the third by tokens.
  'tts-1': { input: 0, cachedInput: 0, output: 0, characters: 15 },
  'tts-1-hd': { input: 0, cachedInput: 0, output: 0, characters: 30 },
  'gpt-4o-mini-tts': { input: 0.6, cachedInput: 0.6, output: 12, characters: 16.8 },

  // https://github.com/BerriAI/litellm/discussions/44983, read on 30 November 2026. Text that the model thinks
  // costs a quarter of a picture's tokens and is not counted apart: the cost is an upper bound.
  'gemini-nano-banana-2.1': { input: 1.5, cachedInput: 1.5, output: 30 },
  // @pydantic/genai-prices, which `npm run prices` does not take models that draw from. A picture that is sent
  // costs more than text and is not counted apart: its rate stands here.
  'gpt-image-2': { input: 8, cachedInput: 2, output: 30 },
  'gpt-image-1-mini': { input: 2.5, cachedInput: 0.25, output: 8 },
};
