import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { checkout } from './checkout.ts';
import { guardProcess } from './guard.ts';
import { functionNames, functionsFolder, netlifyCli, prepareNetlifyFolder } from './netlify-folder.ts';
import { freePort } from './ports.ts';

export interface LocalNetlify {
  readonly url: string;
  /** Sends a signal to netlify dev and every function that runs in it; resolves when they are gone. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Starts it again after `kill`, on the same port. */
  start(): Promise<void>;
}

export interface NetlifyOptions {
  readonly port: number;
  /** A folder of its own, in a git repository; created for each start. */
  readonly folder: string;
  /** The functions' folder. Default: the checkout's. */
  readonly functionsFolder?: string | undefined;
  /** The built site; without one, the functions alone are served. */
  readonly siteFolder?: string | undefined;
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
 * Starts `netlify dev` with the functions of this checkout, without login, link or network. Resolves when
 * every function is loaded; rejects with the end of its log when one cannot be built.
 *
 * It runs in a folder of its own that points to the checkout, for three reasons: `netlify dev` keeps its
 * builds in the folder it runs in, so that two in one folder destroy each other's; it reads `.env`, which
 * a test must not; and it starts a database of its own (300 MB), unless the folder for it cannot be made.
 */
export async function startNetlify(options: NetlifyOptions): Promise<LocalNetlify> {
  await prepareFolder(options);
  const names = await functionNames(functionsIn(options));
  const log = createWriteStream(options.logFile);
  let running: { process: ChildProcess; unguard: () => void } | undefined;

  const start = async () => {
    const netlify = spawn(process.execPath, [netlifyCli, ...(await flags(options))], {
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
          if (loaded >= names.length && recent.some((one) => one.includes('Local dev server ready')))
            resolve('ready');
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

async function flags(options: NetlifyOptions): Promise<string[]> {
  return [
    'dev',
    '--offline',
    '--internal-disable-edge-functions',
    '--no-open',
    '--skip-gitignore',
    '--framework=#static',
    // Named outright: those of netlify.toml would be taken from the repository's root.
    `--dir=${join(options.folder, 'dist')}`,
    `--port=${options.port}`,
    `--functions=${functionsIn(options)}`,
    `--functions-port=${await freePort()}`,
    `--staticServerPort=${await freePort()}`,
  ];
}

const functionsIn = (options: Pick<NetlifyOptions, 'functionsFolder'>) =>
  options.functionsFolder ?? functionsFolder;

async function prepareFolder({ folder, siteFolder }: NetlifyOptions): Promise<void> {
  await prepareNetlifyFolder(folder);
  await symlink(relative(folder, join(checkout, 'netlify.toml')), join(folder, 'netlify.toml'));
  await mkdir(join(folder, '.netlify'));
  await writeFile(join(folder, '.netlify', 'db'), '');
  if (siteFolder) {
    await rm(join(folder, 'dist'), { recursive: true });
    await symlink(relative(folder, siteFolder), join(folder, 'dist'));
  }
}
