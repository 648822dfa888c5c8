import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { checkout } from '../../src/local/checkout.ts';
import { cleanEnvironment } from '../support/environment.ts';
import { stack } from '../support/file-stack.ts';
import { appWith, packedOnce, type PackedPackage, removeFolder } from '../support/packed-app.ts';
import { newVisitor } from './visitor.ts';
import { withDatabase } from './with-database.ts';

const sql = withDatabase();

let packed: PackedPackage;
beforeAll(async () => {
  packed = await packedOnce();
});

const readme = await readFile(join(checkout, 'src/overtime/README.md'), 'utf8');
/** The example whose text has this in it. */
const example = (has: string) =>
  [...readme.matchAll(/```ts\n(.+?)```/gs)].find(([, text]) => text?.includes(has))?.[1] ?? '';

const work = `
  import { defineTask } from 'overtime/contract';
  import { streamObject } from 'overtime/models';
  import { writeHaiku } from './contract.ts';

  export const writeHaikuTask = defineTask(writeHaiku, (ctx) =>
    ctx.stage('writing', () =>
      streamObject(ctx, {
        schema: writeHaiku.result,
        system: 'You write haiku.',
        prompt: ctx.input.topic,
        purpose: 'writing',
        sample: () => ({ haiku: \`A sample about \${ctx.input.topic}\` }),
      }),
    ),
  );
`;

/** Runs a script in an app that has the package, the README's contract and a task of it. Returns what it printed. */
async function runInApp(script: string, env: Readonly<Record<string, string>>): Promise<string> {
  const app = await appWith(packed, {
    'package.json': '{ "type": "module" }',
    'contract.ts': example('defineContract'),
    'run.ts': work,
    'example.ts': `
      import { writeHaiku } from './contract.ts';
      import { writeHaikuTask } from './run.ts';
      ${script}`,
  });
  onTestFinished(() => removeFolder(app));
  const { stdout } = await promisify(execFile)(process.execPath, [join(app, 'example.ts')], {
    cwd: app,
    env: { ...cleanEnvironment(), LOG_LEVEL: 'warn', ...env },
  });
  return stdout.trim();
}

test("the package's README shows how an app tests a task with its functions, and the example runs as it stands", async () => {
  expect(await runInApp(example('hostTask'), {})).toBe('Rain on the roof …');
  expect(stack.requests).toEqual([]);
});

test('the same example runs over a Supabase project, with the rows of that project', async () => {
  const { token } = await newVisitor();
  // What the README says to give instead.
  const project = `
    const { SUPABASE_URL: supabaseUrl, PUBLISHABLE_KEY: publishableKey, SECRET_KEY: secretKey } = process.env;
    const supabase = createClient(supabaseUrl, publishableKey, { auth: { persistSession: false } });
    await supabase.auth.setSession({ access_token: process.env.TOKEN, refresh_token: 'none' });
    const project = { supabaseUrl, publishableKey, secretKey, supabase, close: async () => {} };`;
  const list = 'console.log(jobId, JSON.stringify((await jobs.list()).jobs));';
  const script = example('hostTask')
    .replace('const project = await memoryProject();', project)
    .replace('await host.close()', `${list}\n$&`);
  // As a page that is closed: supabase-js keeps a program for 10 s after its last channel.
  const program = `import { createClient } from '@supabase/supabase-js';\n${script}\nprocess.exit();`;
  const stdout = await runInApp(program, {
    SUPABASE_URL: stack.supabaseUrl,
    PUBLISHABLE_KEY: stack.publishableKey,
    SECRET_KEY: stack.secretKey,
    TOKEN: token,
  });
  const [haiku, jobId, listed = ''] = /^(.+)\n(\S+) (.+)$/.exec(stdout)?.slice(1) ?? [];
  expect(haiku).toBe('Rain on the roof …');
  expect(JSON.parse(listed)).toMatchObject([
    { jobId, task: 'write-haiku', status: 'completed', sample: true },
  ]);
  // All of it ran in the script. The row is of the project, where no other deploy takes it for its own.
  expect(stack.requests).toEqual([]);
  const [row] = await sql`select status, lane from overtime.jobs where id = ${jobId ?? ''}`;
  expect(row).toEqual({ status: 'completed', lane: expect.stringMatching(/^127\.0\.0\.1:\d+$/) });
});
