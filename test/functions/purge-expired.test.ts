import type { SupabaseClient } from '@supabase/supabase-js';
import { beforeEach, expect, test } from 'vitest';
import { purgeExpired } from '../../src/functions/purge-expired.ts';
import { attemptRig } from '../engine/attempt-rig.ts';
import { ada, grace } from '../sql/engine-rig.ts';

const { database, upkeep } = attemptRig();
beforeEach(async () => {
  await database.sql`truncate public.job_schedules`;
});

/** A bucket that holds what is named. */
function bucketOf(...paths: string[]) {
  const files = new Set(paths);
  let refusal: Error | null = null;
  const bucket = {
    list: (folder: string) =>
      Promise.resolve({
        data: [...files]
          .filter((path) => path.startsWith(`${folder}/`))
          .map((path) => ({ name: path.slice(folder.length + 1) })),
        error: null,
      }),
    remove: (gone: readonly string[]) => {
      if (!refusal) for (const path of gone) files.delete(path);
      return Promise.resolve({ error: refusal });
    },
  };
  return {
    files,
    refuse: (error: Error | null) => (refusal = error),
    storage: { from: () => bucket } as unknown as SupabaseClient['storage'],
  };
}

/** A cancelled job that is kept for some hours. */
async function ended(id: string, filePath: string | null, hours = 1, userId = ada): Promise<void> {
  await database.enqueue(id, {
    p_user_id: userId,
    p_input: filePath === null ? {} : { filePath },
    p_retention_hours: hours,
  });
  await database.call('cancel_job', { p_job_id: id, p_user_id: userId });
}
const left = async () =>
  (await database.sql`select id from public.jobs order by seq`).map((job) => job['id']);

test('a job goes when its time is over, with the file it read and those it wrote', async () => {
  const bucket = bucketOf(
    `${ada}/in/essay.pdf`,
    `${ada}/in/beside.pdf`,
    `${ada}/one/world.epub`,
    `${ada}/two/world.epub`,
  );
  await ended('one', `${ada}/in/essay.pdf`);
  await ended('two', null, 2);
  await database.passSeconds(3599);
  expect(await purgeExpired(upkeep, bucket.storage)).toBe(0);
  await database.passSeconds(1);
  expect(await purgeExpired(upkeep, bucket.storage)).toBe(1);
  expect(await left()).toEqual(['two']);
  // What lies beside the input may be another job's.
  expect([...bucket.files]).toEqual([`${ada}/in/beside.pdf`, `${ada}/two/world.epub`]);
});

test('a file that a retry still needs stays until that goes too', async () => {
  const bucket = bucketOf(`${ada}/in/essay.pdf`);
  await ended('one', `${ada}/in/essay.pdf`);
  await database.call('retry_job', { p_job_id: 'one', p_user_id: ada, p_new_id: 'again' });
  await database.passSeconds(3600);
  expect(await purgeExpired(upkeep, bucket.storage)).toBe(1);
  expect([await left(), bucket.files.size]).toEqual([['again'], 1]);

  await database.call('cancel_job', { p_job_id: 'again', p_user_id: ada });
  await database.passSeconds(3600);
  expect(await purgeExpired(upkeep, bucket.storage)).toBe(1);
  expect([await left(), bucket.files.size]).toEqual([[], 0]);
});

test('two jobs of one file that go together take it with them', async () => {
  const bucket = bucketOf(`${ada}/in/essay.pdf`);
  await ended('one', `${ada}/in/essay.pdf`);
  await ended('two', `${ada}/in/essay.pdf`);
  await database.passSeconds(3600);
  expect(await purgeExpired(upkeep, bucket.storage)).toBe(2);
  expect(bucket.files.size).toBe(0);
});

test('a file that a schedule reads stays until the schedule is switched off', async () => {
  const filePath = `${ada}/in/essay.pdf`;
  const bucket = bucketOf(filePath);
  await upkeep.saveSchedule({
    id: 'monthly',
    userId: ada,
    tenantId: null,
    task: 'demo-task',
    input: { filePath },
    cron: '@monthly',
    timeZone: 'UTC',
    nextRunAt: '2026-12-01T00:00:00Z',
  });
  await ended('one', filePath);
  await database.passSeconds(3600);
  await purgeExpired(upkeep, bucket.storage);
  expect([await left(), bucket.files.size]).toEqual([[], 1]);

  await upkeep.stopSchedule('monthly', ada);
  await ended('two', filePath);
  await database.passSeconds(3600);
  await purgeExpired(upkeep, bucket.storage);
  expect(bucket.files.size).toBe(0);
});

test("another user's file is not removed, whatever an input says", async () => {
  const bucket = bucketOf(`${ada}/in/essay.pdf`);
  await ended('one', `${ada}/in/essay.pdf`, 1, grace);
  await database.passSeconds(3600);
  expect(await purgeExpired(upkeep, bucket.storage)).toBe(1);
  expect(bucket.files.size).toBe(1);
});

test('rows whose files cannot be removed stay for the next sweep', async () => {
  const bucket = bucketOf(`${ada}/in/essay.pdf`);
  await ended('one', `${ada}/in/essay.pdf`);
  await database.passSeconds(3600);
  bucket.refuse(new Error('Storage is down.'));
  await expect(purgeExpired(upkeep, bucket.storage)).rejects.toMatchObject({ code: 'unavailable' });
  expect(await left()).toEqual(['one']);
  bucket.refuse(null);
  expect(await purgeExpired(upkeep, bucket.storage)).toBe(1);
});

test('a batch is bounded, longest past first', async () => {
  for (let index = 0; index < 55; index += 1) await ended(`job-${index}`, null, index === 54 ? 0 : 1);
  await database.passSeconds(3600);
  expect(await purgeExpired(upkeep, bucketOf().storage)).toBe(50);
  expect(await left()).toHaveLength(5);
  expect(await left()).not.toContain('job-54');
  expect(await purgeExpired(upkeep, bucketOf().storage)).toBe(5);
  expect(await purgeExpired(upkeep, bucketOf().storage)).toBe(0);
});
