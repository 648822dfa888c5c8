import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sql } from 'postgres';

/**
 * Applies the migrations of a folder that a database has not had yet, in the order of their names, each in
 * one transaction with its record. Keeps the books as `supabase db push` does, in
 * `supabase_migrations.schema_migrations`. Throws with the file's name when one fails.
 */
export async function migrate(sql: Sql, folder: string): Promise<void> {
  await sql.unsafe(`
    create schema if not exists supabase_migrations;
    create table if not exists supabase_migrations.schema_migrations
      (version text primary key, statements text[], name text);
  `);
  const applied = await sql`select version from supabase_migrations.schema_migrations`;
  const done = new Set(applied.map((row) => String(row['version'])));

  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted()) {
    const [, version = '', name = ''] = /^(\d+)_(.*)\.sql$/.exec(file) ?? [];
    if (!version) throw new Error(`The migration ${file} must be named <timestamp>_<name>.sql.`);
    if (done.has(version)) continue;
    const text = await readFile(join(folder, file), 'utf8');
    try {
      await sql.begin(async (transaction) => {
        await transaction.unsafe(text);
        await transaction`
          insert into supabase_migrations.schema_migrations (version, statements, name)
          values (${version}, ${[text]}, ${name})`;
      });
    } catch (cause) {
      throw new Error(`The migration ${file} failed: ${(cause as Error).message}`, { cause });
    }
  }
}
