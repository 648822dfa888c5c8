import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { engineRig, held, usage } from './engine-rig.ts';

const engine = engineRig();
const folder = new URL('../../../supabase/snippets/', import.meta.url);
const query = (name: string) => engine.sql.unsafe(readFileSync(new URL(name, folder), 'utf8'));

test.for(readdirSync(folder))('the dashboard query %s runs', async (name) => {
  await expect(query(name)).resolves.toBeDefined();
});

test('the queries show what they are named for', async () => {
  // They read the real clock, so the jobs live in the real present.
  const second = 1000;
  await engine.sql`select set_config('overtime.now', ${new Date(Date.now() - 120 * second).toISOString()}, false)`;
  await engine.enqueue('done');
  await engine.call('overtime_complete_job', { ...held(await engine.claimed()), p_result: {} });
  await engine.enqueue('broken');
  await engine.call('overtime_fail_job', {
    ...held(await engine.claimed()),
    p_error: { code: 'no_context', message: 'x', retryable: false },
    p_usage: [usage('c1', { startedAt: new Date().toISOString() })],
  });
  await engine.enqueue('silent');
  await engine.claimed();
  await engine.enqueue('waiting');

  await engine.sql`select set_config('overtime.now', '', false)`;
  expect((await query('stuck_jobs.sql')).map((row) => [row['id'], row['reason']])).toEqual(
    expect.arrayContaining([
      ['silent', 'its worker went silent'],
      ['waiting', 'waits for a worker'],
    ]),
  );
  expect((await query('failures_by_code.sql')).map((row) => [row['code'], row['jobs']])).toEqual(
    expect.arrayContaining([
      ['no_context', '1'],
      [null, '1'],
    ]),
  );
  expect([...(await query('durations_by_task.sql'))]).toMatchObject([{ task: 'demo-task', jobs: '1' }]);
  expect([...(await query('cost_per_day.sql'))]).toMatchObject([{ calls: '1', cost_usd: '0.250000' }]);
  expect([...(await query('queue_depth.sql'))]).toMatchObject([
    { task: 'demo-task', due: '1', running: '1' },
  ]);
});
