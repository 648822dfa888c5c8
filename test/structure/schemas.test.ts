import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkout } from '../../src/local/checkout.ts';
import { schemaVersion } from '../../src/overtime/engine/schema-version.ts';
import { asPostgres, createDatabase } from '../support/plain-postgres.ts';
import type { TestDatabase } from '../support/plain-postgres.ts';
import { catalogOf } from './catalog.ts';
import { sqlTypes } from './sql-types.ts';

let migrated: TestDatabase;
let declared: TestDatabase;

beforeAll(async () => {
  migrated = await createDatabase();
  declared = await createDatabase('bare');
  const schemas = join(checkout, 'supabase', 'schemas');
  await asPostgres(declared.url, async (sql) => {
    // The app's tables stand on the engine's.
    for (const folder of ['overtime', 'app']) {
      for (const file of readdirSync(join(schemas, folder)).toSorted()) {
        await sql.unsafe(readFileSync(join(schemas, folder, file), 'utf8')).catch((cause: Error) => {
          throw new Error(`supabase/schemas/${folder}/${file}: ${cause.message}`, { cause });
        });
      }
    }
  });
});

afterAll(() => Promise.all([migrated?.drop(), declared?.drop()]));

test('the migrations make what the schemas declare', async () => {
  const facts = await catalogOf(migrated.sql);
  expect(facts.length).toBeGreaterThan(50);
  expect(facts).toEqual(await catalogOf(declared.sql));
});

test('the types of the SQL functions are those of the database', async () => {
  const written = join(checkout, 'src', 'overtime', 'engine', 'sql-functions.ts');
  await expect(await sqlTypes(migrated.sql)).toMatchFileSnapshot(written);
});

test('the migrations make the version of the schema that the package needs', async () => {
  const [row] = await migrated.sql`select public.overtime_schema_version() ->> 'version' as version`;
  expect(row?.['version']).toBe(String(schemaVersion));
});

test("Supabase's advisors have nothing to warn of", async () => {
  expect(await advisories(migrated.url)).toEqual([]);
});

test("Supabase's advisors warn of a table without row-level security", async () => {
  const careless = await createDatabase('bare');
  try {
    await careless.sql`create table public.open_to_all (id int primary key)`;
    await careless.sql`grant select on public.open_to_all to anon`;
    expect(await advisories(careless.url)).toContainEqual(expect.stringContaining('open_to_all'));
  } finally {
    await careless.drop();
  }
});

/** What the advisors of the Supabase CLI find of level warning and error. */
async function advisories(databaseUrl: string): Promise<string[]> {
  const require = createRequire(import.meta.url);
  const supabase = require.resolve('supabase/dist/supabase.js');
  // Renamed in version 3.
  const { version } = require('supabase/package.json') as { version: string };
  const target = version.startsWith('2.') ? '--db-url' : '--remote';
  const { stdout } = await promisify(execFile)(
    process.execPath,
    // The CLI uses TLS by default.
    [supabase, 'db', 'advisors', `${target}=${databaseUrl}?sslmode=disable`, '--output-format', 'json'],
    // Elsewhere, since it leaves a folder of notes where it runs.
    { cwd: tmpdir(), env: { ...process.env, DO_NOT_TRACK: '1' } },
  );
  const { results } = JSON.parse(stdout) as { results: { level: string; detail: string }[] };
  return results.filter(({ level }) => level !== 'INFO').map(({ level, detail }) => `${level}: ${detail}`);
}
