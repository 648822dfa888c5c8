import { beforeEach, expect, test } from 'vitest';
import { generateCharacters } from '../../src/tasks/generate-characters/contract.ts';
import { sampleCharacter } from '../tasks/lore/sample-lore.ts';
import { attemptRig } from '../overtime/engine/attempt-rig.ts';
import { ada, grace, refusal } from '../overtime/sql/engine-rig.ts';

const rig = attemptRig();
const { database } = rig;
beforeEach(() => database.sql.unsafe('delete from public.lore_items; delete from public.edits'));

/** A job that has written so many characters. */
async function written(id: string, count: number, user = ada): Promise<void> {
  await database.enqueue(id, {
    p_user_id: user,
    p_task: 'generate-characters',
    p_input: { theme: 'a tidal city', count },
    p_retention_hours: generateCharacters.policy.retentionHours,
  });
  const job = await rig.engine.claim('generate-characters', generateCharacters.policy, null);
  if (!job) throw new Error('Nothing was due.');
  const items = Array.from({ length: count }, (_, index) => sampleCharacter(`${id} ${index}`));
  await rig.engine.complete(job, { result: { items }, stage: null, logs: [], usage: [] }, null);
}

interface Line {
  readonly job_id: string;
  readonly item_index: number;
  readonly name: string;
  readonly chosen: boolean;
}
const shelf = (user = ada) =>
  database.as(
    user,
    (sql) => sql<Line[]>`
      select job_id, item_index, item ->> 'name' as name, chosen from public.lore_items
      where not removed order by id desc`,
  );
const names = async (user = ada) => (await shelf(user)).map(({ name }) => name);
/** As a page adds what a job had finished. */
const add = (user: string, jobId: string, count: number, more: object = {}) =>
  database.as(user, (sql) => {
    const rows = Array.from({ length: count }, (_, index) => ({
      job_id: jobId,
      item_index: index,
      kind: 'characters',
      item: sql.json(sampleCharacter(`${jobId} ${index}`)),
      theme: 'a tidal city',
      sample: true,
      ...more,
    })).toReversed();
    return sql`insert into public.lore_items ${sql(rows)} on conflict do nothing`.then(() => {});
  });

test('a completed job leaves its items once, in its order, the newest job first', async () => {
  await written('one', 2);
  await written('two', 1);
  expect(await names()).toEqual(['two 0', 'one 0', 'one 1']);
  const [line] = await database.sql`select * from public.lore_items where job_id = 'one' and item_index = 1`;
  expect(line).toMatchObject({
    user_id: ada,
    kind: 'characters',
    item: sampleCharacter('one 1'),
    theme: 'a tidal city',
    sample: false,
    chosen: true,
    removed: false,
  });
  await add(ada, 'one', 2);
  expect(await names()).toHaveLength(3);
});

test('an item that was removed is not added again, is put back in its place, and is deleted after a day', async () => {
  await written('one', 3);
  const set = (removed: boolean) =>
    database.as(ada, (sql) =>
      sql`update public.lore_items set removed = ${removed} where item_index = 1`.then(() => {}),
    );
  await set(true);
  await add(ada, 'one', 3);
  expect(await names()).toEqual(['one 0', 'one 2']);
  await set(false);
  expect(await names()).toEqual(['one 0', 'one 1', 'one 2']);

  await set(true);
  await database.sql`update public.lore_items set created_at = now() - interval '25 hours'`;
  await written('two', 1);
  expect(await database.sql`select from public.lore_items where removed`).toHaveLength(0);
  expect(await names()).toEqual(['two 0', 'one 0', 'one 2']);
});

test('ten of a kind are chosen at most, as many as a world takes', async () => {
  await written('one', 8);
  await written('two', 8);
  const chosen = async () => (await shelf()).filter((line) => line.chosen);
  expect(await chosen()).toHaveLength(10);
  const choose = (jobId: string, value: boolean) =>
    database.as(ada, (sql) =>
      sql`update public.lore_items set chosen = ${value} where job_id = ${jobId}`.then(() => {}),
    );
  await choose('two', true);
  expect(await chosen()).toHaveLength(10);
  await choose('one', false);
  await choose('two', true);
  expect((await chosen()).map(({ job_id: id }) => id)).toEqual(Array<string>(8).fill('two'));
  // A removed one leaves its place to another.
  await database.as(ada, (sql) =>
    sql`update public.lore_items set removed = true where job_id = 'two'`.then(() => {}),
  );
  await choose('one', true);
  expect(await chosen()).toHaveLength(8);
});

