import { expect, test } from 'vitest';
import { ada, engineRig, grace, held, refusal } from '../overtime/sql/engine-rig.ts';

const engine = engineRig();
const users = async () => (await engine.sql`select id from auth.users order by id`).map((row) => row['id']);

test('nobody deletes an account without being signed in, or as a service', async () => {
  const asAnon = engine.sql.begin(async (sql) => {
    await sql`select set_config('role', 'anon', true)`;
    await sql`select public.delete_account()`;
  });
  expect(await refusal(asAnon)).toBe('42501');
  expect(await refusal(engine.call('delete_account'))).toBe('42501');
  const withoutUser = engine.as('', (sql) => sql`select public.delete_account()`);
  expect(await refusal(withoutUser)).toBeDefined();
  expect(await users()).toEqual([ada, grace]);
});

test('a user deletes the own account, with jobs at work and all rows, and no one else', async () => {
  for (const [id, user] of [
    ['hers', ada],
    ['his', grace],
  ] as const) {
    await engine.enqueue(`${id}-running`, { p_user_id: user });
    await engine.sql`
      insert into public.rubrics (id, user_id, made_by, title, total_points, rubric, sample, created_at)
      values (${id}, ${user}, 'extract-rubric', 'Essay', 10, '{}', false, now())`;
    await engine.as(
      user,
      (sql) => sql`insert into public.edits (subject, content) values ('rubric:x', '{}')`,
    );
  }
  const job = await engine.claimed();
  await engine.as(ada, (sql) => sql`select public.delete_account()`);
  expect(await users()).toEqual([grace]);
  expect([...(await engine.sql`select id from overtime.jobs`)]).toEqual([{ id: 'his-running' }]);
  expect([...(await engine.sql`select user_id from public.edits`)]).toEqual([{ user_id: grace }]);
  expect([...(await engine.sql`select id from public.rubrics`)]).toEqual([{ id: 'his' }]);
  // What its worker writes afterwards is refused.
  expect(job.jobId).toBe('hers-running');
  expect(await refusal(engine.call('overtime_complete_job', { ...held(job), p_result: {} }))).toBe('OT001');
});
