import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { guardProcess } from './guard.ts';
import { netlifyCli } from './netlify-folder.ts';
import { freePort } from './ports.ts';

export interface LocalNetlify {
  readonly url: string;
  /** Sends a signal to netlify dev and every function that runs in it; resolves when they are gone. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Starts it again after `kill`, on the same port. */
  start(): Promise<void>;
}

export interface NetlifyDevOptions {
  readonly port: number;
  /** Where it runs, and keeps what it builds: two in one folder destroy each other's work. */
  readonly folder: string;
  /** What it is told beside its ports, and to do without login, link and network. */
  readonly flags: readonly string[];
  /** How many functions to wait for. Default: it loads each with its first call. */
  readonly functionCount?: number;
  /** The whole environment of the functions. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Receives everything that netlify dev and the functions print. */
  readonly logFile: string;
  /** Gets every line of that log too. */
  readonly onLog?: ((line: string) => void) | undefined;
}

/** How long `netlify dev` may take to load the functions, in seconds. */
const startSeconds = 90;

/**
 * Starts `netlify dev` in a folder. Resolves when it serves and the functions are loaded; rejects with the end of its log
 * when one cannot be built. It would start a database of its own (300 MB) if the folder for that could be made.
 */
export async function startNetlifyDev(options: NetlifyDevOptions): Promise<LocalNetlify> {
  await mkdir(join(options.folder, '.netlify'), { recursive: true });
  await writeFile(join(options.folder, '.netlify', 'db'), '');
  const log = createWriteStream(options.logFile);
  let running: { process: ChildProcess; unguard: () => void } | undefined;

  const start = async () => {
    const netlify = spawn(process.execPath, [netlifyCli, ...(await allFlags(options))], {
      cwd: options.folder,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...options.env, NO_UPDATE_NOTIFIER: '1', NO_COLOR: '1', FORCE_COLOR: '0', CI: '1' },
    });
    running = { process: netlify, unguard: guardProcess({ pid: netlify.pid, signal: 'SIGKILL' }) };
    const exited = once(netlify, 'exit').then(() => 'exited' as const);

    const recent: string[] = [];
    let loaded = 0;
    let isReady = false;
    const ready = new Promise<'ready' | 'broken'>((resolve) => {
      for (const stream of [netlify.stdout, netlify.stderr]) {
        createInterface({ input: stream }).on('line', (line) => {
          log.write(`${line}\n`);
          options.onLog?.(line);
          if (isReady) return;
          recent.push(line);
          if (line.includes('Loaded function')) loaded++;
          if (line.includes('Failed to load function')) resolve('broken');
          const isServing = recent.some((one) => one.includes('Local dev server ready'));
          if (isServing && loaded >= (options.functionCount ?? 0)) resolve('ready');
        });
      }
    });
    const late = setTimeout(() => netlify.kill('SIGKILL'), startSeconds * 1000);
    const outcome = await Promise.race([ready, exited]);
    clearTimeout(late);
    isReady = true;
    if (outcome !== 'ready') {
      await kill('SIGKILL');
      throw new Error(
        `netlify dev did not start. Its log (${options.logFile}) ends with:\n${recent.slice(-12).join('\n')}`,
      );
    }
  };

  const kill = async (signal: NodeJS.Signals) => {
    if (!running) return;
    const { process: netlify, unguard } = running;
    running = undefined;
    if (netlify.exitCode === null && netlify.signalCode === null && netlify.pid) {
      const exited = once(netlify, 'exit');
      process.kill(-netlify.pid, signal);
      await exited;
    }
    unguard();
  };

  await start();
  return { url: `http://localhost:${options.port}`, kill, start };
}

async function allFlags({ port, flags }: NetlifyDevOptions): Promise<string[]> {
  return [
    'dev',
    '--offline',
    '--internal-disable-edge-functions',
    '--no-open',
    '--skip-gitignore',
    ...flags,
    `--port=${port}`,
    `--functions-port=${await freePort()}`,
    `--staticServerPort=${await freePort()}`,
  ];
}
