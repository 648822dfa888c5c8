import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A file to be written: a new one where `before` is null. */
export interface Change {
  /** From the app's folder, with slashes. */
  readonly path: string;
  readonly before: string | null;
  readonly after: string;
}

/** What a command is about to do. */
export interface Plan {
  readonly changes: readonly Change[];
  /** What stays as it is although the command concerns it, and why. */
  readonly left: readonly string[];
  /** What is for the user to do. */
  readonly next: readonly string[];
}

/** The text of a file; null where there is none. */
export function readText(folder: string, path: string): string | null {
  try {
    return readFileSync(join(folder, path), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** A new file; nothing where there is one already. */
export function create(folder: string, path: string, after: string): Change[] {
  return readText(folder, path) === null ? [{ path, before: null, after }] : [];
}

/** Writes each change, unless its file has changed since it was planned. Throws at the first that has. */
export function apply(folder: string, changes: readonly Change[]): void {
  for (const { path, before, after } of changes) {
    if (readText(folder, path) !== before) {
      throw new Error(`${path} was changed in the meantime and is left as it is: run the command again.`);
    }
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), after, before === null ? { flag: 'wx' } : {});
  }
}

/** A line for each change; of a file that is there already, the lines that are added. */
export function describe(changes: readonly Change[]): string[] {
  return changes.flatMap(({ path, before, after }) => {
    if (before === null) return [`  new      ${path}`];
    const old = before.split('\n');
    const added = after.split('\n').filter((line) => line.trim() !== '' && !old.includes(line));
    return [`  changed  ${path}`, ...added.map((line) => `             + ${line}`)];
  });
}
