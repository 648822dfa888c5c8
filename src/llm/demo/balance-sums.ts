import type { Schema } from './schema.ts';

type Item = Record<string, unknown>;

/**
 * Makes the numbers of a filled object agree: `totalPoints` is the sum of its items' `points` (which
 * are scaled where the schema fixes the total), and an item's `points` are its best part's. `wanted` is what
 * the numbers of a list have to add up to where no property says so.
 */
export function balanceSums(schema: Schema, value: unknown, wanted: number | null = null): unknown {
  if (!isItem(value)) return value;
  balanceObject(schema, value);
  if (wanted !== null) addUpTo(wanted, value);
  return value;
}

function addUpTo(wanted: number, object: Item): void {
  for (const list of Object.values(object).map(itemsOf)) {
    const number = Object.keys(list[0] ?? {}).find(
      (key) => /points|weight|share|percent|marks|score/i.test(key) && typeof list[0]?.[key] === 'number',
    );
    if (number === undefined || Object.keys(object).some((key) => /^total/i.test(key))) continue;
    shareOut(
      wanted,
      list.map((item) => Number(item[number])),
    ).forEach((share, index) => {
      const item = list[index];
      if (item !== undefined) item[number] = share;
    });
  }
}

function balanceObject(schema: Schema, object: Item): void {
  for (const [name, inner] of Object.entries(schema.properties ?? {})) {
    const list = itemsOf(object[name]);
    if (inner.items?.type !== 'object' || list.length === 0) continue;
    for (const item of list) balanceObject(inner.items, item);
    const numbers = Object.keys(inner.items.properties ?? {}).filter(
      (key) => typeof list[0]?.[key] === 'number',
    );
    for (const number of numbers) {
      const total = Object.keys(schema.properties ?? {}).find(
        (key) => key.toLowerCase() === `total${number.toLowerCase()}`,
      );
      if (total !== undefined) addUp(schema.properties?.[total]?.const, object, total, list, number);
      else if (typeof object[number] === 'number') fitBest(list, number, object[number]);
    }
  }
}

function addUp(fixed: unknown, object: Item, total: string, list: Item[], number: string): void {
  const weights = list.map((item) => Number(item[number]));
  if (typeof fixed !== 'number') {
    object[total] = hundredths(weights.reduce((sum, weight) => sum + weight, 0));
    return;
  }
  shareOut(fixed, weights).forEach((share, index) => {
    const item = list[index];
    if (item === undefined) return;
    item[number] = share;
    // The item's own parts follow, so that its best part is worth what it is worth.
    for (const parts of Object.values(item).map(itemsOf)) fitBest(parts, number, share);
  });
}

/** Scales the numbers of a list so that the largest becomes `best`. */
function fitBest(list: Item[], number: string, best: number): void {
  const values = list.map((item) => item[number]).filter((value) => typeof value === 'number');
  const largest = Math.max(0, ...values);
  if (values.length === 0 || largest === best) return;
  list.forEach((item, rank) => {
    const share = largest > 0 ? Number(item[number]) / largest : (list.length - rank) / list.length;
    const scaled = share * best;
    item[number] = Number.isInteger(best) ? Math.round(scaled) : hundredths(scaled);
  });
}

/**
 * Parts of a total in proportion to their weights, which add up exactly: every part is rounded down,
 * and what is left goes to the largest remainders.
 */
export function shareOut(total: number, weights: readonly number[]): number[] {
  const unit = Number.isInteger(total) ? 1 : 100;
  const units = Math.round(total * unit);
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const exact = weights.map((weight) => (sum > 0 ? (units * weight) / sum : units / weights.length));
  const shares = exact.map(Math.floor);
  const left = units - shares.reduce((all, share) => all + share, 0);
  const byRemainder = exact.map((share, index) => ({ index, remainder: share - Math.floor(share) }));
  byRemainder.sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder.slice(0, left)) shares[index] = (shares[index] ?? 0) + 1;
  return shares.map((share) => share / unit);
}

function itemsOf(value: unknown): Item[] {
  return Array.isArray(value) ? value.filter(isItem) : [];
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hundredths(number: number): number {
  return Math.round(number * 100) / 100;
}
