import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkout } from '../../../src/local/checkout.ts';
import { asPostgres, createDatabase, type TestDatabase } from '../../support/plain-postgres.ts';
import { limitsInSql } from '../../support/default-limits.ts';

/** What an app may have had before: the very names that the engine and the example tasks use. */
const ownTables = `
  create schema private;
  create function private.clock() returns text language sql as $$ select 'the app''s own' $$;
  create table public.jobs (id bigint primary key, title text not null);
  create table public.job_stages (id bigint primary key);
  create table public.books (isbn text primary key);
  insert into public.jobs values (1, 'Baker');
  insert into public.books values ('978-0');
`;
const [migration = ''] = globSync('supabase/migrations/*_overtime.sql', { cwd: checkout });

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase('bare');
  await asPostgres(database.url, async (sql) => {
    await sql.unsafe(ownTables);
    await sql.unsafe(readFileSync(join(checkout, migration), 'utf8'));
  });
});

afterAll(() => database.drop());

test("the engine's migration stands beside an app's own tables of the same names", async () => {
  const { sql } = database;
  const user = '00000000-0000-4000-8000-00000000000a';
  await sql`insert into auth.users (id) values (${user})`;
  await sql`
    select public.overtime_enqueue_job(
      p_id => 'one', p_user_id => ${user}, p_task => 'a-task', p_input => '{"a": 1}',
      ${sql.unsafe(limitsInSql())})`;
  const [claimed] = await sql`
    select public.overtime_claim_job(p_task => 'a-task', p_lease_seconds => 30) as job`;
  expect(claimed?.['job']).toMatchObject({ jobId: 'one', input: { a: 1 } });

  expect([...(await sql`select * from public.jobs`)]).toEqual([{ id: '1', title: 'Baker' }]);
  expect([...(await sql`select * from public.books`)]).toEqual([{ isbn: '978-0' }]);
  expect([...(await sql`select private.clock()`)]).toEqual([{ clock: "the app's own" }]);
});

test("beside its own schema the migration makes functions public.overtime_* and nothing else of an app's", async () => {
  const { sql } = database;
  const functions = await sql`
    select proname from pg_proc
    where pronamespace = 'public'::regnamespace and proname not like 'overtime\\_%'`;
  expect([...functions]).toEqual([]);
  const tables = await sql<{ name: string }[]>`
    select relname as name from pg_class
    where relnamespace in ('public'::regnamespace, 'private'::regnamespace) and relkind in ('r', 'v')
    order by relname`;
  expect(tables.map(({ name }) => name)).toEqual(['books', 'job_stages', 'jobs']);
});
