import type { Clock } from '../clock.ts';
import type { FilePath } from '../file-path.ts';
import type { Engine } from './engine.ts';
import type { Broadcast } from './job-broadcast.ts';

/** What a worker needs to run an attempt. */
export interface WorkerEnvironment {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly deployContext: string;
  /** The name of this worker slot in the operators' records. */
  readonly worker: string;
  /** Tells watchers what changes; without it they read the row. */
  readonly broadcast?: Broadcast;
  /** Reads a user's file from Storage. Throws `file_not_found`, also for another user's. */
  readFile(userId: string, path: FilePath): Promise<Uint8Array>;
  /** Writes a file to Storage, and replaces an existing one. */
  saveFile(path: FilePath, bytes: Uint8Array, mediaType: string): Promise<void>;
}
