import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { storableMediaType } from '../../../src/overtime/file-path.ts';
import { filePath } from '../../../src/overtime/job-file.ts';
import { anyPath } from '../../support/file-paths.ts';
import { ada, engineRig, grace, refusal } from './engine-rig.ts';

const engine = engineRig();
const megabyte = 1024 ** 2;
const gigabyte = 1024 ** 3;
beforeEach(async () => {
  await engine.sql`truncate storage.objects`;
});

/** An upload as Storage asks the policies about it. */
const upload = (user: string, name: string) =>
  refusal(
    engine.as(
      user,
      (sql) => sql`insert into storage.objects (bucket_id, name) values ('job-files', ${name})`,
    ),
  );
/** Files that lie there already. */
const put = (user: string, count: number, size: number, bucket = 'job-files') =>
  engine.sql`
    insert into storage.objects (bucket_id, name, metadata)
    select ${bucket}, ${user} || '/up-' || n || '/a.pdf', jsonb_build_object('size', ${size}::bigint)
    from generate_series(1, ${count}::integer) as n`;

test('a user uploads by a path of ours, into their own folder', async () => {
  expect(await upload(ada, `${ada}/x/rubric.pdf`)).toBeUndefined();
  expect(await upload(grace, `${ada}/x/other.pdf`)).toBe('42501');
});

test.for([
  'rubric.pdf',
  `${ada}/rubric.pdf`,
  `${ada}/x/y/rubric.pdf`,
  `${ada}/x/`,
  `${ada}//rubric.pdf`,
  `${ada}/../rubric.pdf`,
  `${ada}/x/..`,
  `${ada}/x/.htaccess`,
  `${ada}/x/a%2e.pdf`,
  `${ada}/x/a\\b.pdf`,
  `${ada}/x/a\t.pdf`,
  `${ada}/x/é.pdf`,
  `${ada}/x/${'a'.repeat(200)}.pdf`,
])('what does not have the shape of a path is not taken: %s', async (name) => {
  expect(await upload(ada, name)).toBe('42501');
});

test('the database and the app take the same strings for paths', async () => {
  const strings = fc.sample(anyPath, 1000).filter((text) => !text.includes('\0') && text.isWellFormed());
  const rows = await engine.sql<{ name: string; is_path: boolean }[]>`
    select name, overtime.is_file_path(name) as is_path from unnest(${strings}::text[]) as name`;
  expect(rows.length).toBeGreaterThan(500);
  expect(rows.filter(({ is_path }) => is_path).length).toBeGreaterThan(50);
  expect(rows.filter(({ name, is_path }) => is_path !== filePath.safeParse(name).success)).toEqual([]);
});

test('a user holds at most 1 GB, counted in their own folder of this bucket', async () => {
  await engine.sql`insert into storage.buckets (id, name) values ('avatars', 'avatars') on conflict do nothing`;
  await put(grace, 2, gigabyte);
  await put(ada, 2, gigabyte, 'avatars');
  await put(ada, 20, 50 * megabyte);
  expect(await upload(ada, `${ada}/in/a.pdf`)).toBeUndefined();
  await engine.sql`
    insert into storage.objects (bucket_id, name, metadata)
    values ('job-files', ${`${ada}/last/a.pdf`}, ${engine.sql.json({ size: 24 * megabyte })})`;
  expect(await upload(ada, `${ada}/in/b.pdf`)).toBe('42501');
  await engine.as(ada, (sql) => sql`delete from storage.objects where name = ${`${ada}/last/a.pdf`}`);
  expect(await upload(ada, `${ada}/in/b.pdf`)).toBeUndefined();
});

test('many small files are too many as well', async () => {
  await put(ada, 16 * 1024 - 1, 1);
  expect(await upload(ada, `${ada}/in/a.pdf`)).toBeUndefined();
  expect(await upload(ada, `${ada}/in/b.pdf`)).toBe('42501');
});

test("a worker's files are taken however much its user holds", async () => {
  await put(ada, 2, gigabyte);
  const asWorker = engine.sql.begin(async (sql) => {
    await sql`set local role service_role`;
    await sql`insert into storage.objects (bucket_id, name) values ('job-files', ${`${ada}/job-1/book.pdf`})`;
  });
  expect(await refusal(asWorker)).toBeUndefined();
});

test("what a user holds is counted by the index on names, and not over everybody's files", async () => {
  for (let user = 0; user < 20; user += 1) {
    await put(`00000000-0000-4000-8000-0000000010${String(user).padStart(2, '0')}`, 500, 1);
  }
  await put(ada, 50, 1);
  await engine.sql.unsafe('analyze storage.objects');
  const [{ prosrc: body } = { prosrc: '' }] = await engine.sql<{ prosrc: string }[]>`
    select prosrc from pg_proc where proname = 'has_room_for_files'`;
  const plan = await engine.sql.begin(async (sql) => {
    await sql`select set_config('request.jwt.claims', ${JSON.stringify({ sub: ada })}, true)`;
    return sql.unsafe(`explain (analyze, buffers, timing off, summary off) ${body}`);
  });
  const text = plan.map((line) => line['QUERY PLAN']).join('\n');
  expect(text).toContain('name_prefix_search');
  expect(text).not.toContain('Seq Scan');
});

test('the functions of the policies cannot be called through the Data API', async () => {
  const rows = await engine.sql`
    select proname from pg_proc
    where proname in ('is_file_path', 'has_room_for_files', 'file_is_needed')
      and (has_function_privilege('anon', oid, 'execute') or pronamespace <> 'overtime'::regnamespace)`;
  expect([...rows]).toEqual([]);
});

test('the bucket takes what jobs read and write, and nothing that a browser runs', async () => {
  const [bucket] = await engine.sql<{ public: boolean; types: string[] }[]>`
    select public, allowed_mime_types as types from storage.buckets where id = 'job-files'`;
  expect(bucket?.public).toBe(false);
  // The client stores a file under a type that the bucket takes.
  for (const type of bucket?.types ?? []) expect(storableMediaType(type)).toBe(type);
  for (const type of ['text/html', 'image/svg+xml', 'application/xhtml+xml', 'text/javascript', '', '*/*']) {
    expect(bucket?.types).not.toContain(type);
    expect(bucket?.types).toContain(storableMediaType(type));
  }
});
