import { expect, test } from 'vitest';
import { runAttempt } from '../../src/overtime/engine/run-attempt.ts';
import { defineTask } from '../../src/overtime/task.ts';
import { createWorld } from '../../src/tasks/create-world/contract.ts';
import { attemptRig } from '../overtime/engine/attempt-rig.ts';
import { sampleLore } from '../tasks/lore/sample-lore.ts';
import { ada, grace, refusal, usage } from '../overtime/sql/engine-rig.ts';

const rig = attemptRig();
const { database } = rig;
const worlds = async () => [...(await database.sql`select * from public.worlds order by id`)];

const world = {
  title: 'The Cracked Bell',
  premise: 'A choice.',
  story: '## Low Water\n\nShe came.',
  wordCount: 4,
};

/** Runs the next attempt of a create-world job, whose work is done at once. */
async function run(made: Partial<typeof world> = {}, onRun: () => Promise<unknown> = async () => undefined) {
  const job = await rig.engine.claim('create-world', createWorld.policy, null);
  if (!job) throw new Error('Nothing was due.');
  const task = defineTask(createWorld, async ({ jobId, stage }) => {
    await onRun();
    return stage('outline', async () => ({ worldId: jobId, ...world, ...made }));
  });
  return runAttempt(task, job, rig.environment, rig.limits(), () => false);
}
const enqueue = (id: string) =>
  database.enqueue(id, {
    p_task: 'create-world',
    p_retention_hours: createWorld.policy.retentionHours,
    p_input: { theme: 'a tidal city', lore: sampleLore },
  });

test('a completed job leaves its world, and another task none', async () => {
  await enqueue('one');
  await database.enqueue('other');
  expect(await run()).toMatchObject({ kind: 'completed' });
  const result = { title: 'x', story: 'y' };
  await rig.engine.complete(await rig.claimed(), { result, stage: null, logs: [], usage: [] }, null);
  expect(await worlds()).toEqual([
    {
      id: 'one',
      user_id: ada,
      title: 'The Cracked Bell',
      theme: 'a tidal city',
      premise: 'A choice.',
      story: world.story,
      lore: sampleLore,
      sample: false,
      created_at: new Date(database.now()),
    },
  ]);
});

test('a world says when it is made of samples', async () => {
  await enqueue('two');
  const job = await rig.engine.claim('create-world', createWorld.policy, null);
  if (!job) throw new Error('Nothing was due.');
  const task = defineTask(createWorld, async ({ jobId, stage, recordUsage }) => {
    await stage('story', async () => recordUsage({ ...usage('c1'), provider: 'sample' } as never));
    return { worldId: jobId, ...world };
  });
  await runAttempt(task, job, rig.environment, rig.limits(), () => false);
  expect(await database.sql`select sample from public.worlds where id = 'two'`).toMatchObject([
    { sample: true },
  ]);
});

test('a world that cannot be saved fails its job at once, with a code, and an operator sees the rule', async () => {
  await enqueue('three');
  expect(await run({ story: '' })).toMatchObject({ kind: 'failed' });
  expect(await database.row('three')).toMatchObject({
    status: 'failed',
    attempt: 1,
    lease_id: null,
    result: null,
    error: { code: 'not_saved', retryable: false, message: expect.stringContaining('refused to save') },
  });
  expect(await database.sql`select from public.worlds where id = 'three'`).toHaveLength(0);
  const [attempt] = await database.sql`
    select internal_error from overtime.job_attempts where job_id = 'three'`;
  expect(attempt?.['internal_error']).toContain('a_world_has_a_story');
  // The place it had is free again.
  await enqueue('four');
  expect(await run()).toMatchObject({ kind: 'completed' });
});

test('a job that is cancelled while it completes leaves no world', async () => {
  await enqueue('five');
  const outcome = await run({}, () =>
    database.call('overtime_cancel_job', { p_job_id: 'five', p_user_id: ada }),
  );
  expect(outcome).toEqual({ kind: 'cancelled' });
  expect(await database.sql`select from public.worlds where id = 'five'`).toHaveLength(0);
});

test('the owner reads and deletes their worlds; another user and a visitor reach none', async () => {
  await enqueue('six');
  await run();
  const count = (user: string) =>
    database.as(user, (sql) => sql`select from public.worlds where id = 'six'`.then((rows) => rows.length));
  const remove = (user: string) =>
    database.as(user, (sql) =>
      sql`delete from public.worlds where id = 'six' returning id`.then((r) => r.length),
    );
  expect([await count(ada), await count(grace), await remove(grace)]).toEqual([1, 0, 0]);
  const anonymous = database.sql.begin(async (sql) => {
    await sql`set local role anon`;
    await sql`select from public.worlds`;
  });
  expect(await refusal(anonymous)).toBe('42501');
  expect(await remove(ada)).toBe(1);
});

test('nobody makes or changes a world, not even its owner', async () => {
  for (const statement of [
    `update public.worlds set title = 'x'`,
    `insert into public.worlds default values`,
    'truncate public.worlds',
  ]) {
    expect([statement, await refusal(database.as(ada, (sql) => sql.unsafe(statement)))]).toEqual([
      statement,
      '42501',
    ]);
  }
});

test('a world stays when its job is purged after a day', async () => {
  await enqueue('seven');
  await run();
  await database.passSeconds(24 * 3600 + 1);
  expect(await database.call('overtime_purge_jobs', { p_limit: 10 })).toBe(1);
  expect(await database.sql`select from public.worlds where id = 'seven'`).toHaveLength(1);
});

test("a deleted user's worlds are deleted with them", async () => {
  const leaver = '00000000-0000-4000-8000-0000000000fe';
  await database.sql`insert into auth.users (id) values (${leaver})`;
  await database.enqueue('eight', {
    p_user_id: leaver,
    p_task: 'create-world',
    p_input: { theme: 'a tidal city', lore: sampleLore },
  });
  await run();
  expect(await database.sql`select from public.worlds where user_id = ${leaver}`).toHaveLength(1);
  await database.sql`delete from auth.users where id = ${leaver}`;
  expect(await database.sql`select from public.worlds where user_id = ${leaver}`).toHaveLength(0);
});
