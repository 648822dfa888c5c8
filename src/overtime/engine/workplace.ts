import type { Clock } from '../clock.ts';
import type { FilePath } from '../file-path.ts';
import type { Engine } from './engine.ts';

/** What an attempt needs from its surroundings. */
export interface Workplace {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly deployContext: string;
  /** Names this worker slot in the operators' records. */
  readonly worker: string;
  /** Reads a file of the user's out of Storage. Throws `file_not_found`, also for another user's. */
  readFile(userId: string, path: FilePath): Promise<Uint8Array>;
  /** Puts a file into Storage, in the place of one that lies there already. */
  saveFile(path: FilePath, bytes: Uint8Array, mediaType: string): Promise<void>;
}
