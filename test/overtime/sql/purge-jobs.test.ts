import { expect, test } from 'vitest';
import { ada, engineRig, held, usage } from './engine-rig.ts';

const engine = engineRig();
const hour = 3600;
const purge = (limit = 100) => engine.call<number>('overtime_purge_jobs', { p_limit: limit });
const left = async () =>
  (await engine.sql`select id from overtime.jobs order by seq`).map((job) => job['id'] as string);

async function completed(id: string, more: object = {}): Promise<void> {
  await engine.enqueue(id, { p_retention_hours: 2, ...more });
  const job = await engine.claimed();
  await engine.call('overtime_heartbeat_job', {
    ...held(job),
    p_lease_seconds: 30,
    p_stages: [{ name: 'writing', item: 0, progress: 10 }],
    p_partial: { text: 'so far' },
    p_logs: [{ level: 'info', message: 'began', at: '2026-11-22' }],
    p_usage: [usage(id)],
  });
  await engine.call('overtime_complete_job', { ...held(job), p_result: {} });
}

test('a terminal job is deleted after its retention, counted from its end, and not before', async () => {
  await completed('one');
  await engine.passSeconds(2 * hour - 1);
  expect(await purge()).toBe(0);
  await engine.passSeconds(1);
  expect(await purge()).toBe(1);
  expect(await engine.sql`select from overtime.jobs`).toHaveLength(0);
});

test('what belongs to it goes with it; what it cost stays', async () => {
  await completed('one', { p_webhook_url: 'https://example.com/hook' });
  await engine.passSeconds(2 * hour);
  await purge();
  const tables = [
    'overtime.job_stages',
    'overtime.job_logs',
    'overtime.job_partials',
    'overtime.webhook_deliveries',
  ];
  for (const table of tables)
    expect([table, await engine.sql`select from ${engine.sql(table)}`]).toEqual([table, []]);
  expect(await engine.sql`select from overtime.job_usage`).toHaveLength(1);
});

test('a pending or running job is never deleted, however old it is', async () => {
  await engine.enqueue('running', { p_retention_hours: 0 });
  await engine.claimed();
  await engine.enqueue('pending', { p_retention_hours: 0 });
  await engine.passSeconds(1000 * hour);
  expect(await purge()).toBe(0);
});

test('failed and cancelled jobs are deleted as well', async () => {
  await engine.enqueue('failed', { p_retention_hours: 1 });
  await engine.call('overtime_fail_job', {
    ...held(await engine.claimed()),
    p_error: { code: 'x', message: 'x', retryable: false },
  });
  await engine.enqueue('cancelled', { p_retention_hours: 1 });
  await engine.call('overtime_cancel_job', { p_job_id: 'cancelled', p_user_id: ada });
  await engine.passSeconds(hour);
  expect(await purge()).toBe(2);
});

test('of many, those that are longest past their retention go first, within the limit', async () => {
  for (const id of ['one', 'two', 'three']) {
    await completed(id);
    await engine.passSeconds(60);
  }
  await engine.passSeconds(3 * hour);
  expect(await purge(2)).toBe(2);
  expect(await left()).toEqual(['three']);
});

test('two purges at once delete each job once', async () => {
  for (let n = 0; n < 20; n += 1) await completed(`job-${n}`);
  await engine.sql`update overtime.jobs set expires_at = '2020-01-01'`;
  const counts = await Promise.all(
    [1, 2].map(() => engine.callOn<number>(engine.connect(), 'overtime_purge_jobs', { p_limit: 15 })),
  );
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(20);
});

test("a preview's unfinished job is deleted 30 days after it was due, production's never", async () => {
  await engine.enqueue('in production');
  await engine.enqueue('in a preview', { p_lane: 'deploy-preview-42--site.netlify.app' });
  await engine.passSeconds(30 * 24 * hour - 1);
  expect(await purge()).toBe(0);
  await engine.passSeconds(1);
  expect(await purge()).toBe(1);
  expect(await left()).toEqual(['in production']);
});
