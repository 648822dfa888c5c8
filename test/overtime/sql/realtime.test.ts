import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { checkout } from '../../../src/local/checkout.ts';
import { migrate } from '../../../src/local/migrate.ts';
import { asPostgres, createDatabase, type TestDatabase } from '../../support/plain-postgres.ts';
import { ada, grace } from './engine-rig.ts';
import { defaultLimits } from '../../support/default-limits.ts';

let database: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  database = await createDatabase('bare');
  ({ sql } = database);
  await sql.unsafe(await readFile(join(checkout, 'src', 'local', 'realtime.sql'), 'utf8'));
  // Owned as on a hosted project.
  await sql`alter table realtime.messages owner to supabase_realtime_admin`;
  await sql`alter function realtime.send owner to supabase_realtime_admin`;
  await asPostgres(database.url, (owner) => migrate(owner, join(checkout, 'supabase', 'migrations')));
  await sql`insert into auth.users ${sql([{ id: ada }, { id: grace }])}`;
});
beforeEach(async () => {
  await sql`truncate overtime.jobs, realtime.messages cascade`;
});
afterAll(() => database.drop());

async function call<T>(name: string, parameters: Record<string, unknown>): Promise<T> {
  const names = Object.keys(parameters);
  const rows = await sql.begin(async (transaction) => {
    await transaction`set local role service_role`;
    return transaction.unsafe<{ value: T }[]>(
      `select public.${name}(${names.map((key, index) => `${key} => $${index + 1}`).join(', ')}) as value`,
      Object.values(parameters) as never[],
    );
  });
  return rows[0]?.value as T;
}

async function claimedJob(id: string): Promise<{ p_job_id: string; p_lease_id: string }> {
  await call('overtime_enqueue_job', {
    p_id: id,
    p_user_id: ada,
    p_task: 'demo-task',
    p_input: { topic: id },
    ...defaultLimits,
  });
  const { jobId, leaseId } = await call<{ jobId: string; leaseId: string }>('overtime_claim_job', {
    p_task: 'demo-task',
    p_lease_seconds: 30,
  });
  return { p_job_id: jobId, p_lease_id: leaseId };
}

/** What a user who joins a job's channel may hear; the number of messages that the policy lets through. */
async function heardBy(userId: string, topic: string): Promise<number> {
  return sql.begin(async (transaction) => {
    await transaction`set local role authenticated`;
    await transaction`select set_config('request.jwt.claims', ${JSON.stringify({ sub: userId, role: 'authenticated' })}, true)`;
    await transaction`select set_config('realtime.topic', ${topic}, true)`;
    return (await transaction`select from realtime.messages where topic = ${topic}`).length;
  });
}

const messages = () =>
  sql<{ topic: string; event: string; payload: unknown; private: boolean }[]>`
    select topic, event, payload, private from realtime.messages order by inserted_at`;

test('a change of status is sent on the private channel of the job, and the start of work with what it changes', async () => {
  const held = await claimedJob('one');
  await call('overtime_heartbeat_job', {
    ...held,
    p_lease_seconds: 30,
    p_progress: 40,
    p_message: 'Reading',
  });
  await call('overtime_complete_job', { ...held, p_result: { secret: 'of the user' } });
  const sent = await messages();
  expect(sent.map(({ payload }) => payload)).toEqual([
    {
      since: 1,
      version: 2,
      status: 'processing',
      changes: [
        [['status'], 'processing'],
        [['waitsFor'], null],
        [['attempt'], 1],
        [['message'], null],
        [['startedAt'], expect.any(String)],
      ],
    },
    { since: 3, version: 4, status: 'completed' },
  ]);
  for (const message of sent)
    expect(message).toMatchObject({ topic: 'job:one', event: 'job', private: true });
  expect(JSON.stringify(sent)).not.toContain('secret');
});

test('who joins a channel is checked by the key of the job, beside many jobs', async () => {
  await claimedJob('one');
  await sql`
    insert into overtime.jobs (
      id, user_id, task, contract_version, priority, input, max_attempts, run_at, created_at, updated_at,
      retention_hours
    )
    select 'many-' || n, ${ada}, 'other-task', 1, 5, '{}', 1, now(), now(), now(), 1
    from generate_series(1, 20000) as n`;
  await sql`analyze overtime.jobs`;
  const plan = await sql.begin(async (transaction) => {
    await transaction`set local role authenticated`;
    await transaction`
      select set_config('realtime.topic', 'job:one', true),
        set_config('request.jwt.claims', ${JSON.stringify({ sub: ada, role: 'authenticated' })}, true)`;
    return transaction`explain (analyze, buffers, format json) select from realtime.messages`;
  });
  const [answer] = plan as unknown as [{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }];
  const { Plan } = answer['QUERY PLAN'][0];
  expect(Plan['Actual Rows']).toBe(1);
  expect(JSON.stringify(Plan)).toContain('jobs_pkey');
  expect(Plan['Shared Hit Blocks']! + Plan['Shared Read Blocks']!).toBeLessThan(50);
});

test('only the owner of a job receives its messages', async () => {
  await claimedJob('one');
  expect(await heardBy(ada, 'job:one')).toBe(1);
  expect(await heardBy(grace, 'job:one')).toBe(0);
  expect(await heardBy(grace, 'job:%')).toBe(0);
  expect(await heardBy(ada, 'any:one')).toBe(0);
});

test('nobody can send to the channel of a job', async () => {
  await claimedJob('one');
  const forging = sql.begin(async (transaction) => {
    await transaction`set local role authenticated`;
    await transaction`select set_config('request.jwt.claims', ${JSON.stringify({ sub: ada, role: 'authenticated' })}, true)`;
    await transaction`insert into realtime.messages (topic, extension) values ('job:one', 'broadcast')`;
  });
  await expect(forging).rejects.toMatchObject({ code: '42501' });
});

test('a project without Realtime has no trace of it', async () => {
  const plain = await createDatabase();
  try {
    expect(await plain.sql`select from pg_trigger where tgname = 'send_status'`).toHaveLength(0);
    expect(await plain.sql`select from pg_proc where proname = 'send_status'`).toHaveLength(0);
  } finally {
    await plain.drop();
  }
});

test('the schema says whether who reads a job may hear of its changes', async () => {
  const asked = () => call<{ realtime: boolean | null }>('overtime_schema_version', {});
  expect(await asked()).toMatchObject({ realtime: true });
  const undo = new Error('undo');
  await sql
    .begin(async (transaction) => {
      await transaction.unsafe('drop policy "Who reads a job hears of its changes" on realtime.messages');
      const [without] = await transaction`select public.overtime_schema_version() -> 'realtime' as realtime`;
      expect(without).toEqual({ realtime: false });
      await transaction.unsafe('drop schema realtime cascade');
      const [none] = await transaction`select public.overtime_schema_version() -> 'realtime' as realtime`;
      expect(none).toEqual({ realtime: null });
      throw undo;
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error;
    });
});
