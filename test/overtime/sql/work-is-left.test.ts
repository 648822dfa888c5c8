import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ada, engineRig, held } from './engine-rig.ts';

const engine = engineRig();
const snippet = readFileSync(
  new URL('../../../supabase/snippets/sweep_every_10_seconds.sql', import.meta.url),
  'utf8',
);

async function workIsLeft(): Promise<boolean> {
  const [row] = await engine.sql<[{ left: boolean }]>`select overtime.work_is_left() as left`;
  return row.left;
}

test('nothing is left when there is no job, or every job is in good hands', async () => {
  expect(await workIsLeft()).toBe(false);
  await engine.enqueue('dispatched');
  expect(await workIsLeft()).toBe(false);
  await engine.enqueue('later', { p_run_at: new Date(engine.now() + 60_000) });
  const job = await engine.claimed();
  await engine.passSeconds(25);
  await engine.call('overtime_heartbeat_job', { ...held(job), p_lease_seconds: 30 });
  await engine.passSeconds(25);
  // Its rescue is due, and the heartbeat has put it off.
  expect(await workIsLeft()).toBe(false);
});

test('a silent worker leaves work, until the job restarts', async () => {
  await engine.enqueue('one');
  await engine.claimed();
  await engine.passSeconds(31);
  expect(await workIsLeft()).toBe(true);
  await engine.call('overtime_sweep_jobs', { p_limit: 10 });
  expect(await workIsLeft()).toBe(false);
});

test('a job whose time has come is left, and one whose dispatch was lost', async () => {
  await engine.enqueue('later', { p_run_at: new Date(engine.now() + 60_000) });
  await engine.passSeconds(60);
  expect(await workIsLeft()).toBe(true);
  await engine.sql`truncate overtime.jobs cascade`;
  await engine.enqueue('lost');
  await engine.passSeconds(21);
  expect(await workIsLeft()).toBe(true);
});

test('the clock in the database calls the sweep when work is left, and only then', async () => {
  // What the snippet finds of pg_cron, pg_net and the vault on a hosted project; none of them is here.
  await engine.sql.unsafe(`
    create schema cron; create schema net; create schema vault;
    create table cron.job (jobid bigint generated always as identity, jobname text primary key, schedule text, command text);
    create table cron.job_run_details (jobid bigint, end_time timestamptz);
    create function cron.schedule(text, text, text) returns bigint language sql as
      'insert into cron.job (jobname, schedule, command) values ($1, $2, $3)
       on conflict (jobname) do update set schedule = excluded.schedule, command = excluded.command
       returning 1::bigint';
    create table net.calls (url text, headers jsonb);
    create function net.http_post(
      url text, body jsonb default '{}', params jsonb default '{}', headers jsonb default '{}',
      timeout_milliseconds integer default 5000
    ) returns bigint language sql as 'insert into net.calls values (url, headers) returning 1::bigint';
    create table vault.decrypted_secrets (name text, decrypted_secret text);
    insert into vault.decrypted_secrets values
      ('overtime_site_url', 'https://site.test'), ('overtime_sweep_secret', 'sesame');`);
  // Twice, as after an edit.
  await engine.sql.unsafe(snippet);
  await engine.sql.unsafe(snippet);
  const [job] = await engine.sql<[{ schedule: string; command: string }]>`
    select * from cron.job where jobname = 'overtime-sweep'`;
  expect(job.schedule).toBe('10 seconds');

  await engine.sql.unsafe(job.command);
  expect([...(await engine.sql`select * from net.calls`)]).toEqual([]);
  await engine.enqueue('one');
  await engine.claimed();
  await engine.passSeconds(31);
  await engine.sql.unsafe(job.command);
  expect([...(await engine.sql`select * from net.calls`)]).toEqual([
    { url: 'https://site.test/.netlify/functions/sweep-now', headers: { authorization: 'Bearer sesame' } },
  ]);
});

test('the notes that pg_cron leaves of the clock are deleted after an hour, and those of others stay', async () => {
  const [cleaner] = await engine.sql<[{ command: string }]>`
    select command from cron.job where jobname = 'overtime-sweep-notes'`;
  await engine.sql.unsafe(`
    insert into cron.job (jobname, schedule, command) values ('an app''s own', '* * * * *', 'select 1');
    insert into cron.job_run_details
    select jobid, now() - age from cron.job, unnest(array[interval '1 minute', '2 hours', '3 days']) as age`);
  await engine.sql.unsafe(cleaner.command);
  const left = await engine.sql`
    select jobname, count(*)::integer as notes from cron.job_run_details join cron.job using (jobid)
    group by jobname order by jobname`;
  expect([...left]).toEqual([
    { jobname: "an app's own", notes: 3 },
    { jobname: 'overtime-sweep', notes: 1 },
    { jobname: 'overtime-sweep-notes', notes: 1 },
  ]);
});

test('each kind of job that nobody works on is looked up in its index, beside many finished jobs', async () => {
  await engine.sql.unsafe(`
    insert into overtime.jobs (
      id, user_id, task, contract_version, priority, max_attempts, retention_hours, input, status, run_at,
      created_at, updated_at, finished_at, expires_at
    )
    select 'job-' || n, '${ada}', 'demo-task', 1, 5, 3, 720, '{}', 'cancelled', now(), now(), now(), now(), now()
    from generate_series(1, 5000) as n`);
  await engine.sql`analyze overtime.jobs`;
  const lines = await engine.sql<{ 'QUERY PLAN': string }[]>`
    explain (costs off) select exists (select from overtime.idle_jobs)`;
  const plan = lines.map((line) => line['QUERY PLAN']).join('\n');
  for (const index of ['jobs_ready', 'jobs_waiting_for_time', 'jobs_by_rescue'])
    expect(plan).toContain(index);
  expect(plan).not.toContain('Seq Scan');
});