test('the 200 newest items that are not chosen are kept, and all that are', async () => {
  await written('first', 10);
  for (let job = 0; job < 21; job += 1) await add(ada, `job-${job}`, 10, { chosen: false });
  const lines = await shelf();
  expect(lines).toHaveLength(210);
  expect(lines[0]?.name).toBe('job-20 0');
  expect(lines.filter(({ chosen }) => chosen).map(({ job_id: id }) => id)).toEqual(
    Array<string>(10).fill('first'),
  );
});

test("a user reaches none of another user's items, and a visitor none at all", async () => {
  await written('one', 2);
  expect(await names(grace)).toEqual([]);
  const changed = (statement: string) =>
    database.as(grace, (sql) => sql.unsafe(statement).then(({ count }) => count));
  expect(await changed('update public.lore_items set removed = true')).toBe(0);
  expect(await changed('delete from public.lore_items')).toBe(0);
  // The same place of the same job is another user's own.
  await add(grace, 'one', 1);
  expect(await names(grace)).toEqual(['one 0']);
  expect(await names()).toHaveLength(2);
  const anonymous = database.sql.begin(async (sql) => {
    await sql`set local role anon`;
    await sql`select from public.lore_items`;
  });
  expect(await refusal(anonymous)).toBe('42501');
});

test('nobody adds an item for another user, dates one, or changes what it says', async () => {
  await written('one', 1);
  const values = `job_id, item_index, kind, item, theme, sample`;
  for (const statement of [
    `insert into public.lore_items (user_id, ${values}) values ('${ada}', 'x', 0, 'relics', '{}', '', true)`,
    `insert into public.lore_items (created_at, ${values}) values (now(), 'x', 0, 'relics', '{}', '', true)`,
    `update public.lore_items set item = '{}'`,
    `update public.lore_items set user_id = '${ada}'`,
    `update public.lore_items set sample = false`,
    'truncate public.lore_items',
  ]) {
    expect([statement, await refusal(database.as(grace, (sql) => sql.unsafe(statement)))]).toEqual([
      statement,
      '42501',
    ]);
  }
});

test('an item of an unknown kind, one that is no object, and one longer than 64 kB are refused', async () => {
  expect(await refusal(add(ada, 'x', 1, { kind: 'spells' }))).toBe('23514');
  expect(await refusal(add(ada, 'x', 1, { item: 3 }))).toBe('23514');
  expect(await refusal(add(ada, 'x', 1, { item: { name: 'x'.repeat(65_536) } }))).toBe('23514');
});

test('items stay when their job is purged, and go with their user', async () => {
  const leaver = '00000000-0000-4000-8000-0000000000fd';
  await database.sql`insert into auth.users (id) values (${leaver})`;
  await written('one', 1, leaver);
  await database.passSeconds(24 * 3600 + 1);
  expect(await database.call('overtime_purge_jobs', { p_limit: 10 })).toBe(1);
  expect(await names(leaver)).toEqual(['one 0']);
  await database.sql`delete from auth.users where id = ${leaver}`;
  expect(await database.sql`select from public.lore_items`).toHaveLength(0);
});

const edit = (part: string, content: object | null, user = ada) => database.sql`
  insert into public.edits (user_id, subject, part, content)
  values (${user}, 'lore:one', ${part}, ${content === null ? null : database.sql.json(content as never)})`;
const edited = (user = ada) =>
  database
    .as(user, (sql) => sql`select item ->> 'name' as name from public.edited_lore order by id desc`)
    .then((rows) => rows.map(({ name }) => name as string));

test("an item is read as its user edited it last; what was undone, or is another user's edit, does not count", async () => {
  await written('one', 3);
  await edit('item:0', sampleCharacter('Older'));
  await edit('item:0', sampleCharacter('Newer'));
  await edit('item:1', sampleCharacter('Undone'));
  await edit('item:1', null);
  await edit('item:2', sampleCharacter('Of another user'), grace);
  expect(await edited()).toEqual(['Newer', 'one 1', 'one 2']);
  expect(await edited(grace)).toEqual([]);
});

test('an edit that is no item of the kind leaves the item as the job wrote it', async () => {
  await written('one', 2);
  await edit('item:0', { name: 'Nameless but for this' });
  await edit('item:1', { ...sampleCharacter('Listless'), traits: 'none' });
  expect(await edited()).toEqual(['one 0', 'one 1']);
});

test('a deleted item takes its edits with it, and no others', async () => {
  await written('one', 2);
  await edit('item:0', sampleCharacter('Mine'));
  await edit('item:1', sampleCharacter('Another'));
  await edit('item:0', sampleCharacter('Hers'), grace);
  await database.as(ada, (sql) => sql`delete from public.lore_items where item_index = 0`);
  expect([...(await database.sql`select user_id, part from public.edits order by id`)]).toEqual([
    { user_id: ada, part: 'item:1' },
    { user_id: grace, part: 'item:0' },
  ]);
});
