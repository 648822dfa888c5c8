import type { JobStatus, StageSnapshot } from './job.ts';

/**
 * What has changed in a JSON value: at a path, the new value, or with `true` what is appended to the text there. So a
 * text that grows is sent once.
 */
export type Change =
  | readonly [path: readonly (string | number)[], value: unknown]
  | readonly [path: readonly (string | number)[], text: string, appended: true];

/** What has changed in a job: its fields and partial output, and the stages that have changed, whole. */
export interface JobChanges {
  readonly changes: readonly Change[];
  readonly stages: readonly StageSnapshot[];
}

/**
 * A message to who watches a job: what its row has become since the version `since`, and what is ahead of the row. It is
 * for who knows that version; who does not, and who is told nothing but a status, reads the job.
 */
export interface JobMessage extends Partial<JobChanges> {
  readonly since: number;
  /** The row's version with the changes made; the next message's `since`. */
  readonly version: number;
  /** From the database, when it changes (supabase/schemas/overtime/70_realtime.sql). */
  readonly status?: JobStatus;
  /** What that version of the row does not have yet: it replaces what the message before had ahead. */
  readonly ahead?: JobChanges;
}

/** The changes that make `after` of `before`. */
export function changesBetween(before: unknown, after: unknown): Change[] {
  if (before === after) return [];
  if (typeof before === 'string' && typeof after === 'string' && after.startsWith(before)) {
    return [[[], after.slice(before.length), true]];
  }
  if (!isObject(before) || !isObject(after) || Array.isArray(before) !== Array.isArray(after)) {
    return [[[], after]];
  }
  // What lost a part is sent whole.
  if (Object.keys(before).some((key) => !(key in after))) return [[[], after]];
  return Object.entries(after).flatMap(([key, value]) =>
    key in before ? within(key, changesBetween(before[key], value)) : [[[key], value] as const],
  );
}

/** The changes of a part, as changes of the whole. */
export function within(key: string, changes: readonly Change[]): Change[] {
  return changes.map(([path, ...change]) => [[key, ...path], ...change] as unknown as Change);
}

/** The value with the changes made; it shares with the old one what has not changed. */
export function applyChanges(value: unknown, changes: readonly Change[]): unknown {
  return changes.reduce<unknown>(
    (whole, [path, to, appended]) =>
      changed(whole, path, appended ? (text) => `${text as string}${to as string}` : () => to),
    value,
  );
}

function changed(
  value: unknown,
  [key, ...rest]: readonly (string | number)[],
  change: (part: unknown) => unknown,
): unknown {
  if (key === undefined) return change(value);
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<
    string | number,
    unknown
  >;
  copy[key] = changed(copy[key], rest, change);
  return copy;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
