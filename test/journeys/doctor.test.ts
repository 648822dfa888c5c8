import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { checkout } from '../../src/local/checkout.ts';
import { stack } from '../support/file-stack.ts';
import { cleanEnvironment } from '../support/environment.ts';
import { withDatabase } from './with-database.ts';

const sql = withDatabase();
const settings = {
  SUPABASE_URL: stack.supabaseUrl,
  SUPABASE_PUBLISHABLE_KEY: stack.publishableKey,
  SUPABASE_SECRET_KEY: stack.secretKey,
  SITE_URL: stack.siteUrl,
};

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

test('the local stack is well, with no setting made', async () => {
  const unset = Object.fromEntries(Object.keys(settings).map((name) => [name, '']));
  const { printed, code } = await doctor({
    ...unset,
    OVERTIME_API_PORT: new URL(stack.supabaseUrl).port,
    OVERTIME_PORT: new URL(stack.siteUrl).port,
  });
  expect(printed).toContain('Nothing is wrong.');
  expect(printed).not.toMatch(/[✗!]/);
  for (const heading of ['Settings', 'Supabase', 'Models', 'Site'])
    expect(printed).toContain(`${heading}\n  ✓`);
  expect(code).toBe(0);
});

test.for([
  {
    what: 'a secret key that the project does not know',
    env: { ...settings, SUPABASE_SECRET_KEY: 'sb_secret_of_another_project' },
    says: ['  ✗ The project rejects the secret key.\n      Copy it again'],
  },
  {
    what: 'a publishable key that the project does not know',
    env: { ...settings, SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_of_another_project' },
    says: ['  ✗ The project rejects the publishable key.\n      Copy it again'],
  },
  {
    what: 'a project that is not there, and no model',
    env: { ...settings, SUPABASE_URL: 'https://nobody.invalid' },
    says: ['  ✗ The project at https://nobody.invalid cannot be reached', '  ✗ No model is configured'],
  },
])('$what: the line names it and what to do, and no secret', async ({ env, says }) => {
  const { printed, code } = await doctor(env);
  expect(code).toBe(1);
  for (const words of says) expect(printed).toContain(words);
  expect(printed).not.toContain(env.SUPABASE_SECRET_KEY);
});

const setVersion = (version: number) =>
  sql.unsafe(`create or replace function public.overtime_schema_version() returns jsonb language sql as
    'select jsonb_build_object(''version'', ${version}, ''compatibleFrom'', ${version})'`);
const bucketIs = (id: string, isPublic: boolean) =>
  sql`update storage.buckets set id = ${id}, name = ${id}, public = ${isPublic} where id like '%-files'`;

afterEach(async () => {
  await setVersion(1);
  await bucketIs('job-files', false);
});

test.for([
  { what: 'a newer schema', harm: () => setVersion(2), text: 'The database has version 2' },
  {
    what: 'a public bucket',
    harm: () => bucketIs('job-files', true),
    text: 'The bucket job-files is public',
  },
  { what: 'no bucket', harm: () => bucketIs('other-files', false), text: 'There is no bucket job-files' },
  {
    what: 'an engine open to all',
    harm: () => sql`grant execute on function public.overtime_schema_version to anon`,
    text: 'The publishable key may call the engine',
  },
  {
    what: 'no schema',
    harm: () => sql`drop function public.overtime_schema_version`,
    text: 'The database has no schema of Overtime',
  },
])('a program reads of $what as JSON', async ({ harm, text }) => {
  await harm();
  const { printed, code } = await doctor(settings, '--json');
  expect(JSON.parse(printed)).toMatchObject({
    healthy: false,
    faults: 1,
    sections: expect.arrayContaining([
      {
        title: 'Supabase',
        findings: expect.arrayContaining([
          { outcome: 'fault', text: expect.stringContaining(text), remedies: [expect.any(String)] },
        ]),
      },
    ]),
  });
  expect(code).toBe(1);
});
