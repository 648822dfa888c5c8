import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import postgres from 'postgres';
import { checkout } from '../../src/local/checkout.ts';
import { migrate } from '../../src/local/migrate.ts';
import { startPostgres } from '../../src/local/postgres.ts';

/**
 * A PostgreSQL server of its own with our migrations, which writes to disk as in production (a
 * temporary one would not, and could forget what it has confirmed), and can be crashed in two ways.
 */
export async function crashingPostgres() {
  const folder = await mkdtemp(join(tmpdir(), 'overtime-crashes-'));
  let server = await startPostgres({ dataFolder: folder });
  const { url, port } = server;
  const admin = postgres(url, { max: 1, onnotice: () => undefined, backoff: () => 0.05 });
  await admin.unsafe(await readFile(new URL('supabase-stub.sql', import.meta.url), 'utf8'));
  await migrate(admin, join(checkout, 'supabase', 'migrations'));

  return {
    url,
    admin,
    /** All processes of the server at once, without a checkpoint; then, after a while, a new server on the same data. */
    async crashServer(downMs: number): Promise<void> {
      const [pid] = (await readFile(join(folder, 'postmaster.pid'), 'utf8')).split('\n');
      process.kill(Number(pid), 'SIGQUIT');
      await server.stop();
      await setTimeout(downMs);
      server = await startPostgres({ dataFolder: folder, port });
    },
    /** `kill -9` for the process of one connection: the server ends all others and recovers by itself. */
    async killConnection(): Promise<void> {
      const [victim] = await admin<{ pid: number }[]>`
        select pid from pg_stat_activity
        where backend_type = 'client backend' and pid <> pg_backend_pid()
        order by query_start desc limit 1`;
      if (victim) process.kill(victim.pid, 'SIGKILL');
    },
    async remove(): Promise<void> {
      await admin.end({ timeout: 1 });
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
