import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ada } from '../sql/engine-rig.ts';
import { createDatabase, type TestDatabase } from '../../support/plain-postgres.ts';
import { troubles, wholeStory, type Trouble } from './crash-task.ts';
import type { CrashPlan } from './crash-worker.ts';
import { limitsInSql } from '../../support/default-limits.ts';

// For every await between claim and completion, a worker process is killed there (SIGKILL), and another
// process takes the work up. The points are those that a worker passes when nobody kills it: an await
// that is added to the engine is a point without a change here.

const workerFile = fileURLToPath(new URL('crash-worker.ts', import.meta.url));
/** Workers that run, and die, side by side. */
const lanes = 12;

interface Point {
  /** The task, whose jobs are this point's alone. */
  readonly task: string;
  readonly trouble: Trouble;
  readonly name: string;
}
interface SavedStage {
  readonly task: string;
  readonly job_id: string;
  readonly stage: string;
  readonly item: number;
  readonly output: string;
  readonly runs: number;
}
interface Call {
  readonly id: string;
  readonly task: string;
  readonly tokens: number;
}

let database: TestDatabase;
/** Node's, so that so many processes start quickly. */
let compileCache: string;
const points: Point[] = [];
/** How each point's worker ended. */
const deaths = new Map<string, string>();
/** What the killed workers had saved, and the usage that they had recorded. */
let savedBefore: SavedStage[];
let callsBefore: Call[];
const faulty = new Set<Point>();
let checks = 0;

async function runWorker(plan: Omit<CrashPlan, 'databaseUrl'>): Promise<{ end: string; passed: string[] }> {
  const child = spawn(
    process.execPath,
    [workerFile, JSON.stringify({ databaseUrl: database.url, ...plan } satisfies CrashPlan)],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
    },
  );
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (text) => (said.stdout += String(text)));
  child.stderr.on('data', (text) => (said.stderr += String(text)));
  const end = await new Promise<string>((resolve) => {
    child.on('close', (code, signal) => resolve(signal ?? `code ${code} ${said.stderr}`.trim()));
  });
  return { end, passed: end === 'code 0' ? (JSON.parse(said.stdout) as string[]) : [] };
}

/** Lets a worker finish the jobs of some tasks without being killed; returns the points that it passed. */
async function finishAll(tasks: readonly string[], aheadSeconds: number): Promise<string[]> {
  const { end, passed } = await runWorker({ tasks, killAt: null, aheadSeconds });
  if (end !== 'code 0') throw new Error(`The worker ended with ${end}`);
  return passed;
}

async function enqueue(task: string, trouble: Trouble): Promise<void> {
  // Where nothing else goes wrong, a second job is claimed along with the first one's completion.
  for (const kind of trouble === 'none' ? ['long', 'short'] : ['long']) {
    await database.sql`
      select public.overtime_enqueue_job(
        p_id => ${`${task}-${kind}`}, p_user_id => ${ada}, p_task => ${task},
        p_input => ${database.sql.json({ kind, trouble })}, p_webhook_url => 'https://example.com/hook',
        ${database.sql.unsafe(limitsInSql())}
      )`;
  }
}

