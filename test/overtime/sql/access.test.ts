import { expect, test } from 'vitest';
import { ada, engineRig, grace, held, refusal, usage } from './engine-rig.ts';

const engine = engineRig();
const tables = ['jobs', 'job_stages', 'job_logs', 'job_usage', 'job_partials'];

async function oneOfEverything(): Promise<void> {
  await engine.enqueue('one');
  const job = await engine.claimed();
  await engine.call('overtime_heartbeat_job', {
    ...held(job),
    p_lease_seconds: 30,
    p_stages: [{ name: 'writing', item: 0, progress: 10 }],
    p_partial: { text: 'so far' },
    p_logs: [{ level: 'info', message: 'began', at: '2026-11-22' }],
    p_usage: [usage('c1')],
  });
}

test('the owner reads one row of everything, another user and a visitor none', async () => {
  await oneOfEverything();
  for (const table of tables) {
    const count = (user: string) =>
      engine.as(user, (sql) => sql`select from overtime.${sql(table)}`.then((r) => r.length));
    expect([table, await count(ada), await count(grace)]).toEqual([table, 1, 0]);
    const anonymous = engine.sql.begin(async (sql) => {
      await sql`set local role anon`;
      await sql`select from overtime.${sql(table)}`;
    });
    expect(await refusal(anonymous)).toBe('42501');
  }
});

test('no user writes to any table, not even their own rows', async () => {
  await oneOfEverything();
  for (const table of tables) {
    for (const statement of [
      `update overtime.${table} set ${table === 'jobs' ? 'id' : 'job_id'} = 'x'`,
      `delete from overtime.${table}`,
      `insert into overtime.${table} default values`,
      `truncate overtime.${table}`,
    ]) {
      expect([statement, await refusal(engine.as(ada, (sql) => sql.unsafe(statement)))]).toEqual([
        statement,
        '42501',
      ]);
    }
  }
});

test('not even the secret key changes a job by an update of its own', async () => {
  await engine.enqueue('one');
  const update = engine.sql.begin(async (sql) => {
    await sql`set local role service_role`;
    await sql`update overtime.jobs set status = 'completed'`;
  });
  expect(await refusal(update)).toBe('42501');
});

test('of the functions in public, a user may execute those that read as the user, and a visitor none', async () => {
  const executable = async (role: string) => {
    const rows = await engine.sql<{ name: string }[]>`
      select proname as name from pg_proc
      where pronamespace = 'public'::regnamespace and has_function_privilege(${role}, oid, 'execute')
      order by proname`;
    return rows.map((row) => row.name);
  };
  expect(await executable('anon')).toEqual([]);
  expect(await executable('authenticated')).toEqual([
    // The caller's own account.
    'account_files',
    'delete_account',
    // Of the views of what was edited.
    'edit_fits',
    'edited_part',
    'overtime_get_job',
    'overtime_get_job_input',
    'overtime_list_job_logs',
    'overtime_list_job_usage',
    'overtime_list_jobs',
    'overtime_list_schedules',
    // These check the operator's claim first (operator.test.ts).
    'overtime_operator_cancel_job',
    'overtime_operator_get_job',
    'overtime_operator_list_jobs',
    'overtime_operator_retry_job',
    'overtime_operator_run_again',
    'overtime_operator_summary',
  ]);
  expect(await executable('service_role')).toEqual([
    'overtime_cancel_job',
    'overtime_claim_deliveries',
    'overtime_claim_job',
    'overtime_complete_job',
    'overtime_count_dispatches',
    'overtime_delete_job',
    'overtime_due_schedules',
    'overtime_due_work',
    'overtime_engine_time',
    'overtime_enqueue_job',
    'overtime_enqueue_jobs',
    'overtime_fail_job',
    'overtime_hand_over_job',
    'overtime_heartbeat_job',
    'overtime_hold_call',
    'overtime_move_schedule',
    'overtime_purge_jobs',
    'overtime_record_delivery',
    'overtime_record_usage',
    'overtime_redispatch_job',
    'overtime_release_call',
    'overtime_retry_job',
    'overtime_save_schedule',
    'overtime_save_stage',
    'overtime_schema_version',
    'overtime_stop_schedule',
    'overtime_sweep_jobs',
    'overtime_unneeded_files',
    'overtime_webhook_secret',
    'read_book',
  ]);
});

