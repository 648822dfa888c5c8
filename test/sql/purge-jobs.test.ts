import { expect, test } from 'vitest';
import { ada, engineRig, grace, held, usage } from './engine-rig.ts';

const engine = engineRig();
const hour = 3600;
const purge = (...ids: string[]) => engine.call<number>('purge_jobs', { p_job_ids: ids });
const expired = (limit = 10) =>
  engine.call<{ jobId: string; folder: string; file: string | null }[]>('expired_jobs', { p_limit: limit });

async function completed(id: string, more: object = {}): Promise<void> {
  await engine.enqueue(id, { p_retention_hours: 2, ...more });
  const job = await engine.claimed();
  await engine.call('heartbeat_job', {
    ...held(job),
    p_lease_seconds: 30,
    p_stages: [{ name: 'writing', item: 0, progress: 10 }],
    p_partial: { text: 'so far' },
    p_logs: [{ level: 'info', message: 'began', at: '2026-11-22' }],
    p_usage: [usage(id)],
  });
  await engine.call('complete_job', { ...held(job), p_result: {} });
}

test('a terminal job is deleted after its retention, counted from its end, and not before', async () => {
  await completed('one');
  await engine.passSeconds(2 * hour - 1);
  expect(await expired()).toEqual([]);
  expect(await purge('one')).toBe(0);
  await engine.passSeconds(1);
  expect((await expired()).map(({ jobId }) => jobId)).toEqual(['one']);
  expect(await purge('one')).toBe(1);
  expect(await engine.sql`select from public.jobs`).toHaveLength(0);
});

test('what belongs to it goes with it; what it cost stays', async () => {
  await completed('one', { p_webhook_url: 'https://example.com/hook' });
  await engine.passSeconds(2 * hour);
  await purge('one');
  const tables = [
    'public.job_stages',
    'public.job_logs',
    'public.job_partials',
    'private.webhook_deliveries',
  ];
  for (const table of tables)
    expect([table, await engine.sql`select from ${engine.sql(table)}`]).toEqual([table, []]);
  expect(await engine.sql`select from public.job_usage`).toHaveLength(1);
});

test('a pending or running job is never deleted, however old it is and whoever asks', async () => {
  await engine.enqueue('running', { p_retention_hours: 0 });
  await engine.claimed();
  await engine.enqueue('pending', { p_retention_hours: 0 });
  await engine.passSeconds(1000 * hour);
  expect(await expired()).toEqual([]);
  expect(await purge('running', 'pending')).toBe(0);
});

test('failed and cancelled jobs are deleted as well', async () => {
  await engine.enqueue('failed', { p_retention_hours: 1 });
  await engine.call('fail_job', {
    ...held(await engine.claimed()),
    p_error: { code: 'x', message: 'x', retryable: false },
  });
  await engine.enqueue('cancelled', { p_retention_hours: 1 });
  await engine.call('cancel_job', { p_job_id: 'cancelled', p_user_id: ada });
  await engine.passSeconds(hour);
  expect(await purge('failed', 'cancelled')).toBe(2);
});

test('of many, those that are longest past their retention are named first, within the limit', async () => {
  for (const id of ['one', 'two', 'three']) {
    await completed(id);
    await engine.passSeconds(60);
  }
  await engine.passSeconds(3 * hour);
  expect((await expired(2)).map(({ jobId }) => jobId)).toEqual(['one', 'two']);
});

const upload = { p_input: { filePath: `${ada}/upload/rubric.pdf` } };

test("the folder that a job wrote into and its input's file are named with it", async () => {
  await completed('one', upload);
  await completed('two');
  await engine.passSeconds(2 * hour);
  expect(await expired()).toEqual([
    { jobId: 'one', folder: `${ada}/one`, file: `${ada}/upload/rubric.pdf` },
    { jobId: 'two', folder: `${ada}/two`, file: null },
  ]);
});

test('a file that a retry still reads stays until the last job that names it', async () => {
  await engine.enqueue('one', { p_retention_hours: 2, ...upload });
  await engine.call('cancel_job', { p_job_id: 'one', p_user_id: ada });
  await engine.passSeconds(hour);
  await engine.call('retry_job', { p_job_id: 'one', p_user_id: ada, p_new_id: 'two' });
  await engine.passSeconds(hour);
  expect(await expired()).toEqual([{ jobId: 'one', folder: `${ada}/one`, file: null }]);
  await purge('one');
  await engine.call('cancel_job', { p_job_id: 'two', p_user_id: ada });
  await engine.passSeconds(2 * hour);
  expect(await expired()).toEqual([{ jobId: 'two', folder: `${ada}/two`, file: `${ada}/upload/rubric.pdf` }]);
});

test('a file that two jobs past their retention name goes, and one that a schedule reads stays', async () => {
  await completed('one', upload);
  await completed('two', upload);
  await engine.passSeconds(2 * hour);
  expect((await expired()).map(({ file }) => file)).toEqual(Array(2).fill(`${ada}/upload/rubric.pdf`));
  await engine.call('save_schedule', {
    p_id: 'weekly',
    p_user_id: ada,
    p_task: 'demo-task',
    ...upload,
    p_cron: '0 9 * * 1',
    p_time_zone: 'UTC',
    p_next_run_at: new Date(engine.now() + 1000),
  });
  expect((await expired()).map(({ file }) => file)).toEqual([null, null]);
});

test("nobody's file but the user's own is named, and a job of another user keeps none", async () => {
  await completed('one', upload);
  await completed('two', { p_input: { filePath: `${grace}/upload/rubric.pdf` } });
  await engine.enqueue('hers', { ...upload, p_user_id: grace });
  await engine.passSeconds(2 * hour);
  expect((await expired()).map(({ file }) => file)).toEqual([`${ada}/upload/rubric.pdf`, null]);
});

test('two purges at once delete each job once', async () => {
  for (let n = 0; n < 20; n += 1) await completed(`job-${n}`);
  await engine.sql`update public.jobs set expires_at = '2020-01-01'`;
  const ids = Array.from({ length: 20 }, (_, n) => `job-${n}`);
  const counts = await Promise.all(
    [ids, ids.toReversed()].map((list) =>
      engine.callOn<number>(engine.connect(), 'purge_jobs', { p_job_ids: list }),
    ),
  );
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(20);
});
