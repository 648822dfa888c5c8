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
  try {
    await makeTemplates(server.url);
  } catch (error) {
    await server.stop();
    throw error;
  }
  project.provide('postgresUrl', server.url);
  return () => server.stop();
}

async function makeTemplates(serverUrl: string): Promise<void> {
  const stub = await readFile(new URL('supabase-stub.sql', import.meta.url), 'utf8');
  const server = connect(serverUrl);
  try {
    await server.unsafe(`create database ${templates.bare}`);
    await using(databaseUrl(serverUrl, templates.bare), (sql) => sql.unsafe(stub));
    await server.unsafe(`create database ${templates.migrated} template ${templates.bare}`);
    await using(databaseUrl(serverUrl, templates.migrated), (sql) =>
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

/** Makes a database with our migrations on plain PostgreSQL, so that grants and policies are its own. */
export async function createDatabase(template: keyof typeof templates = 'migrated'): Promise<TestDatabase> {
  const serverUrl = inject('postgresUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const server = connect(serverUrl);
  await server.unsafe(`create database ${name} template ${templates[template]}`);
  const url = databaseUrl(serverUrl, name);
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

function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = name;
  return url.href;
}
