import type { Clock } from '../clock.ts';
import type { Engine } from './engine.ts';

/** What an attempt needs from its surroundings. */
export interface Workplace {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly deployContext: string;
  /** Names this worker slot in the operators' records. */
  readonly worker: string;
  readFile(path: string): Promise<Uint8Array>;
  /** Puts a file into Storage, in the place of one that lies there already. */
  saveFile(path: string, bytes: Uint8Array, mediaType: string): Promise<void>;
}
