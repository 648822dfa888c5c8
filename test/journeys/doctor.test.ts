import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkout } from '../../src/local/checkout.ts';
import type { Description } from '../../src/local/doctor/check-database.ts';
import { checkPages } from '../../src/local/doctor/check-pages.ts';
import { checkProject } from '../../src/local/doctor/check-project.ts';
import { referenceDatabase } from '../../src/local/doctor/reference-database.ts';
import { freePort } from '../../src/local/ports.ts';
import { startPostgres } from '../../src/local/postgres.ts';
import { localKeys } from '../../src/local/stack.ts';
import { startSupabase } from '../../src/local/supabase.ts';
import { stack } from '../support/file-stack.ts';
import { cleanEnvironment } from '../support/environment.ts';

const settings = {
  SUPABASE_URL: stack.supabaseUrl,
  SUPABASE_PUBLISHABLE_KEY: stack.publishableKey,
  SUPABASE_SECRET_KEY: stack.secretKey,
  SITE_URL: stack.siteUrl,
};
/** Where nothing listens: what is asked of a site takes long, and is asked once in this file. */
const nowhere = 'http://localhost:9';

/** `npm run doctor` with these variables alone: what it printed and how it ended. */
function doctor(env: Record<string, string>, ...flags: string[]): Promise<{ printed: string; code: number }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [join('src', 'local', 'doctor.ts'), ...flags],
      // Empty ones keep a developer's .env out.
      { cwd: checkout, env: { ...cleanEnvironment(), ...noModel, ...env } },
      (_, stdout, stderr) => resolve({ printed: stdout + stderr, code: child.exitCode ?? -1 }),
    );
  });
}

const noModel = {
  LLM_PROVIDER: '',
  GEMINI_API_KEY: '',
  OPENAI_API_KEY: '',
  ANTHROPIC_API_KEY: '',
  OPENAI_COMPATIBLE_BASE_URL: '',
};

// It asks every function, which netlify dev loads one by one.
test('the local stack is well, with no setting made', { timeout: 180_000 }, async () => {
  const unset = Object.fromEntries(Object.keys(settings).map((name) => [name, '']));
  const { printed, code } = await doctor({
    ...unset,
    OVERTIME_API_PORT: new URL(stack.supabaseUrl).port,
    OVERTIME_PORT: new URL(stack.siteUrl).port,
  });
  expect(printed).toContain('Nothing is wrong.');
  expect(printed).not.toMatch(/[✗!]/);
  for (const heading of ['Settings', 'Supabase', 'Models', 'Site']) expect(printed).toContain(`\n${heading}`);
  expect(code).toBe(0);
});

test('a program reads the same as JSON', async () => {
  const { printed, code } = await doctor({ ...settings, SITE_URL: nowhere }, '--json');
  expect(code).toBe(1);
  expect(JSON.parse(printed)).toMatchObject({ healthy: false, faults: 1, warnings: 0 });
  expect(JSON.parse(printed).sections.at(-1)).toEqual({
    title: 'Site',
    findings: [{ outcome: 'fault', text: `Nothing answers at ${nowhere}.`, remedies: [expect.any(String)] }],
  });
});

test("the site's scripts carry its project, and no secret key", async () => {
  const { supabaseUrl: url, publishableKey, secretKey } = stack;
  const findings = await checkPages(stack.siteUrl, { url, publishableKey, secretKey });
  expect(findings).toMatchObject([{ outcome: 'ok' }]);
});

