import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What must not outlive this process. */
interface Guarded {
  /** A child process that leads a group; the whole group is ended. */
  readonly pid?: number | undefined;
  readonly signal?: NodeJS.Signals;
  /** Deleted after the process is gone. */
  readonly folder?: string | undefined;
}

let guard: ChildProcess | undefined;
let count = 0;

/**
 * Ends a child process, and deletes its folder, when this process dies in whatever way, `kill -9` included: a
 * small process of its own reads what to guard from a pipe, and acts when the pipe closes. Returns what
 * lifts the guard.
 */
export function guardProcess(guarded: Guarded & { readonly signal: NodeJS.Signals }): () => void {
  return watch(guarded);
}

/** Deletes a folder when this process dies before it could do so itself. Returns what lifts the guard. */
export function guardFolder(folder: string): () => void {
  return watch({ folder });
}

function watch(guarded: Guarded): () => void {
  if (!guard) {
    guard = spawn(process.execPath, [fileURLToPath(new URL('guard-process.mjs', import.meta.url))], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    // It ends by itself with this process, and must not keep it from ending.
    guard.unref();
    (guard.stdin as unknown as { unref(): void }).unref();
  }
  const id = ++count;
  const tell = (message: object) => guard?.stdin?.write(`${JSON.stringify(message)}\n`);
  tell({ id, ...guarded });
  return () => tell({ id, released: true });
}