/** Lets workers die at their points, some side by side. */
async function killAtEveryPoint(): Promise<void> {
  const waiting = points.values();
  const lane = async () => {
    for (const { task, trouble, name } of waiting) {
      await enqueue(task, trouble);
      const { end } = await runWorker({ tasks: [task], killAt: name, aheadSeconds: 0 });
      deaths.set(name, end);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  // Calls of the killed worker may still be running.
  for (;;) {
    const left = await database.sql`
      select from pg_stat_activity where application_name = 'crash worker' and datname = current_database()`;
    if (left.length === 0) return;
  }
}

beforeAll(async () => {
  compileCache = await mkdtemp(join(tmpdir(), 'overtime-crash-'));
  database = await createDatabase();
  await database.sql`insert into auth.users (id) values (${ada})`;
  await database.sql.unsafe(`
    create schema crash;
    create table crash.runs (task text not null, job_id text not null, stage text not null, item int not null);
    create table crash.flushed_calls (id text primary key, task text not null);
    -- Stands for the rows that a task's trigger writes along with the completion.
    create table crash.domain_rows (job_id text not null);
    create function crash.write_domain_row() returns trigger language plpgsql as $$
      begin
        insert into crash.domain_rows values (new.id);
        return null;
      end
    $$;
    -- Of the result, as supabase/schemas/app/65_keep_result.sql: usage in a completion updates its row again.
    create trigger write_domain_row after update of result on overtime.jobs
      for each row when (new.result is not null) execute function crash.write_domain_row();
    -- The engine's functions, and with them this trigger, run as who applied the migrations.
    grant usage on schema crash to postgres;
    grant all on all tables in schema crash to postgres;
  `);

  const known = new Set<string>();
  const whole = await Promise.all(
    troubles.map(async (trouble) => {
      const task = `whole-${trouble.replace(' ', '-')}`;
      await enqueue(task, trouble);
      return { trouble, passed: await finishAll([task], 0) };
    }),
  );
  for (const { trouble, passed } of whole) {
    for (const name of passed.filter((point) => !known.has(point))) {
      known.add(name);
      points.push({ task: `crash-${points.length + 1}`, trouble, name });
    }
  }
  await killAtEveryPoint();

  savedBefore = [
    ...(await database.sql<SavedStage[]>`
      select job.task, job.id as job_id, stage.name as stage, stage.item, stage.output::text, (
        select count(*)::int from crash.runs
        where runs.job_id = job.id and runs.stage = stage.name and runs.item = stage.item
      ) as runs
      from overtime.job_stages as stage join overtime.jobs as job on job.id = stage.job_id
      where stage.status = 'completed'`),
  ];
  callsBefore = [
    ...(await database.sql<Call[]>`
      select id, task, (input_tokens + output_tokens)::int as tokens from overtime.job_usage`),
  ];
  await finishAll(
    points.map(({ task }) => task),
    60,
  );
}, 180_000);

afterAll(async () => {
  const passed = checks === 4 ? points.length - faulty.size : 0;
  console.log(`crash matrix: ${points.length} points, ${passed} passed`);
  await database.drop();
  await rm(compileCache, { recursive: true });
});

/** Looks at every point: what is wrong, as `point: what`, in a list that ought to be empty. */
function faults(describe: (point: Point) => string | undefined): string[] {
  checks += 1;
  return points.flatMap((point) => {
    const fault = describe(point);
    if (fault === undefined) return [];
    faulty.add(point);
    return [`${point.name}: ${fault}`];
  });
}

test('the points cover every call of an attempt and the inside of a task', () => {
  const names = points.map(({ name }) => name).join('\n');
  for (const call of [
    'overtime_claim_job 1',
    'overtime_heartbeat_job during plan 0',
    'overtime_heartbeat_job during chapters 3',
    'overtime_save_stage plan 0',
    'overtime_save_stage chapters 2',
    'overtime_complete_job',
    'overtime_fail_job',
    'overtime_hand_over_job',
    'overtime_record_usage',
  ]) {
    for (const moment of ['before it is sent', 'sent', 'answered, not yet read', 'after its answer']) {
      expect(names).toContain(`${call}: ${moment}`);
    }
  }
  for (const place of [
    'in the stream, chunk 1',
    'between the stages',
    'chapters 2: begun',
    'after the call',
  ]) {
    expect(names).toContain(place);
  }
});

test('every worker was killed at its point', () => {
  expect(
    faults(({ name }) => (deaths.get(name) === 'SIGKILL' ? undefined : `ended with ${deaths.get(name)}`)),
  ).toEqual([]);
});

test('every job ends exactly once, with its whole result, one webhook and one set of domain rows', async () => {
  const jobs = await database.sql<
    {
      id: string;
      task: string;
      status: string;
      story: string;
      attempt: number;
      ends: number;
      webhooks: number;
    }[]
  >`
    select id, task, status, result ->> 'story' as story, attempt,
      (select count(*)::int from crash.domain_rows where job_id = jobs.id) as ends,
      (select count(*)::int from overtime.webhook_deliveries where job_id = jobs.id) as webhooks
    from overtime.jobs order by id`;
  expect(
    faults(({ task, trouble }) => {
      const cancelled = trouble === 'cancel';
      const expected = (trouble === 'none' ? ['long', 'short'] : ['long']).map((kind) => ({
        id: `${task}-${kind}`,
        task,
        status: cancelled ? 'cancelled' : 'completed',
        story: cancelled ? null : kind === 'long' ? wholeStory : 'Short.',
        ends: cancelled ? 0 : 1,
        webhooks: 1,
      }));
      const found = jobs.filter((job) => job.task === task);
      if (found.some(({ attempt }) => attempt > 3)) return 'spent more attempts than it may';
      const ended = JSON.stringify(found.map(({ attempt: _, ...rest }) => rest));
      return ended === JSON.stringify(expected) ? undefined : ended;
    }),
  ).toEqual([]);
});

test('what was saved before the kill is kept and not run again, and no stage is missing', async () => {
  const after = await database.sql<SavedStage[]>`
    select job.task, job.id as job_id, stage.name as stage, stage.item, stage.output::text, (
      select count(*)::int from crash.runs
      where runs.job_id = job.id and runs.stage = stage.name and runs.item = stage.item
    ) as runs
    from overtime.job_stages as stage join overtime.jobs as job on job.id = stage.job_id
    where stage.status = 'completed'`;
  const keyOf = (row: SavedStage) => `${row.job_id} ${row.stage} ${row.item}`;
  const kept = new Map(after.map((row) => [keyOf(row), row]));
  expect(savedBefore.length).toBeGreaterThan(points.length / 2);
  expect(
    faults(({ task, trouble }) => {
      for (const before of savedBefore.filter((row) => row.task === task)) {
        const now = kept.get(keyOf(before));
        if (now?.runs !== before.runs) return `${keyOf(before)} ran ${before.runs} times, then ${now?.runs}`;
        if (now.output !== before.output) return `${keyOf(before)} was changed`;
      }
      const stages = after.filter((row) => row.job_id === `${task}-long`).length;
      return stages === 4 || trouble === 'cancel' ? undefined : `${stages} stages of 4`;
    }),
  ).toEqual([]);
});

test('the usage of killed workers is counted', async () => {
  const calls = await database.sql<(Call & { outcome: string })[]>`
    select id, task, outcome, (input_tokens + output_tokens)::int as tokens from overtime.job_usage`;
  const flushed = await database.sql<
    { id: string; task: string }[]
  >`select id, task from crash.flushed_calls`;
  const sums = await database.sql<{ task: string; id: string }[]>`
    select task, id from overtime.jobs
    where input_tokens + output_tokens + cost_usd is distinct from (
      select sum(input_tokens + output_tokens + cost_usd) from overtime.job_usage where job_id = jobs.id
    )`;
  const known = new Map(calls.map((call) => [call.id, call]));
  expect(callsBefore.length).toBeGreaterThan(points.length / 2);
  expect(
    faults(({ task }) => {
      for (const before of callsBefore.filter((call) => call.task === task)) {
        const now = known.get(before.id);
        if (!now || now.tokens < before.tokens) return `${before.id} lost tokens`;
      }
      for (const { id } of flushed.filter((call) => call.task === task)) {
        if (!known.has(id)) return `${id} was flushed and is gone`;
      }
      const running = calls.find((call) => call.task === task && call.outcome === 'running');
      if (running) return `${running.id} seems to run for ever`;
      const wrong = sums.find((job) => job.task === task);
      return wrong && `the sums of ${wrong.id} are wrong`;
    }),
  ).toEqual([]);
});
