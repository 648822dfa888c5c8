import type { PriceTable } from './price.ts';
import { pricesByHand } from './prices-by-hand.ts';
import { priceTable } from './price-table.ts';

const prices: PriceTable = { ...priceTable, ...pricesByHand };

/** What a call is billed by. */
export interface Billed {
  readonly inputTokens: number;
  /** Part of `inputTokens`. */
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  /** The length of a spoken text. */
  readonly characters: number;
}

/**
 * A call's cost in US dollars, at the price of its time (milliseconds since the epoch). Null for a model without a known
 * price: unknown is not free. Samples cost nothing.
 */
export function costUsd(provider: string, modelId: string, billed: Billed, at: number): number | null {
  if (provider === 'sample') return 0;
  // A local or third-party endpoint may serve a model of the same name at another price.
  const known =
    provider === 'openai-compatible' ? undefined : (prices[modelId] ?? prices[withoutDate(modelId)]);
  if (known === undefined) return null;
  const { inputTokens, cachedInputTokens, outputTokens, characters } = billed;
  const { long, later } = known;
  const price =
    later !== undefined && at >= Date.parse(later.from)
      ? later
      : long !== undefined && inputTokens > long.aboveInputTokens
        ? long
        : known;
  if (characters > 0 && inputTokens + outputTokens === 0) {
    return price.characters === undefined ? null : (characters * price.characters) / 1_000_000;
  }
  const fresh = inputTokens - cachedInputTokens;
  const cost = fresh * price.input + cachedInputTokens * price.cachedInput + outputTokens * price.output;
  return cost / 1_000_000;
}

/** A version pinned by date costs the same as the model. */
function withoutDate(modelId: string): string {
  return modelId.replace(/-\d{4}-?\d{2}-?\d{2}$/, '');
}
