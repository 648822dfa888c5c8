import { type ConditionalPrice, findProvider, type ModelInfo } from '@pydantic/genai-prices';
import { mayBeAskedFor } from './choose-models.ts';
import type { ModelPrice, Price } from './price.ts';

/**
 * The prices of the models that a request may ask for, from @pydantic/genai-prices, as of `today` (such as 2026-11-22).
 * Prices that depend on the hour are left out.
 */
export function maintainedPrices(today: string): Record<string, ModelPrice> {
  const priced = (['google', 'openai', 'anthropic'] as const).flatMap((provider) =>
    (findProvider({ providerId: provider })?.models ?? [])
      .filter(({ id, deprecated }) => deprecated !== true && mayBeAskedFor(provider, id))
      .map((model): [string, ModelPrice | undefined] => [model.id, priceOf(model, today)]),
  );
  return Object.fromEntries(priced.filter((entry): entry is [string, ModelPrice] => entry[1] !== undefined));
}

function priceOf({ prices }: ModelInfo, today: string): ModelPrice | undefined {
  const dated = (Array.isArray(prices) ? prices : [{ prices }]).flatMap((entry) => {
    const from = startOf(entry);
    return from === undefined ? [] : [{ from, prices: entry.prices }];
  });
  const now = dated.findLast(({ from }) => from <= today)?.prices;
  const next = dated.find(({ from }) => from > today);
  const base = now && rate(now, 0);
  if (!base) return undefined;
  const above = thresholdOf(now);
  const long = above === undefined ? undefined : rate(now, above + 1);
  const later = next && rate(next.prices, 0);
  return {
    ...base,
    ...(long && above !== undefined ? { long: { aboveInputTokens: above, ...long } } : {}),
    ...(later && next ? { later: { from: next.from, ...later } } : {}),
  };
}

function startOf({ constraint }: ConditionalPrice): string | undefined {
  if (constraint === undefined) return '';
  return constraint.type === 'start_date' ? constraint.start_date : undefined;
}

type Prices = ConditionalPrice['prices'];

function rate(prices: Prices, inputTokens: number): Price | undefined {
  const input = at(prices['input_mtok'], inputTokens);
  const output = at(prices['output_mtok'], inputTokens);
  if (input === undefined || output === undefined) return undefined;
  return { input, cachedInput: at(prices['cache_read_mtok'], inputTokens) ?? input, output };
}

function at(price: Prices[string], inputTokens: number): number | undefined {
  if (typeof price !== 'object') return price;
  return price.tiers.findLast(({ start }) => inputTokens > start)?.price ?? price.base;
}

/** Where the higher rate for long prompts begins; none of the models has more than one. */
function thresholdOf(prices: Prices): number | undefined {
  const input = prices['input_mtok'];
  return typeof input === 'object' ? input.tiers[0]?.start : undefined;
}
