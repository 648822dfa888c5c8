import { expect, test } from 'vitest';
import { ada, engineRig, grace, held, usage } from './engine-rig.ts';

const engine = engineRig();
const school = '00000000-0000-4000-8000-0000000000aa';
const otherSchool = '00000000-0000-4000-8000-0000000000bb';
const tables = ['jobs', 'job_stages', 'job_logs', 'job_partials'];

/** A job of Ada's with one row of everything. */
async function job(more: object): Promise<void> {
  await engine.enqueue('one', more);
  await engine.call('overtime_heartbeat_job', {
    ...held(await engine.claimed()),
    p_lease_seconds: 30,
    p_stages: [{ name: 'writing', item: 0, progress: 10 }],
    p_partial: { text: 'so far' },
    p_logs: [{ level: 'info', message: 'began', at: '2026-11-22' }],
    p_usage: [usage('call')],
  });
}

/** How many rows of each table Grace reads, with these claims in her token. */
async function seen(claims: object, names = tables): Promise<number[]> {
  const token = JSON.stringify({ sub: grace, role: 'authenticated', ...claims });
  return engine.sql.begin(async (sql) => {
    await sql`set local role authenticated`;
    await sql`select set_config('request.jwt.claims', ${token}, true)`;
    const counts: number[] = [];
    for (const name of names) counts.push((await sql`select from overtime.${sql(name)}`).length);
    return counts;
  });
}
const admin = { app_metadata: { tenant_id: school, tenant_role: 'admin' } };

test("a tenant's admin reads its users' jobs, with stages, logs and partial output", async () => {
  await job({ p_tenant_id: school });
  expect(await seen(admin)).toEqual([1, 1, 1, 1]);
});

const others: Record<string, object> = {
  'an admin of another tenant': { app_metadata: { tenant_id: otherSchool, tenant_role: 'admin' } },
  'a member who is no admin': { app_metadata: { tenant_id: school, tenant_role: 'member' } },
  'a member without a role': { app_metadata: { tenant_id: school } },
  'an admin without a tenant': { app_metadata: { tenant_role: 'admin' } },
  // user_metadata is what a user may write of themselves.
  'a user who calls themselves admin': { user_metadata: { tenant_id: school, tenant_role: 'admin' } },
  'a user whose token says so at its top': { tenant_id: school, tenant_role: 'admin' },
};
test.each(Object.entries(others))('%s reads none of it', async (_, claims) => {
  await job({ p_tenant_id: school });
  expect(await seen(claims)).toEqual([0, 0, 0, 0]);
});

test("a job without a tenant is its user's alone", async () => {
  await job({});
  expect(await seen(admin)).toEqual([0, 0, 0, 0]);
  expect(await seen({ app_metadata: { tenant_id: null, tenant_role: 'admin' } })).toEqual([0, 0, 0, 0]);
});

test('what a user spent, and their schedules, are theirs alone', async () => {
  await job({ p_tenant_id: school });
  await engine.call('overtime_save_schedule', {
    p_id: 'weekly',
    p_user_id: ada,
    p_tenant_id: school,
    p_task: 'demo-task',
    p_input: {},
    p_cron: '0 9 * * 1',
    p_time_zone: 'UTC',
    p_next_run_at: new Date(engine.now()),
  });
  expect(await seen(admin, ['job_usage', 'job_schedules'])).toEqual([0, 0]);
});

test('a retry stays in the tenant, and overtime_get_job answers its admin', async () => {
  await engine.enqueue('one', { p_tenant_id: school });
  await engine.call('overtime_cancel_job', { p_job_id: 'one', p_user_id: ada });
  await engine.call('overtime_retry_job', { p_job_id: 'one', p_user_id: ada, p_new_id: 'two' });
  expect(await seen(admin, ['jobs'])).toEqual([2]);
  const token = JSON.stringify({ sub: grace, role: 'authenticated', ...admin });
  const read = await engine.sql.begin(async (sql) => {
    await sql`set local role authenticated`;
    await sql`select set_config('request.jwt.claims', ${token}, true)`;
    return sql`select public.overtime_get_job('two') ->> 'jobId' as id`;
  });
  expect([...read]).toEqual([{ id: 'two' }]);
});
