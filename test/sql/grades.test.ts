import { beforeEach, expect, test } from 'vitest';
import { sampleRubric } from '../support/sample-rubrics.ts';
import { ada, engineRig, grace, held, refusal } from '../overtime/sql/engine-rig.ts';

const engine = engineRig();
beforeEach(() => engine.sql.unsafe('delete from public.grades; delete from public.edits'));

const task = 'grade-submission';
const rubric = sampleRubric(1);
const grades = [
  {
    category: 'Thesis',
    level: 'Good',
    points: 12.5,
    maxPoints: 20,
    reasons: 'Clear.',
    quotes: ['Bees matter.'],
  },
  { category: 'Length', level: null, points: 4, maxPoints: 5, reasons: 'Short.', quotes: [] },
];
const result = {
  grades,
  totalPoints: 16.5,
  maxPoints: 25,
  percentage: 66,
  feedback: 'Count more beds.',
  submission: 'Bees matter.',
  notRead: 'Page 2 is a picture.',
};

async function complete(id: string, input: object = {}, more: object = {}, given: object = result) {
  await engine.enqueue(id, { p_task: task, p_input: { rubric, ...input }, ...more });
  const job = await engine.claimed({ p_task: task });
  await engine.call('overtime_complete_job', { ...held(job), p_result: given });
}
const kept = async () => [...(await engine.sql`select * from public.grades order by id`)];
const correct = (user: string, part: string, content: object | null, note: string | null = null) =>
  engine.as(
    user,
    (sql) => sql`
      insert into public.edits (subject, part, content, note)
      values ('grade:one', ${part}, ${content === null ? null : sql.json(content as never)}, ${note})`,
  );
const gradebook = async (user: string) => [
  ...(await engine.as(user, (sql) => sql`select * from public.gradebook order by id`)),
];

test('a graded submission stays with its student, rubric, grades and text', async () => {
  await complete('one', { student: 'Ada Lovelace', rubricId: 'a-rubric' });
  await complete('two');
  const common = {
    user_id: ada,
    rubric,
    total_points: '16.5',
    max_points: '25',
    percentage: '66',
    grades,
    feedback: result.feedback,
    submission: result.submission,
    not_read: result.notRead,
    sample: false,
    created_at: new Date(engine.now()),
  };
  expect(await kept()).toEqual([
    { id: 'one', student: 'Ada Lovelace', rubric_id: 'a-rubric', ...common },
    { id: 'two', student: null, rubric_id: null, ...common },
  ]);
});

test('a result without grades is not taken, and leaves the job at work', async () => {
  await expect(complete('one', {}, {}, { ...result, grades: undefined })).rejects.toThrow(/grades/);
  expect(await engine.row('one')).toMatchObject({ status: 'processing' });
  expect(await kept()).toEqual([]);
});

test('the newest correction of a part counts, and an undone one does not', async () => {
  await complete('one');
  await correct(ada, 'category:1', { points: 15, level: 'Good' }, 'First look');
  await correct(ada, 'category:1', { points: 18, level: 'Excellent' }, 'She cites it');
  await correct(ada, 'category:2', { points: 1, level: null });
  await correct(ada, 'category:2', null);
  await correct(ada, '', { student: 'Ada', feedback: 'Well done.' });
  const [row] = await gradebook(ada);
  expect(row).toMatchObject({
    total_points: '16.5',
    rubric_title: rubric.title,
    edits: {
      'category:1': { content: { points: 18, level: 'Excellent' }, note: 'She cites it' },
      '': { content: { student: 'Ada', feedback: 'Well done.' }, note: null },
    },
  });
  expect(Object.keys(row?.['edits'] as object)).toHaveLength(2);
  expect(row).not.toHaveProperty('submission');
});

test("another user's grades are not seen, and another user's correction changes none", async () => {
  await complete('one');
  await correct(grace, 'category:1', { points: 20, level: 'Good' });
  expect(await gradebook(grace)).toEqual([]);
  expect(await gradebook(ada)).toMatchObject([{ id: 'one', edits: {} }]);
  const seen = await engine.as(grace, (sql) => sql`select id from public.grades`);
  expect(seen).toHaveLength(0);
});

test('its owner deletes a grade with its corrections; nobody else does, and nobody writes one', async () => {
  await complete('one');
  await correct(ada, 'category:1', { points: 20, level: 'Good' });
  await correct(grace, 'category:1', { points: 20, level: 'Good' });
  for (const statement of [
    `update public.grades set total_points = 25`,
    `insert into public.grades (id) values ('x')`,
    `insert into public.gradebook (id) values ('x')`,
  ]) {
    const refused = await refusal(engine.as(ada, (sql) => sql.unsafe(statement)));
    expect([statement, refused]).toEqual([statement, '42501']);
  }
  const remove = (user: string) => engine.as(user, (sql) => sql`delete from public.grades returning id`);
  expect((await remove(grace)).length).toBe(0);
  expect((await remove(ada)).length).toBe(1);
  expect([...(await engine.sql`select user_id from public.edits`)]).toEqual([{ user_id: grace }]);
});

test('grades stay when their job is purged, and go with their user', async () => {
  const leaver = '00000000-0000-4000-8000-0000000000fe';
  await engine.sql`insert into auth.users (id) values (${leaver})`;
  await complete('one', {}, { p_user_id: leaver, p_retention_hours: 1 });
  await engine.passSeconds(3600);
  expect(await engine.call('overtime_purge_jobs', { p_limit: 10 })).toBe(1);
  expect(await kept()).toHaveLength(1);
  await engine.sql`delete from auth.users where id = ${leaver}`;
  expect(await kept()).toEqual([]);
});