test.for([
  {
    what: 'a secret key that the project does not know',
    env: { ...settings, SUPABASE_SECRET_KEY: 'sb_secret_of_another_project' },
    says: ['✗ The project rejects the secret key.', 'Copy SUPABASE_SECRET_KEY again'],
  },
  {
    what: 'a publishable key that the project does not know',
    env: { ...settings, SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_of_another_project' },
    says: ['✗ The project rejects the publishable key.', 'Copy SUPABASE_PUBLISHABLE_KEY again'],
  },
  {
    what: 'swapped keys',
    env: {
      ...settings,
      SUPABASE_PUBLISHABLE_KEY: stack.secretKey,
      SUPABASE_SECRET_KEY: stack.publishableKey,
    },
    says: ['✗ SUPABASE_PUBLISHABLE_KEY and SUPABASE_SECRET_KEY are swapped.', "Give each the other's value"],
  },
  {
    what: 'a project that is not there, and no model',
    env: { ...settings, SUPABASE_URL: 'https://nobody.invalid' },
    says: [
      '✗ The project at https://nobody.invalid cannot be reached',
      'is not paused',
      '✗ No model is configured: production refuses every job',
      'Set one of GEMINI_API_KEY, OPENAI_API_KEY',
    ],
  },
])('$what: the line names it and what to do, and no secret', async ({ env, says }) => {
  const { printed, code } = await doctor({ ...env, SITE_URL: nowhere });
  expect(code).toBe(1);
  for (const words of says) expect(printed).toContain(words);
  expect(printed).not.toContain(env.SUPABASE_SECRET_KEY);
});

let folder: string;
let sql: Sql;
let url: string;
let reference: Description;
const stops: (() => Promise<unknown>)[] = [];

/** A project of this file's own, since what happens to it would disturb the others. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'overtime-doctor-test-'));
  stops.push(() => rm(folder, { recursive: true, force: true }));
  const server = await startPostgres();
  stops.push(() => server.stop());
  const supabase = await startSupabase(
    {
      ...localKeys,
      databaseUrl: server.url,
      port: await freePort(),
      migrationsFolder: join(checkout, 'supabase', 'migrations'),
      storageFolder: folder,
      studio: false,
    },
    join(folder, 'supabase.log'),
  );
  stops.push(() => supabase.stop());
  url = supabase.url;
  sql = postgres(server.url, { onnotice: () => {} });
  stops.push(() => sql.end());
  reference = await referenceDatabase();
});

afterAll(async () => {
  while (stops.length > 0) await stops.pop()?.();
});

const examine = () => checkProject({ url, ...localKeys }, () => Promise.resolve(reference));
const faultsOf = async () => (await examine()).filter(({ outcome }) => outcome !== 'ok');

test.for([
  {
    harm: 'revoke execute on function public.overtime_purge_jobs from service_role',
    text: 'service_role may not execute on the function public.overtime_purge_jobs(integer).',
  },
  {
    harm: 'grant execute on function public.overtime_purge_jobs to anon',
    text: 'anon may execute on the function public.overtime_purge_jobs(integer), and should not.',
  },
  {
    harm: 'grant execute on function public.overtime_purge_jobs to public',
    text: 'authenticated may execute on the function public.overtime_purge_jobs(integer), and should not.',
  },
  {
    harm: 'revoke select on overtime.jobs from authenticated',
    text: 'authenticated may not select on the table overtime.jobs.',
  },
  {
    harm: 'grant insert, update on overtime.jobs to authenticated',
    text: 'authenticated may insert, update on the table overtime.jobs, and should not.',
  },
  {
    harm: 'alter table overtime.job_logs disable row level security',
    text: 'The table overtime.job_logs is without row-level security',
  },
  {
    harm: "update storage.buckets set public = true where id = 'job-files'",
    text: 'The bucket job-files is public',
  },
  {
    harm: "update storage.buckets set file_size_limit = 1000 where id = 'job-files'",
    text: 'The bucket job-files takes files up to 1000, and should up to 52428800 bytes.',
  },
  {
    harm: "update storage.buckets set allowed_mime_types = null where id = 'job-files'",
    text: 'The bucket job-files takes any media type, and should take what jobs read and write alone.',
  },
])('after "$harm" the line names it, and its remedy mends it', async ({ harm, text }) => {
  await sql.unsafe(harm);
  const faults = await faultsOf();
  expect(faults.map((one) => one.text)).toContainEqual(expect.stringContaining(text));
  for (const { outcome, remedies } of faults) {
    expect(outcome).toBe('fault');
    await sql.unsafe(remedies[0] ?? '');
  }
  expect(await faultsOf()).toEqual([]);
});

const gone = 'public.complete_job_of_old';

test.for([
  {
    what: 'a function that is gone',
    harm: `alter function public.overtime_complete_job rename to complete_job_of_old`,
    mend: `alter function ${gone} rename to overtime_complete_job`,
    text: /^Missing: function public\.overtime_complete_job\(.*\)\.$/,
  },
  {
    what: 'a function of another version',
    harm: 'alter function public.overtime_purge_jobs security invoker',
    mend: 'alter function public.overtime_purge_jobs security definer',
    text: /^Not as in this checkout: function public\.overtime_purge_jobs\(integer\)\.$/,
  },
  {
    what: 'a policy that lets others in',
    harm: 'alter policy "A user reads their own jobs" on overtime.jobs using (true)',
    text: /^Not as in this checkout: policy "A user reads their own jobs" on public\.jobs\.$/,
  },
  {
    what: 'a trigger that is off',
    harm: 'alter table overtime.jobs disable trigger user',
    mend: 'alter table overtime.jobs enable trigger user',
    text: /^Not as in this checkout: trigger \w+ on public\.jobs/,
  },
])('$what is named, with the migrations to apply', async ({ harm, mend, text }) => {
  const [policy] = await sql`
    select pg_get_expr(polqual, polrelid) as condition from pg_policy where polname = 'A user reads their own jobs'`;
  await sql.unsafe(harm);
  const faults = await faultsOf();
  expect(faults).toMatchObject([{ outcome: 'fault', text: expect.stringMatching(text) }]);
  expect(faults[0]?.remedies[0]).toContain('npx supabase db push');
  await sql.unsafe(
    mend ?? `alter policy "A user reads their own jobs" on overtime.jobs using (${policy?.['condition']})`,
  );
  expect(await faultsOf()).toEqual([]);
});

test('a bucket that is missing is named, with how to make it', async () => {
  await sql`update storage.buckets set id = 'other-files', name = 'other-files' where id = 'job-files'`;
  expect(await faultsOf()).toMatchObject([
    {
      outcome: 'fault',
      text: 'Missing: bucket job-files.',
      remedies: [expect.stringContaining('db push'), expect.stringContaining('New bucket')],
    },
  ]);
  await sql`update storage.buckets set id = 'job-files', name = 'job-files' where id = 'other-files'`;
  expect(await faultsOf()).toEqual([]);
});

test('jobs that nobody takes up are warned of', async () => {
  const userId = '00000000-0000-4000-8000-00000000000a';
  await sql`insert into auth.users (id, email) values (${userId}, 'a@example.com')`;
  await sql`select public.overtime_enqueue_job(p_id => 'old', p_user_id => ${userId}, p_task => 'write-haiku', p_input => '{}')`;
  expect(await faultsOf()).toEqual([]);
  await sql`update overtime.jobs set created_at = created_at - interval '1 hour', dispatched_at = dispatched_at - interval '1 hour'`;
  expect(await faultsOf()).toMatchObject([{ outcome: 'warning', text: expect.stringContaining('1 jobs') }]);
});

test('a database without our functions is told so', async () => {
  await sql`alter function public.overtime_describe_database rename to describe_nothing`;
  expect(await faultsOf()).toMatchObject([
    { text: 'The database does not have our functions, or those of an older version.' },
  ]);
  await sql`alter function public.describe_nothing rename to overtime_describe_database`;
  await sql`revoke execute on function public.overtime_describe_database from service_role`;
  expect(await faultsOf()).toMatchObject([{ text: 'The secret key may not call the engine.' }]);
});
