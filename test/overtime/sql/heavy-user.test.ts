import { beforeAll, expect, test } from 'vitest';
import { ada, engineRig, grace } from './engine-rig.ts';

// Filled once: the tests that change it come last.
const engine = engineRig({ emptied: false });
const many = 100_000;

/** One user's jobs, of two tasks, ended an hour apart from their retention, and as many model calls of yesterday. */
beforeAll(async () => {
  await engine.sql`select set_config('session_replication_role', 'replica', false)`;
  await engine.sql`
    insert into overtime.jobs (
      id, user_id, task, contract_version, priority, max_attempts, retention_hours, input, status, result, progress,
      input_hash, cache_until, run_at, created_at, updated_at, started_at, finished_at, expires_at
    )
    select 'job-' || n, ${ada}, 'demo-task', 1, 5, 3, 1, '{}', 'completed', '{}', 100, 'hash-' || n,
      at + interval '1 hour', at, at, at, at, at, at - interval '1 second'
    from generate_series(1, ${many}) as n,
      lateral (select timestamptz '2026-11-22 11:00:00Z' + n * interval '1 millisecond' as at) as times`;
  await engine.sql`
    insert into overtime.job_usage (
      id, job_id, user_id, task, attempt, provider, model, purpose, outcome, input_tokens, cached_input_tokens,
      output_tokens, reasoning_tokens, characters, estimated, cost_usd, started_at, duration_ms
    )
    select 'call-' || n, 'job-' || n, ${ada}, 'demo-task', 1, 'google', 'm', 'p', 'succeeded', 1, 0, 1, 0, 0, false, 0.01,
      timestamptz '2026-11-21 11:00:00Z', 5
    from generate_series(1, ${many}) as n`;
  await engine.sql`
    insert into overtime.job_schedules (id, user_id, task, lane, input, cron, time_zone, stopped_at, created_at)
    select 'schedule-' || n, ${ada}, 'demo-task', 'production', '{}', '0 * * * *', 'UTC', '2026-11-22', '2026-11-22'
    from generate_series(1, ${many}) as n`;
  await engine.sql`select set_config('session_replication_role', 'origin', false)`;
  await engine.sql`analyze overtime.jobs, overtime.job_usage, overtime.job_schedules`;
  // As a hosted project has it for both roles.
  await engine.sql`select set_config('statement_timeout', '8s', false)`;
}, 120_000);

/** Blocks of 8 kB that a call reads, with all that it calls. Each of the three tables has more than 1,500. */
async function blocksOf(role: string, call: string): Promise<number> {
  const [row] = await engine.sql.begin(async (sql) => {
    await sql`select set_config('request.jwt.claims', ${JSON.stringify({ sub: ada, role })}, true)`;
    await sql.unsafe(`set local role ${role}`);
    // The first call of a connection reads the catalogs too.
    await sql.unsafe(`explain (analyze, buffers) select ${call}`);
    return sql.unsafe<{ 'QUERY PLAN': { Plan: Record<string, number> }[] }[]>(
      `explain (analyze, buffers, format json) select ${call}`,
    );
  });
  const plan = row?.['QUERY PLAN'][0]?.Plan ?? {};
  return (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0);
}

const enqueue = (id: string, more = '') => `
  public.overtime_enqueue_job(
    p_id => '${id}' || random(), p_user_id => '${ada}', p_task => 'demo-task', p_input => '{}', p_contract_version => 1,
    p_priority => 5::smallint, p_max_attempts => 3, p_retention_hours => 1 ${more})`;

