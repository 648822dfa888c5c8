import { expect, test } from 'vitest';
import { costUsd } from '../../src/llm/prices.ts';

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

test('an unknown model costs null, not nothing, and the demo model costs nothing', () => {
  expect(costUsd('openai', 'gpt-99', tokens100k, november)).toBeNull();
  expect(costUsd('openai-compatible', 'gpt-6-luna', tokens100k, november)).toBeNull();
  expect(costUsd('demo', 'demo', tokens100k, november)).toBe(0);
});
