import { beforeEach, expect, test } from 'vitest';
import { asWritten } from '../../src/tasks/rubric/rubric-markdown.ts';
import { sampleRubric } from '../support/sample-rubrics.ts';
import { ada, engineRig, grace, held, refusal } from '../overtime/sql/engine-rig.ts';

const engine = engineRig();
beforeEach(() => engine.sql.unsafe('delete from public.rubrics; delete from public.edits'));

async function complete(id: string, task: string, result: unknown = asWritten(sampleRubric(1))) {
  await engine.enqueue(id, { p_task: task });
  const job = await engine.claimed({ p_task: task });
  await engine.call('overtime_complete_job', { ...held(job), p_result: result });
}
const rubrics = async () => [...(await engine.sql`select * from public.rubrics order by id`)];

test('a completed job that wrote a rubric leaves it to its user, and another task leaves none', async () => {
  await complete('one', 'extract-rubric');
  await complete('two', 'enhance-rubric');
  await complete('three', 'demo-task', { any: 'result' });
  const rubric = sampleRubric(1);
  const common = { user_id: ada, title: rubric.title, total_points: '100', rubric, sample: false };
  const created_at = new Date(engine.now());
  expect(await rubrics()).toEqual([
    { id: 'one', made_by: 'extract-rubric', ...common, created_at },
    { id: 'two', made_by: 'enhance-rubric', ...common, created_at },
  ]);
});

test('a result that is no rubric is not taken, and leaves the job at work', async () => {
  await expect(complete('one', 'extract-rubric', { rubric: null })).rejects.toThrow(/title/);
  expect(await engine.row('one')).toMatchObject({ status: 'processing' });
  expect(await rubrics()).toEqual([]);
});

test('a rubric stays when its job is purged, and goes with its user', async () => {
  const leaver = '00000000-0000-4000-8000-0000000000fe';
  await engine.sql`insert into auth.users (id) values (${leaver})`;
  await engine.enqueue('one', { p_task: 'extract-rubric', p_user_id: leaver, p_retention_hours: 1 });
  const job = await engine.claimed({ p_task: 'extract-rubric' });
  await engine.call('overtime_complete_job', { ...held(job), p_result: asWritten(sampleRubric(2)) });
  await engine.passSeconds(3600);
  expect(await engine.call('overtime_purge_jobs', { p_limit: 10 })).toBe(1);
  expect(await rubrics()).toHaveLength(1);
  await engine.sql`delete from auth.users where id = ${leaver}`;
  expect(await rubrics()).toEqual([]);
});

test('its owner reads and deletes a rubric; nobody else sees it, and nobody writes one', async () => {
  await complete('one', 'extract-rubric');
  const seenBy = (user: string) => engine.as(user, (sql) => sql`select id from public.rubrics`);
  expect([(await seenBy(ada)).length, (await seenBy(grace)).length]).toEqual([1, 0]);
  const change = engine.as(ada, (sql) => sql`update public.rubrics set title = 'Mine'`);
  expect(await refusal(change)).toBe('42501');
  const insert = engine.as(ada, (sql) => sql`insert into public.rubrics (id) values ('x')`);
  expect(await refusal(insert)).toBe('42501');
  const remove = (user: string) => engine.as(user, (sql) => sql`delete from public.rubrics returning id`);
  expect((await remove(grace)).length).toBe(0);
  expect((await remove(ada)).length).toBe(1);
});

test('a deleted rubric takes the edits of its user with it', async () => {
  await complete('one', 'extract-rubric');
  await engine.sql`
    insert into public.edits (user_id, subject)
    values (${ada}, 'rubric:one'), (${ada}, 'rubric:two'), (${grace}, 'rubric:one')`;
  await engine.as(ada, (sql) => sql`delete from public.rubrics`);
  expect([...(await engine.sql`select user_id, subject from public.edits order by id`)]).toEqual([
    { user_id: ada, subject: 'rubric:two' },
    { user_id: grace, subject: 'rubric:one' },
  ]);
});
