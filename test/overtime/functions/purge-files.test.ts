import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { beforeEach, expect, test } from 'vitest';
import { purgeFiles } from '../../../src/overtime/functions/purge-files.ts';
import { attemptRig } from '../engine/attempt-rig.ts';
import { ada, grace } from '../sql/engine-rig.ts';

const { database, maintenance } = attemptRig();
const hour = 3600;
const day = 24 * hour;
beforeEach(async () => {
  await database.sql`truncate overtime.job_schedules, storage.objects`;
  await database.sql`update overtime.file_search set after_name = '', next_at = '-infinity'`;
});

/** supabase-js' own Storage client; the server behind it has the rows of the bucket, and no files. */
function storageClient(onRemove: () => void = () => undefined): SupabaseClient['storage'] {
  const server = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    expect(`${request.method} ${request.url}`).toBe(
      'DELETE https://project.example/storage/v1/object/job-files',
    );
    onRemove();
    const { prefixes } = (await request.json()) as { prefixes: string[] };
    return Response.json(
      await database.sql`
        delete from storage.objects where bucket_id = 'job-files' and name in ${database.sql(prefixes)}
        returning name`,
    );
  };
  return createClient('https://project.example', 'sb_secret_x', { global: { fetch: server } }).storage;
}

/** Puts files into the bucket, as old as the tests' clock says. */
async function put(...names: string[]): Promise<void> {
  const rows = names.map((name) => ({
    bucket_id: 'job-files',
    name,
    created_at: new Date(database.now()),
  }));
  await database.sql`insert into storage.objects ${database.sql(rows)}`;
}
const left = async () =>
  (await database.sql<{ name: string }[]>`select name from storage.objects order by name`).map(
    ({ name }) => name,
  );

/** A whole search, as the sweeps of an hour make it. Returns how many files it removed. */
async function search(storage = storageClient()): Promise<number> {
  await database.passSeconds(hour);
  let removed = 0;
  for (;;) {
    const batch = await purgeFiles(maintenance, storage);
    removed += batch.removed;
    if (batch.done) return removed;
  }
}

const essay = `${ada}/in/essay.pdf`;
const withFile = { p_input: { filePath: essay }, p_retention_hours: 48 };

/** A cancelled job, which is kept for two days. */
async function ended(id: string, more: object = {}): Promise<void> {
  await database.enqueue(id, { p_retention_hours: 48, ...more });
  await database.call('overtime_cancel_job', { p_job_id: id, p_user_id: ada });
}

test('the folder of a deleted user is removed with all files, and no other folder', async () => {
  const leaver = '00000000-0000-4000-8000-0000000000fe';
  await database.sql`insert into auth.users (id) values (${leaver})`;
  await database.enqueue('hers', { p_user_id: leaver, p_input: { filePath: `${leaver}/in/essay.pdf` } });
  await put(`${leaver}/in/essay.pdf`, `${leaver}/hers/book.pdf`, `${leaver}/up/unnamed.png`, essay);
  expect(await search()).toBe(0);
  await database.sql`delete from auth.users where id = ${leaver}`;
  expect(await search()).toBe(3);
  expect(await left()).toEqual([essay]);
});

test('an upload that no job names goes after a day, and not before', async () => {
  await put(essay);
  await database.passSeconds(day - hour - 1);
  expect(await search()).toBe(0);
  expect(await search()).toBe(1);
  expect(await left()).toEqual([]);
});

test('what a job reads and what it wrote stay as long as its row, and go after it', async () => {
  await ended('one', withFile);
  await put(essay, `${ada}/one/book.pdf`, `${ada}/two/book.pdf`, `${grace}/one/book.pdf`);
  await database.passSeconds(day);
  expect(await search()).toBe(2);
  expect(await left()).toEqual([essay, `${ada}/one/book.pdf`].toSorted());
  await database.passSeconds(day);
  expect(await maintenance.purge(10)).toBe(1);
  expect(await search()).toBe(2);
});

test('a file that a retry reads stays until that goes too', async () => {
  await ended('one', withFile);
  await put(essay);
  await database.passSeconds(day);
  await database.call('overtime_retry_job', { p_job_id: 'one', p_user_id: ada, p_new_id: 'again' });
  await database.passSeconds(day);
  expect(await maintenance.purge(10)).toBe(1);
  expect(await search()).toBe(0);
  await database.call('overtime_cancel_job', { p_job_id: 'again', p_user_id: ada });
  await database.passSeconds(2 * day);
  expect(await maintenance.purge(10)).toBe(1);
  expect(await search()).toBe(1);
});

test('a file that a schedule reads stays until the schedule is switched off', async () => {
  await maintenance.saveSchedule({
    id: 'monthly',
    userId: ada,
    tenantId: null,
    task: 'demo-task',
    input: { filePath: essay },
    fileBytes: 1,
    fileSha256: 'x',
    cron: '@monthly',
    timeZone: 'UTC',
    nextRunAt: '2026-12-01T00:00:00Z',
  });
  await put(essay);
  await database.passSeconds(day);
  expect(await search()).toBe(0);
  await maintenance.stopSchedule('monthly', ada);
  expect(await search()).toBe(1);
});

test('files with other paths or in other buckets are not touched', async () => {
  await database.sql`insert into storage.buckets (id, name) values ('avatars', 'avatars') on conflict do nothing`;
  await put('logo.png', `${ada}/deep/er/essay.pdf`);
  await database.sql`insert into storage.objects (bucket_id, name, created_at) values ('avatars', ${essay}, '2020-01-01')`;
  await database.passSeconds(2 * day);
  expect(await search()).toBe(0);
  expect(await left()).toHaveLength(3);
});

test('files that Storage does not remove, or that a search dies over, are found by the next search', async () => {
  await put(essay);
  await database.passSeconds(day);
  const down = storageClient(() => {
    throw new Error('Storage is down.');
  });
  await expect(search(down)).rejects.toMatchObject({ code: 'unavailable' });
  expect(await left()).toEqual([essay]);
  expect(await search()).toBe(1);
});

test('a search goes through the bucket in bounded pieces, once an hour, by one caller at a time', async () => {
  await put(...Array.from({ length: 1100 }, (_, n) => `${ada}/up-${n}/a.png`));
  await database.passSeconds(day);
  const storage = storageClient();
  expect(await purgeFiles(maintenance, storage)).toEqual({ removed: 500, done: false });
  expect(await purgeFiles(maintenance, storage)).toEqual({ removed: 500, done: false });

  const other = database.connect();
  await other.begin(async (holder) => {
    await holder`select from overtime.file_search for update`;
    expect(await purgeFiles(maintenance, storage)).toEqual({ removed: 0, done: true });
  });
  expect(await purgeFiles(maintenance, storage)).toEqual({ removed: 100, done: true });

  await put(essay);
  await database.sql`update storage.objects set created_at = '2020-01-01'`;
  await database.passSeconds(hour - 1);
  expect(await purgeFiles(maintenance, storage)).toEqual({ removed: 0, done: true });
  await database.passSeconds(1);
  expect(await purgeFiles(maintenance, storage)).toEqual({ removed: 1, done: true });
});
