/**
 * Which JavaScript values PostgreSQL can store: neither `text` nor `jsonb` accepts NUL, and `jsonb` accepts no half
 * of a surrogate pair (https://www.postgresql.org/docs/17/datatype-json.html). Such a text is refused from a
 * caller, and cleaned from a model or a library.
 */

/** What is wrong with a text that cannot be stored; null for one that can. */
export function unstorable(text: string): string | null {
  if (text.includes('\0')) return 'Contains the control character NUL, which cannot be stored. Remove it.';
  return text.isWellFormed()
    ? null
    : 'Contains half of a surrogate pair, which is not a character. Remove it.';
}

/** The JSON value without characters that cannot be stored, such as half an emoji at the end of a partial answer. */
export function storable<T>(value: T): T {
  const json = JSON.stringify(value);
  // In JSON these characters are always escapes, so most values need no second pass.
  return /\\u(?:0000|d[89a-f])/.test(json ?? '') ? (JSON.parse(json, storableReviver) as T) : value;
}

/** For `JSON.parse`: see {@link storable}. */
export function storableReviver(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return clean(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if (Object.keys(value).every((key) => unstorable(key) === null)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [clean(key), entry]));
}

function clean(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
