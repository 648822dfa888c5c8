import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import postgres from 'postgres';
import type { Sql } from 'postgres';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { checkout } from '../../src/local/checkout.ts';
import { migrate } from '../../src/local/migrate.ts';
import { startPostgres } from '../../src/local/postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection string of a PostgreSQL server that has the template. */
    postgresUrl: string;
  }
}

/** `migrated` has our migrations; `bare` is a new Supabase project, without them. */
const templates = { bare: 'overtime_bare', migrated: 'overtime_migrated' } as const;

/** Global setup: a PostgreSQL server for this run, with the templates that test databases are copied from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres();
  const url = urlOf(server.url, { user: superuser });
  try {
    await makeRoles(server.url);
    await makeTemplates(url);
  } catch (error) {
    await server.stop();
    throw error;
  }
  project.provide('postgresUrl', url);
  return () => server.stop();
}

/** The superuser of a hosted project's server, which no customer reaches. */
const superuser = 'supabase_admin';

/** The server's first superuser cannot become another role: it takes another name, and `postgres` is made anew. */
async function makeRoles(serverUrl: string): Promise<void> {
  await using(serverUrl, (sql) => sql.unsafe(`create role ${superuser} superuser login`));
  await using(urlOf(serverUrl, { user: superuser, database: 'template1' }), async (sql) => {
    await sql.unsafe('alter role postgres rename to first_superuser');
    await sql.unsafe(await sqlOf('hosted-roles.sql'));
  });
}

const sqlOf = (file: string) => readFile(new URL(file, import.meta.url), 'utf8');

/**
 * Runs work as `postgres`, as the Supabase CLI applies migrations. Of what the platform lets it do in the tables of
 * Storage and Realtime, PostgreSQL alone cannot grant one thing, to make policies: for that it is their owner meanwhile.
 */
export async function asPostgres(url: string, work: (sql: Sql) => PromiseLike<unknown>): Promise<void> {
  await using(
    url,
    (sql) => sql`grant supabase_storage_admin, supabase_realtime_admin to postgres with inherit true`,
  );
  try {
    await using(urlOf(url, { user: 'postgres' }), work);
  } finally {
    await using(url, (sql) => sql`revoke supabase_storage_admin, supabase_realtime_admin from postgres`);
  }
}

async function makeTemplates(serverUrl: string): Promise<void> {
  const stub = await sqlOf('supabase-stub.sql');
  const owners = await sqlOf('hosted-schemas.sql');
  const server = connect(serverUrl);
  try {
    await server.unsafe(`create database ${templates.bare} owner postgres`);
    await using(urlOf(serverUrl, { database: templates.bare }), (sql) => sql.unsafe(stub + owners));
    await server.unsafe(`create database ${templates.migrated} owner postgres template ${templates.bare}`);
    await asPostgres(urlOf(serverUrl, { database: templates.migrated }), (sql) =>
      migrate(sql, join(checkout, 'supabase', 'migrations')),
    );
  } finally {
    await server.end();
  }
}

async function using(url: string, work: (sql: Sql) => PromiseLike<unknown>): Promise<void> {
  const sql = connect(url);
  try {
    await work(sql);
  } finally {
    await sql.end();
  }
}

export interface TestDatabase {
  readonly url: string;
  /** Connected as the superuser. */
  readonly sql: Sql;
  drop(): Promise<void>;
}

/** Makes a database with our migrations as a hosted project has it: its roles, owners, grants and policies. */
export async function createDatabase(template: keyof typeof templates = 'migrated'): Promise<TestDatabase> {
  const serverUrl = inject('postgresUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const server = connect(serverUrl);
  await server.unsafe(
    `create database ${name} owner postgres template ${templates[template]} strategy file_copy`,
  );
  const url = urlOf(serverUrl, { database: name });
  const sql = connect(url);
  return {
    url,
    sql,
    async drop() {
      await sql.end();
      await server.unsafe(`drop database ${name} with (force)`);
      await server.end();
    },
  };
}

function connect(url: string): Sql {
  return postgres(url, { onnotice: () => {} });
}

function urlOf(serverUrl: string, { user, database }: { user?: string; database?: string }): string {
  const url = new URL(serverUrl);
  if (user !== undefined) url.username = user;
  if (database !== undefined) url.pathname = database;
  return url.href;
}