test("with 100,000 of one user's jobs, calls and schedules, no function reads a table through", async () => {
  await engine.enqueue('fresh');
  const calls: readonly [string, string][] = [
    ['service_role', enqueue('plain')],
    ['service_role', enqueue('limited', ', p_user_limit => 2::smallint')],
    ['service_role', enqueue('rated', ', p_rate_limit => 200000, p_rate_seconds => 60')],
    // The window has all her jobs of another task in it.
    [
      'service_role',
      enqueue('rare', ', p_rate_limit => 5, p_rate_seconds => 2592000').replace('demo-task', 'rare-task'),
    ],
    ['service_role', enqueue('budget', ', p_budget_usd => 5')],
    ['service_role', enqueue('cached', `, p_input_hash => 'hash-7', p_cache_hours => 1`)],
    [
      'service_role',
      enqueue('shared', `, p_input_hash => 'new', p_cache_hours => 1, p_cache_shared => true`),
    ],
    ['service_role', `public.overtime_claim_job(p_task => 'demo-task', p_lease_seconds => 30)`],
    ['service_role', `public.overtime_redispatch_job('job-7')`],
    ['service_role', `public.overtime_sweep_jobs(100)`],
    ['service_role', `public.overtime_due_work()`],
    ['service_role', `public.overtime_due_schedules(100)`],
    ['service_role', `public.overtime_claim_deliveries(20, 60)`],
    ['service_role', `public.overtime_unneeded_files(500)`],
    ['service_role', `public.overtime_stop_schedule('schedule-7', '${ada}')`],
    [
      'service_role',
      `public.overtime_save_schedule('s' || random(), '${ada}', 'demo-task', '{}', 'c', 'UTC', '2027-01-01')`,
    ],
    ['authenticated', `public.overtime_get_job('job-7')`],
    ['authenticated', `public.overtime_list_jobs(50)`],
    [
      'authenticated',
      `public.overtime_list_jobs(50, p_before_at => '2026-11-22 11:01:00Z', p_before_id => 'job-9')`,
    ],
    ['authenticated', `public.overtime_list_jobs(50, p_task => 'rare-task')`],
    ['authenticated', `public.overtime_list_jobs(50, p_status => 'failed')`],
    ['authenticated', `public.overtime_list_jobs(50, p_sample => true)`],
    ['authenticated', `public.overtime_list_jobs(50, p_q => 'no title has this')`],
    ['authenticated', `public.overtime_list_job_logs('job-7')`],
    ['authenticated', `public.overtime_list_job_usage('job-7')`],
    ['authenticated', `public.overtime_list_schedules()`],
  ];
  for (const [role, call] of calls) expect([call, (await blocksOf(role, call)) < 1500]).toEqual([call, true]);
});

test('an operator reads 100,000 jobs by pages, and sums them up, within 8 s', async () => {
  const asOperator = (call: string) =>
    engine.sql.begin(async (sql) => {
      const claims = { sub: grace, role: 'authenticated', app_metadata: { role: 'operator' } };
      await sql`select set_config('request.jwt.claims', ${JSON.stringify(claims)}, true)`;
      await sql`select set_config('role', 'authenticated', true), set_config('statement_timeout', '8s', true)`;
      await sql.unsafe(`explain (analyze, buffers) select ${call}`);
      const [row] = await sql.unsafe<{ 'QUERY PLAN': { Plan: Record<string, number> }[] }[]>(
        `explain (analyze, buffers, format json) select ${call}`,
      );
      const plan = row?.['QUERY PLAN'][0]?.Plan ?? {};
      return (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0);
    });
  // 20,000 jobs are looked at twice at most; the table has five times as many.
  for (const call of [
    `public.overtime_operator_list_jobs()`,
    `public.overtime_operator_list_jobs(p_user => '${ada}')`,
    `public.overtime_operator_list_jobs(p_status => 'failed', p_task => 'none')`,
    `public.overtime_operator_list_jobs(p_from => '2026-11-22 11:00:30Z', p_to => '2026-11-22 11:00:40Z')`,
    `public.overtime_operator_list_jobs(p_before => '2026-11-22T11:00:00.010000Z~job-9')`,
    `public.overtime_operator_get_job('job-7')`,
  ])
    expect([call, (await asOperator(call)) < 5000]).toEqual([call, true]);
  // The last day is all of it.
  await asOperator('public.overtime_operator_summary()');
});

test('a purge deletes as many jobs as it is asked to, reads for these alone, and comes to the end', async () => {
  expect(await blocksOf('service_role', 'public.overtime_purge_jobs(50)')).toBeLessThan(5000);
  let purged = 0;
  for (;;) {
    const batch = await engine.call<number>('overtime_purge_jobs', { p_limit: 2000 });
    if (batch === 0) break;
    purged += batch;
  }
  // The measured call was made twice, and its transaction kept.
  expect(purged).toBe(many - 100);
}, 240_000);

test("one user's 100,000 waiting jobs keep nothing waiting in a claim or a sweep", async () => {
  await engine.sql`select set_config('statement_timeout', '0', false)`;
  await engine.sql`truncate overtime.jobs cascade`;
  await engine.sql`
    insert into overtime.jobs (
      id, user_id, task, contract_version, priority, max_attempts, retention_hours, input, waits_for, user_limit, run_at,
      created_at, updated_at
    )
    select 'job-' || n, ${ada}, 'demo-task', 1, 5, 3, 1, '{}', 'user', 1, '2026-11-22', '2026-11-22', '2026-11-22'
    from generate_series(1, ${many}) as n`;
  await engine.sql`analyze overtime.jobs`;
  await engine.sql`select set_config('statement_timeout', '8s', false)`;
  await engine.enqueue('hers', { p_user_id: grace });
  for (const call of [
    `public.overtime_claim_job(p_task => 'demo-task', p_lease_seconds => 30)`,
    `public.overtime_sweep_jobs(100)`,
    `public.overtime_due_work()`,
    enqueue('one more', ', p_user_limit => 1::smallint'),
  ])
    expect([call, (await blocksOf('service_role', call)) < 1000]).toEqual([call, true]);
}, 120_000);
