import { calcPrice } from '@pydantic/genai-prices';
import { expect, test } from 'vitest';
import { maintainedPrices } from '../../../src/overtime/models/maintained-prices.ts';
import { priceTable, pricesWrittenOn } from '../../../src/overtime/models/price-table.ts';
import { pricesByHand } from '../../../src/overtime/models/prices-by-hand.ts';
import { costUsd } from '../../../src/overtime/models/prices.ts';

const november = Date.parse('2026-11-22T00:00:00Z');
const tokens100k = { inputTokens: 100_000, cachedInputTokens: 0, outputTokens: 100_000, characters: 0 };

test('input, cached input and output have prices of their own', () => {
  const tokens = { inputTokens: 1_000, cachedInputTokens: 400, outputTokens: 200, characters: 0 };
  const expected = (600 * 0.75 + 400 * 0.075 + 200 * 3.75) / 1_000_000;
  expect(costUsd('google', 'gemini-3.8-flash', tokens, november)).toBeCloseTo(expected, 12);
});

test('a long prompt costs its higher rate on every token', () => {
  const long = { ...tokens100k, inputTokens: 100_001 };
  expect(costUsd('anthropic', 'claude-haiku-5-5', tokens100k, november)).toBeCloseTo(0.06, 9);
  expect(costUsd('anthropic', 'claude-haiku-5-5', long, november)).toBeCloseTo(0.3000005, 9);
});

test('an announced price holds from its day on', () => {
  const before = costUsd('google', 'gemini-3.8-flash', tokens100k, Date.parse('2026-12-31T23:59:59Z'));
  const after = costUsd('google', 'gemini-3.8-flash', tokens100k, Date.parse('2027-01-01T00:00:00Z'));
  expect(after).toBeCloseTo(2 * Number(before), 9);
});

test('an unknown model costs null, not nothing, and samples cost nothing', () => {
  expect(costUsd('openai', 'gpt-99', tokens100k, november)).toBeNull();
  expect(costUsd('openai-compatible', 'gpt-6-luna', tokens100k, november)).toBeNull();
  expect(costUsd('sample', 'sample', tokens100k, november)).toBe(0);
});

test('a version that is pinned by its date costs what the model costs', () => {
  const cost = (model: string) => costUsd('openai', model, tokens100k, november);
  expect(cost('gpt-6-luna-2026-09-01')).toBe(cost('gpt-6-luna'));
  expect(costUsd('anthropic', 'claude-haiku-4-5-20251001', tokens100k, november)).toBeCloseTo(0.6, 9);
});

test('the stored table is what the installed package says', () => {
  expect(maintainedPrices(pricesWrittenOn)).toEqual(priceTable);
});

test.each([
  ['google', 'gemini-3.8-flash'],
  ['google', 'gemini-2.5-pro'],
  ['openai', 'gpt-6-luna'],
  ['openai', 'gpt-5.6-sol'],
  ['anthropic', 'claude-opus-5-5'],
])("a call of %s's %s costs what the package calculates, short and long", (provider, model) => {
  for (const inputTokens of [1_000, 500_000]) {
    const billed = { inputTokens, cachedInputTokens: 400, outputTokens: 300, characters: 0 };
    const theirs = calcPrice(
      { input_tokens: inputTokens, cache_read_tokens: 400, output_tokens: 300 },
      model,
      {
        providerId: provider,
        timestamp: new Date(november),
      },
    );
    expect(costUsd(provider, model, billed, november)).toBeCloseTo(theirs?.total_price ?? NaN, 9);
  }
});

test('what is priced by hand is what the package does not know', () => {
  expect(Object.keys(pricesByHand).filter((model) => model in priceTable)).toEqual([]);
});

test('speech is billed by the tokens that were counted, else by its characters', () => {
  const spoken = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, characters: 2_000 };
  expect(costUsd('openai', 'tts-1', spoken, november)).toBeCloseTo(0.03, 9);
  const counted = { ...spoken, inputTokens: 500, outputTokens: 3_000 };
  const gemini = 'gemini-3.8-flash-tts';
  expect(costUsd('google', gemini, counted, november)).toBeCloseTo((500 * 0.5 + 3_000 * 9) / 1e6, 9);
  expect(costUsd('google', gemini, spoken, november)).toBeCloseTo(0.0302, 9);
  expect(costUsd('google', gemini, spoken, Date.parse('2027-01-02'))).toBeCloseTo(0.0604, 9);
  expect(costUsd('openai', 'gpt-6-luna', spoken, november)).toBeNull();
});
