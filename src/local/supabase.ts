import { createWriteStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

export interface SupabaseSettings {
  /** Connection string of the database, as its superuser. */
  readonly databaseUrl: string;
  /** 0 is a free one. */
  readonly port: number;
  readonly publishableKey: string;
  readonly secretKey: string;
  readonly jwtSecret: string;
  readonly migrationsFolder: string;
  /** Where the uploaded files go. */
  readonly storageFolder: string;
  /**
   * Opens the studio. It reads and writes all rows without a key, as does any other program of this
   * machine: for development only, as it hides what a missing key or grant would break.
   */
  readonly studio: boolean;
}

export interface LocalSupabase {
  readonly url: string;
  stop(): Promise<void>;
}

/** How long the calls that are under way may keep it from ending, in milliseconds. */
const graceMs = 5000;

/**
 * Starts a Supabase API (Data API, Auth, Storage, Realtime) of our own on 127.0.0.1, over a PostgreSQL database, and
 * applies the migrations that the database lacks. Rejects with the reason when that fails.
 *
 * It is @supabase/lite on its `postgres` driver, so RLS, roles, grants and functions are PostgreSQL's.
 * Realtime is realtime.ts. Missing: signed uploads, anonymous sign-in, the auth admin API.
 *
 * @param logFile receives what the server has to say, database errors among it.
 */
export async function startSupabase(settings: SupabaseSettings, logFile: string): Promise<LocalSupabase> {
  const worker = new Worker(fileURLToPath(new URL('supabase-worker.ts', import.meta.url)), {
    workerData: settings,
    env: { ...process.env, EXPERIMENTAL_STORAGE: '1', LITE_TELEMETRY: '0' },
    stdout: true,
    stderr: true,
  });
  const log = createWriteStream(logFile);
  worker.stdout.pipe(log, { end: false });
  worker.stderr.pipe(log, { end: false });

  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    void exited.then(() =>
      reject(new Error(`The local Supabase API ended before it listened: see ${logFile}.`)),
    );
  });
  return {
    url,
    async stop() {
      worker.postMessage('stop');
      const late = setTimeout(() => void worker.terminate(), graceMs);
      await exited;
      clearTimeout(late);
      log.end();
    },
  };
}
