/** The first index whose value passes a test that all values after it pass too; the length if none does. */
export function firstIndex<T>(list: readonly T[], passes: (value: T) => boolean): number {
  let from = 0;
  let to = list.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (passes(list[middle] as T)) to = middle;
    else from = middle + 1;
  }
  return from;
}
