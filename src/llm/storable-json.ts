/**
 * The same JSON value without what PostgreSQL refuses in `jsonb`: NUL, and halves of surrogate pairs,
 * which a partial answer has whenever it is cut inside of an emoji.
 */
export function storable(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), storableReviver) as unknown;
}

/** For `JSON.parse`: see {@link storable}. */
export function storableReviver(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value;
}
