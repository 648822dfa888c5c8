import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkout } from '../../src/local/checkout.ts';
import { createJobsClient } from '../../src/overtime/client.ts';
import type { Contract } from '../../src/overtime/index.ts';
import { hostFunctions } from '../support/function-host.ts';
import { appWith, packedOnce, type PackedPackage, removeFolder } from '../support/packed-app.ts';
import { busyApp, viteApp } from '../support/vite-app.ts';
import { newVisitor } from './visitor.ts';

const run = promisify(execFile);
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const folders: string[] = [];
let packed: PackedPackage;

beforeAll(async () => {
  packed = await packedOnce();
});

afterAll(() => Promise.all(folders.map(removeFolder)));

async function newApp(files: Readonly<Record<string, string>>): Promise<string> {
  const app = await appWith(packed, files);
  folders.push(app);
  return app;
}

const overtime = async (app: string, ...parameters: string[]) =>
  (
    await run(process.execPath, [join(app, 'node_modules/overtime/dist/cli/main.js'), ...parameters], {
      cwd: app,
    })
  ).stdout;

/** The files of an app: each path with its text. */
async function filesOf(app: string): Promise<Map<string, string>> {
  const names = await readdir(app, { recursive: true, withFileTypes: true });
  const files = names.filter((one) => one.isFile() && !join(one.parentPath, '/').includes('node_modules'));
  const paths = files.map((one) => join(one.parentPath, one.name)).toSorted();
  const read = async (path: string) => [path.slice(app.length + 1), await readFile(path, 'utf8')] as const;
  return new Map(await Promise.all(paths.map(read)));
}

const added = (before: Map<string, string>, after: Map<string, string>) =>
  [...after.keys()].filter((path) => !before.has(path));

/** Of the app's own code and of its functions, which its build does not look at. */
async function passesTypes(app: string, ...functions: string[]): Promise<void> {
  const narrow = { extends: './tsconfig.json', compilerOptions: { types: ['node'] }, include: functions };
  await writeFile(join(app, 'tsconfig.functions.json'), JSON.stringify(narrow));
  for (const project of ['tsconfig.json', 'tsconfig.functions.json']) {
    await run(process.execPath, [tsc, '-p', project], { cwd: app }).catch((error: { stdout: string }) => {
      throw new Error(error.stdout);
    });
  }
}

const builds = (app: string) => build({ root: app, logLevel: 'silent', configFile: false });

/** Imports an app's contract as its page does. */
async function contractOf(app: string, task: string): Promise<Contract> {
  const [file = ''] = globSync(`{src/,}tasks/${task}/contract.*`, { cwd: app });
  const path = join(app, file);
  const exported = Object.values((await import(/* @vite-ignore */ path)) as Record<string, Contract>);
  return exported[0]!;
}

async function runFirstJob(app: string, task: string, functions: string, jobsFunction = 'jobs') {
  const host = await hostFunctions(undefined, undefined, join(app, functions));
  try {
    const { supabase } = await newVisitor();
    const jobs = createJobsClient({ supabase, baseUrl: host.url, jobsFunction });
    const contract = await contractOf(app, task);
    const text = 'The tide comes twice a day. The moon pulls it. Sailors wait for it.';
    const { jobId } = await jobs.submit(contract, { text });
    for await (const job of jobs.watch(contract, jobId)) {
      if (job.status === 'completed')
        expect(job.result).toMatchObject({ title: expect.stringMatching(/^The tide/) });
      else expect(job.status).not.toBe('failed');
    }
    expect((await jobs.list()).jobs).toMatchObject([{ jobId, task, status: 'completed' }]);
  } finally {
    await host.close();
  }
}

