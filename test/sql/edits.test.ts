import { beforeEach, expect, test } from 'vitest';
import { ada, engineRig, grace, refusal } from '../overtime/sql/engine-rig.ts';

const engine = engineRig();
beforeEach(() => engine.sql`delete from public.edits`);

const edit = (user: string, content: string, subject = 'rubric:one') =>
  engine.as(
    user,
    (sql) =>
      sql`insert into public.edits (subject, part, content) values (${subject}, '', ${sql.json({ title: content })})`,
  );
const titles = (user: string) =>
  engine.as(user, (sql) => sql`select content ->> 'title' as title from public.edits order by id desc`);

test('a user adds edits, reads the newest first, and deletes them; another user sees none', async () => {
  await edit(ada, 'First');
  await edit(ada, 'Second');
  expect([...(await titles(ada))]).toEqual([{ title: 'Second' }, { title: 'First' }]);
  expect(await titles(grace)).toHaveLength(0);
  const remove = (user: string) =>
    engine.as(user, (sql) => sql`delete from public.edits`.then(({ count }) => count));
  expect([await remove(grace), await remove(ada)]).toEqual([0, 2]);
});

test('nobody changes an edit, adds one for another user, or dates one', async () => {
  await edit(ada, 'First');
  for (const statement of [
    `update public.edits set content = '{}'`,
    `insert into public.edits (subject, user_id) values ('rubric:one', '${grace}')`,
    `insert into public.edits (subject, created_at) values ('rubric:one', '2000-01-01')`,
  ]) {
    expect([statement, await refusal(engine.as(ada, (sql) => sql.unsafe(statement)))]).toEqual([
      statement,
      '42501',
    ]);
  }
});

test('an edit of an unknown kind, or longer than a megabyte, is refused', async () => {
  expect(await refusal(edit(ada, 'x', 'invoice:one'))).toBe('23514');
  expect(await refusal(edit(ada, 'x'.repeat(1_048_577)))).toBe('23514');
});

test('the 50 newest versions of a part are kept', async () => {
  await engine.sql`
    insert into public.edits (user_id, subject, content)
    select ${ada}, 'rubric:one', jsonb_build_object('title', n) from generate_series(1, 60) as n`;
  await edit(ada, 'Newest');
  const kept = await titles(ada);
  expect(kept).toHaveLength(50);
  expect([kept[0], kept[49]]).toEqual([{ title: 'Newest' }, { title: '12' }]);
});

test('a user has 10,000 edits at most', async () => {
  await engine.sql`alter table public.edits disable trigger bound_edits`;
  await engine.sql`
    insert into public.edits (user_id, subject, part)
    select ${ada}, 'rubric:one', n::text from generate_series(1, 10000) as n`;
  await engine.sql`alter table public.edits enable trigger bound_edits`;
  expect(await refusal(edit(ada, 'One more'))).toBe('53400');
  await edit(grace, 'Mine');
});