test('of private, a user may call the deletion of the own account, and nobody anything else', async () => {
  const rows = await engine.sql`
    select role, proname as name from pg_proc, unnest(array['anon', 'authenticated', 'service_role']) as role
    where pronamespace = 'private'::regnamespace and has_schema_privilege(role, 'private', 'usage')
      and has_function_privilege(role, oid, 'execute')`;
  expect([...rows]).toEqual([{ role: 'authenticated', name: 'delete_account' }]);
});

test("no function of public runs with its owner's rights", async () => {
  const rows = await engine.sql`
    select proname from pg_proc
    where pronamespace = 'public'::regnamespace and prosecdef and has_function_privilege('authenticated', oid, 'execute')`;
  expect([...rows]).toEqual([]);
});

test('what only the engine calls or writes is out of reach even where an app exposes the schema', async () => {
  const callable = await engine.sql`
    select proname from pg_proc, unnest(array['anon', 'authenticated', 'service_role']) role
    where pronamespace = 'overtime'::regnamespace and has_function_privilege(role, oid, 'execute')
      -- What reads and policies call as the user, and what checks the operator's claim first.
      and not (role = 'authenticated' and (proname ~ '^operator_(cancel|get|list|retry|run|summary)' or proname in ('iso_time', 'list_place', 'is_file_path', 'has_room_for_files', 'clock', 'is_locked', 'lane_lock_key')))`;
  expect([...callable]).toEqual([]);
  const open = await engine.sql`
    select relname from pg_class
    where relnamespace = 'overtime'::regnamespace and relkind = 'r' and not relrowsecurity`;
  expect([...open]).toEqual([]);
});

test('no function of ours may be executed by everybody', async () => {
  const open = await engine.sql`
    select proname from pg_proc
    where pronamespace in ('public'::regnamespace, 'overtime'::regnamespace, 'private'::regnamespace)
      and has_function_privilege('public', oid, 'execute')`;
  expect([...open]).toEqual([]);
});

test('every function of ours has an empty search path', async () => {
  const rows = await engine.sql`
    select proname from pg_proc
    where pronamespace in ('public'::regnamespace, 'overtime'::regnamespace, 'private'::regnamespace)
      and not coalesce(proconfig, '{}') @> array['search_path=""']`;
  expect([...rows]).toEqual([]);
});

test("a deleted user's jobs and usage are deleted with them", async () => {
  const leaver = '00000000-0000-4000-8000-0000000000ff';
  await engine.sql`insert into auth.users (id) values (${leaver})`;
  await engine.enqueue('one', { p_user_id: leaver });
  await engine.call('overtime_record_usage', { p_job_id: 'one', p_attempt: 1, p_usage: [usage('c1')] });
  await engine.sql`delete from auth.users where id = ${leaver}`;
  expect(await engine.sql`select from overtime.jobs`).toHaveLength(0);
  expect(await engine.sql`select from overtime.job_usage`).toHaveLength(0);
});

test('a user reaches the files of their own folder alone', async () => {
  const put = (user: string, name: string) =>
    engine.as(
      user,
      (sql) => sql`insert into storage.objects (bucket_id, name) values ('job-files', ${name})`,
    );
  await put(ada, `${ada}/x/rubric.pdf`);
  expect(await refusal(put(grace, `${ada}/x/other.pdf`))).toBe('42501');
  const seen = (user: string) =>
    engine.as(user, (sql) => sql`select name from storage.objects`.then((r) => r.length));
  expect([await seen(ada), await seen(grace)]).toEqual([1, 0]);
});