/** What README's quick start says: the packages it installs, and the commands of this package. */
async function quickStart() {
  const readme = await readFile(join(checkout, 'README.md'), 'utf8');
  const lines = (/```sh\n(npm install overtime.+?)```/s.exec(readme)?.[1] ?? '').split('\n');
  const ofOurs = lines.flatMap((line) => /^npx overtime (.+?)\s*(?:#.*)?$/.exec(line)?.[1] ?? []);
  return { packages: lines[0]!.split(' ').slice(2), commands: ofOurs };
}

test('an app made by Vite has its first job after one command, which writes nine files', async () => {
  const { packages, commands } = await quickStart();
  const app = await newApp(viteApp);
  const before = await filesOf(app);
  expect(await overtime(app, 'init', '--dry-run')).toContain('Would write:');
  await expect(overtime(app, 'init')).rejects.toThrow('Nothing is written');
  expect(await filesOf(app)).toEqual(before);

  const [init, addPage] = commands.map((line) => line.split(' '));
  const printed = await overtime(app, ...init!);
  expect(printed).toContain('Found: Vite, TypeScript, npm, no netlify.toml, no supabase/config.toml.');
  expect(printed).toMatch(/npm install overtime "zod@.*"ai@/);
  const after = await filesOf(app);
  const written = added(before, after);
  expect(written).toHaveLength(9);
  for (const path of written) expect(printed).toContain(`new      ${path}`);
  for (const [path, text] of before) expect(after.get(path)).toBe(text);
  expect(await overtime(app, 'init', '--yes')).toContain('nothing is written');
  expect(await filesOf(app)).toEqual(after);

  // The guide installs what init would ask for.
  const asked = /npm install (.*)/.exec(printed)?.[1]?.match(/@?[a-z][\w./-]*/g);
  const page = await overtime(app, ...addPage!);
  const askedByPage = /Install (\S+),/.exec(page)?.[1];
  expect(packages.toSorted()).toEqual([...asked!, askedByPage ?? ''].toSorted());
  await writeFile(
    join(app, 'src/App.tsx'),
    `import { createClient } from '@supabase/supabase-js';
import { ExtractKeyPointsPage } from './ExtractKeyPointsPage';

const supabase = createClient('https://x.supabase.co', 'sb_publishable_x');
export default function App() {
  return <ExtractKeyPointsPage supabase={supabase} />;
}
`,
  );
  await passesTypes(app, 'netlify');
  await builds(app);
  await runFirstJob(app, 'extract-key-points', 'netlify/functions');
});

test('an app that has all of our names keeps every byte of its own', async () => {
  const app = await newApp(busyApp);
  const before = await filesOf(app);
  const printed = await overtime(app, 'init', '--yes');
  expect(printed).toContain("server/functions/jobs is the app's own: Overtime's is called overtime-jobs");
  const after = await filesOf(app);
  const written = added(before, after);
  expect(written).toEqual([
    'server/functions/extract-key-points-background.mts',
    'server/functions/extract-key-points-status.mts',
    'server/functions/extract-key-points-trigger.mts',
    'server/functions/overtime-jobs.mts',
    'server/functions/overtime-sweep.mts',
    'src/tasks/extract-key-points/contract.ts',
    // Behind the newest of the app.
    'supabase/migrations/21000101000000_overtime.sql',
  ]);
  for (const [path, text] of before) {
    if (path === '.env.example' || path === 'AGENTS.md') expect(after.get(path)).toMatch(startsWith(text));
    else expect([path, after.get(path)]).toEqual([path, text]);
  }
  expect(after.get('AGENTS.md')).toContain("`createJobsClient({ supabase, jobsFunction: 'overtime-jobs' })`");
  expect(after.get('.env.example')?.match(/SUPABASE_URL=/g)).toHaveLength(1);
  expect(printed).toContain('+ SUPABASE_SECRET_KEY=');
  expect(await overtime(app, 'init', '--yes')).toContain('nothing is written');

  expect(await overtime(app, 'add', 'task', 'write-haiku', '--yes')).toContain('this app has no vitest');
  const page = await overtime(app, 'add', 'page', 'write-haiku', '--yes');
  expect(page).toContain('new      src/WriteHaikuPage.tsx');
  const withTask = await filesOf(app);
  for (const name of ['overtime-jobs', 'overtime-sweep']) {
    expect(withTask.get(`server/functions/${name}.mts`)).toContain('([extractKeyPoints, writeHaiku])');
  }
  expect(withTask.get('src/WriteHaikuPage.tsx')).toContain("jobsFunction: 'overtime-jobs'");
  await passesTypes(app, 'server');
  await builds(app);
  await runFirstJob(app, 'write-haiku', 'server/functions', 'overtime-jobs');
});

test('an app in JavaScript gets JavaScript, which runs as it stands', async () => {
  const app = await newApp({ 'package.json': '{ "name": "plain", "dependencies": { "react": "^19.3.1" } }' });
  expect(await overtime(app, 'init', '--yes')).toContain('Found: no framework, JavaScript, npm');
  await overtime(app, 'add', 'task', 'write-haiku', '--yes');
  await overtime(app, 'add', 'page', 'write-haiku', '--yes');
  const files = await filesOf(app);
  expect(files.get('netlify/functions/sweep.mjs')).toContain('([extractKeyPoints, writeHaiku])');
  expect(files.get('components/WriteHaikuPage.jsx')).toContain('<JobProgress');
  for (const [path, text] of files)
    if (/\.m?jsx?$/.test(path)) expect(text).not.toMatch(/import type|: string|\.ts'/);
  await runFirstJob(app, 'write-haiku', 'netlify/functions');
});

const startsWith = (text: string) => new RegExp(`^${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);
