import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { buildSite } from '../../src/local/build-site.ts';
import { checkout } from '../../src/local/checkout.ts';
import { demoUsers } from '../../src/local/demo-users.ts';
import { startPostgres } from '../../src/local/postgres.ts';
import { siteSettings } from '../../src/local/site-settings.ts';
import { localKeys, makeDemoUsers } from '../../src/local/stack.ts';
import { startSupabase } from '../../src/local/supabase.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** What the stacks of all test files are made of. */
    origin: StackOrigin;
    /** Whether the tests were started with `--update`. */
    isUpdate: boolean;
  }
}

export interface StackOrigin {
  /** For files of this run. It goes with the run. */
  readonly folder: string;
  /** Of a PostgreSQL server, as its superuser. */
  readonly postgresUrl: string;
  /** A database with a Supabase project's schemas, our migrations and the demo users, for copies. */
  readonly templateDatabase: string;
  /** The built site. */
  readonly siteFolder: string;
  /** What stands in the built site for the host of the Supabase API, of which each test file has its own. */
  readonly supabaseHost: string;
}

/** Global setup: a PostgreSQL server with a database to copy, and the built site, for the journeys of this run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'overtime-journeys-'));
  const server = await startPostgres();
  const stop = async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  const siteFolder = join(folder, 'site');
  const templateDatabase = 'overtime_template';
  const supabaseHost = 'supabase.invalid';
  try {
    await Promise.all([
      buildSite(siteFolder, siteSettings({ ...localKeys, supabaseUrl: `http://${supabaseHost}`, demoUsers })),
      makeTemplate(server.url, templateDatabase, folder),
    ]);
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide('isUpdate', project.vitest.config.snapshotOptions.updateSnapshot === 'all');
  project.provide('origin', { folder, postgresUrl: server.url, templateDatabase, siteFolder, supabaseHost });
  return stop;
}

async function makeTemplate(postgresUrl: string, name: string, folder: string): Promise<void> {
  const sql = postgres(postgresUrl, { max: 1 });
  await sql.unsafe(`create database ${name}`);
  await sql.end();
  const supabase = await startSupabase(
    {
      ...localKeys,
      databaseUrl: postgresUrl.replace(/[^/]+$/, name),
      port: 0,
      migrationsFolder: join(checkout, 'supabase', 'migrations'),
      storageFolder: join(folder, 'storage'),
      studio: false,
    },
    join(folder, 'supabase.log'),
  );
  await makeDemoUsers(supabase.url, postgresUrl.replace(/[^/]+$/, name));
  await supabase.stop();
}
