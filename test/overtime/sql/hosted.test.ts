import { expect, test } from 'vitest';
import { ada, engineRig, held, usage, type ClaimAnswer } from './engine-rig.ts';

const engine = engineRig();
const called = new Set<string>();

/** As the functions call it. */
const call = <T>(name: string, parameters: object = {}) => {
  called.add(name);
  return engine.call<T>(name, parameters);
};
/** As a user's token calls it. */
const asAda = (name: string, parameters: Record<string, unknown> = {}, claims = {}) => {
  called.add(name);
  const named = Object.keys(parameters).map((key, index) => `${key} => $${index + 1}`);
  return engine.as(
    ada,
    (user) => user.unsafe(`select public.${name}(${named.join(', ')})`, Object.values(parameters) as never[]),
    claims,
  );
};
const asOperator = (name: string, parameters: Record<string, unknown> = {}) =>
  asAda(name, parameters, { app_metadata: { role: 'operator' } });

async function claimed(id: string, more: object = {}): Promise<ClaimAnswer> {
  called.add('overtime_enqueue_job').add('overtime_claim_job');
  await engine.enqueue(id, more);
  return engine.claimed({ p_dispatch_id: crypto.randomUUID() });
}

test('the migrations were applied by a postgres that is no superuser, and owns what they made', async () => {
  const [role] = await engine.sql`select rolsuper from pg_roles where rolname = 'postgres'`;
  expect(role).toEqual({ rolsuper: false });
  const others = await engine.sql`
    select distinct owner from (
      select relowner::regrole::text as owner from pg_class where relnamespace = 'overtime'::regnamespace
      union all
      select proowner::regrole::text from pg_proc
      where pronamespace = 'overtime'::regnamespace or proname like 'overtime%'
    ) as owners`;
  expect([...others]).toEqual([{ owner: 'postgres' }]);
});

test('every function that is called from outside works as PostgREST calls it', async () => {
  await call('overtime_schema_version');
  await call('overtime_engine_time');
  const job = await claimed('one', {
    p_webhook_url: 'https://example.com/hook',
    p_user_limit: 1,
    p_lock_key: 'book',
  });
  await call('overtime_heartbeat_job', {
    ...held(job),
    p_lease_seconds: 30,
    p_stages: [{ name: 'writing', item: 0, progress: 10 }],
    p_partial: { text: 'so far' },
    p_logs: [{ level: 'info', message: 'began', at: '2026-11-22' }],
    p_usage: [usage('c1')],
  });
  await call('overtime_save_stage', { ...held(job), p_lease_seconds: 30, p_name: 'writing', p_output: {} });
  await asAda('overtime_get_job', { p_job_id: 'one' });
  await call('overtime_complete_job', { ...held(job), p_result: {}, p_next_lease_seconds: 30 });
  await call('overtime_record_usage', { p_job_id: 'one', p_attempt: 1, p_usage: [usage('c2')] });
  for (const name of ['overtime_get_job_input', 'overtime_list_job_usage', 'overtime_list_job_logs'])
    await asAda(name, { p_job_id: 'one' });
  await asAda('overtime_list_jobs', { p_limit: 10 });

  await call('overtime_hand_over_job', {
    ...held(await claimed('two')),
    p_max_hand_overs: 5,
    p_max_seconds: 99,
  });
  await call('overtime_fail_job', {
    ...held(await engine.claimed()),
    p_error: { code: 'x', message: 'x', retryable: false },
  });
  await call('overtime_retry_job', { p_job_id: 'two', p_user_id: ada, p_new_id: 'three' });
  await call('overtime_cancel_job', { p_job_id: 'three', p_user_id: ada });
  await claimed('four');
  await engine.passSeconds(60);
  await call('overtime_due_work');
  await call('overtime_redispatch_job', { p_job_id: 'four' });
  await call('overtime_sweep_jobs', { p_limit: 10 });
  await call('overtime_count_dispatches', { p_ids: [crypto.randomUUID()] });

  await call('overtime_webhook_secret', { p_user_id: ada });
  const [delivery] = await call<{ deliveryId: string }[]>('overtime_claim_deliveries', {
    p_limit: 1,
    p_hold_seconds: 60,
  });
  await call('overtime_record_delivery', { p_delivery_id: delivery?.deliveryId });
  const schedule = { p_id: 's', p_user_id: ada, p_task: 'demo-task', p_input: {}, p_cron: '* * * * *' };
  const dueAt = new Date(engine.now());
  await call('overtime_save_schedule', { ...schedule, p_time_zone: 'UTC', p_next_run_at: dueAt });
  await asAda('overtime_list_schedules');
  await call('overtime_due_schedules', { p_limit: 1 });
  await call('overtime_move_schedule', { p_id: 's', p_due_at: dueAt, p_next_run_at: new Date('2027-01-01') });
  await call('overtime_stop_schedule', { p_id: 's', p_user_id: ada });

  // What an operator sees and does, with a job that ended.
  await asOperator('overtime_operator_summary');
  await asOperator('overtime_operator_list_jobs', { p_limit: 10 });
  await asOperator('overtime_operator_get_job', { p_job_id: 'three' });
  await asOperator('overtime_operator_retry_job', { p_job_id: 'three', p_new_id: 'five' });
  await asOperator('overtime_operator_cancel_job', { p_job_id: 'five' });
  await asOperator('overtime_operator_run_again', { p_job_id: 'five', p_new_id: 'six' });
  await call('overtime_enqueue_jobs', {
    p_jobs: [{ id: 'seven', input: {}, priority: 5, inputHash: 'seven' }],
    p_user_id: ada,
    p_task: 'demo-task',
    p_contract_version: 1,
    p_max_attempts: 3,
    p_retention_hours: 1,
  });
  await call('overtime_delete_job', { p_job_id: 'five', p_user_id: ada });

  await engine.sql`insert into storage.objects (bucket_id, name) values ('job-files', ${`${ada}/x/r.pdf`})`;
  await call('overtime_unneeded_files', { p_limit: 10 });
  await engine.passSeconds(10 * 365 * 24 * 3600);
  expect(await call('overtime_purge_jobs', { p_limit: 10 })).toBeGreaterThan(0);
  const end = await call('overtime_hold_call', { p_user_id: ada, p_seconds: 8, p_places: 6 });
  await call('overtime_release_call', { p_user_id: ada, p_end: end });

  const outside = await engine.sql<{ proname: string }[]>`
    select proname from pg_proc
    where pronamespace = 'public'::regnamespace and proname like 'overtime%' order by proname`;
  expect([...called].toSorted()).toEqual(outside.map(({ proname }) => proname));
  console.log(`As a hosted project has it: ${called.size} functions were called, 0 failed.`);
});
