import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A child process, or a folder of it, that must not outlive this process. */
export interface Guarded {
  readonly pid: number | undefined;
  /** What ends it. The whole process group gets it. */
  readonly signal: NodeJS.Signals;
  /** Deleted when the process is gone. */
  readonly removeFolder?: string | undefined;
}

let guard: ChildProcess | undefined;

/**
 * Ends a child process when this one dies in whatever way, `kill -9` included: a small process of its own
 * reads what to end from a pipe, and acts when the pipe closes. Returns what lifts the guard.
 */
export function guardProcess(guarded: Guarded): () => void {
  if (guarded.pid === undefined) return () => {};
  if (!guard) {
    guard = spawn(process.execPath, [fileURLToPath(new URL('guard-process.mjs', import.meta.url))], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    guard.unref();
    (guard.stdin as unknown as { unref(): void }).unref();
  }
  const tell = (message: object) => guard?.stdin?.write(`${JSON.stringify(message)}\n`);
  tell({ guard: guarded });
  return () => tell({ release: guarded.pid });
}
