import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { added, filesOf } from '../support/app-files.ts';
import { appWith, packedOnce, type PackedPackage, passesTypes, removeFolder } from '../support/packed-app.ts';
import { busyApp, viteApp } from '../support/vite-app.ts';
import { runFirstJob } from './first-job.ts';
import { newVisitor } from './visitor.ts';

const run = promisify(execFile);
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

const builds = (app: string) => build({ root: app, logLevel: 'silent', configFile: false });

test('init shows an app made by Vite what it writes, writes nine files, and touches none', async () => {
  const app = await newApp(viteApp);
  const before = await filesOf(app);
  expect(await overtime(app, 'init', '--dry-run')).toContain('Would write:');
  await expect(overtime(app, 'init')).rejects.toThrow('Nothing is written');
  expect(await filesOf(app)).toEqual(before);

  const printed = await overtime(app, 'init', '--yes');
  expect(printed).toContain('Found: Vite, TypeScript, npm, no netlify.toml, no supabase/config.toml.');
  expect(printed).toMatch(/npm install overtime "zod@.*"ai@/);
  const after = await filesOf(app);
  const written = added(before, after);
  expect(written).toHaveLength(9);
  for (const path of written) expect(printed).toContain(`new      ${path}`);
  for (const [path, text] of before) expect(after.get(path)).toBe(text);
  expect(await overtime(app, 'init', '--yes')).toContain('Nothing is written');
  expect(await filesOf(app)).toEqual(after);
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
  expect(await overtime(app, 'init', '--yes')).toContain('Nothing is written');

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
  const { supabase } = await newVisitor();
  await runFirstJob(supabase, app, 'write-haiku', 'server/functions', 'overtime-jobs');
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
  const { supabase } = await newVisitor();
  await runFirstJob(supabase, app, 'write-haiku', 'netlify/functions');
});

const startsWith = (text: string) => new RegExp(`^${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);
