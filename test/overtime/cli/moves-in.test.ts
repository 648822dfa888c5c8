import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { planPage } from '../../../src/overtime/cli/add-page.ts';
import { planTask } from '../../../src/overtime/cli/add-task.ts';
import { describeApp, findApp } from '../../../src/overtime/cli/app.ts';
import { apply, describe, readText } from '../../../src/overtime/cli/change.ts';
import { planInit } from '../../../src/overtime/cli/init.ts';
import { planMigrations } from '../../../src/overtime/cli/migrations.ts';

const now = Date.UTC(2026, 10, 30, 9, 30, 0);
const first = { name: '20261122000000_overtime.sql', text: 'create table overtime.jobs (id text);\n' };
const second = {
  name: '20270101000000_overtime_parking.sql',
  text: 'alter table overtime.jobs add wake text;\n',
};
const third = { name: '20270201000000_overtime_signals.sql', text: 'create table overtime.signals ();\n' };

/** An app with these files, removed when the test ends. */
function appWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'overtime-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
const packageJson = (...names: string[]) =>
  JSON.stringify({ dependencies: Object.fromEntries(names.map((name) => [name, '1.0.0'])) });

test.for([
  {
    files: { 'package.json': packageJson('next', 'react'), 'pnpm-lock.yaml': '' },
    is: 'Next, JavaScript, pnpm',
  },
  { files: { 'package.json': packageJson('astro', 'vite'), 'yarn.lock': '' }, is: 'Astro, JavaScript, yarn' },
  {
    files: { 'package.json': packageJson('@sveltejs/kit', 'vite', 'typescript') },
    is: 'SvelteKit, TypeScript, npm',
  },
  {
    files: { 'package.json': '{ "packageManager": "bun@1.3.0" }', 'tsconfig.json': '{}' },
    is: 'no framework, TypeScript, bun',
  },
])('$is is what it stands in', ({ files, is }) => {
  expect(describeApp(findApp(appWith(files)))).toBe(`${is}, no netlify.toml, no supabase/config.toml`);
});

test.for([
  { toml: '[build]\nfunctions = "api"\n', is: 'api' },
  {
    toml: '[build]\nfunctions = "api"\n\n[functions]\n  directory = "./server/functions/"\n',
    is: 'server/functions',
  },
  { toml: '[functions."slow"]\ntimeout = 1\n[dev]\ndirectory = "no"\n', is: 'netlify/functions' },
])('the functions of netlify.toml are found in $is', ({ toml, is }) => {
  expect(findApp(appWith({ 'package.json': '{}', 'netlify.toml': toml })).functions).toBe(is);
});

test('a folder without a package.json is no app', () => {
  expect(() => findApp(appWith({}))).toThrow('run this in the folder of an app');
});

test('migrations come behind the newest of the app, in order, and once', () => {
  const folder = appWith({ 'supabase/migrations/20991231235959_last.sql': 'select 1;' });
  const { changes } = planMigrations(folder, now, [first, second]);
  expect(changes.map(({ path }) => path)).toEqual([
    'supabase/migrations/21000101000000_overtime.sql',
    'supabase/migrations/21000101000001_overtime_parking.sql',
  ]);
  apply(folder, changes);
  expect(planMigrations(folder, now, [first, second])).toEqual({ changes: [], left: [], next: [] });

  // A newer package has one more.
  const newer = planMigrations(folder, now, [first, second, third]);
  expect(newer.changes.map(({ path }) => path)).toEqual([
    'supabase/migrations/21000101000002_overtime_signals.sql',
  ]);
  expect(newer.next).toEqual(['Apply the migrations: npx supabase db push']);
});

test('a migration that was copied by hand is known, and one that was edited is named and stays', () => {
  const copied = 'supabase/migrations/20260101000000_overtime.sql';
  const folder = appWith({ [copied]: first.text.replaceAll('\n', '\r\n') });
  expect(planMigrations(folder, now, [first])).toEqual({ changes: [], left: [], next: [] });
  writeFileSync(join(folder, copied), `${first.text}drop table overtime.jobs;\n`);
  expect(planMigrations(folder, now, [first])).toEqual({
    changes: [],
    left: [`${copied} is not as the package has it: was it edited?`],
    next: [],
  });
});

test("an app's own migration of that name is not taken for the engine's", () => {
  const folder = appWith({ 'supabase/migrations/20260101000000_overtime.sql': 'create table hours ();' });
  const { changes } = planMigrations(folder, now, [first]);
  expect(changes.map(({ path }) => path)).toEqual(['supabase/migrations/20261130093000_overtime.sql']);
});

test('a file that changed after it was shown is not written', () => {
  const folder = appWith({ 'AGENTS.md': 'ours\n' });
  const change = { path: 'AGENTS.md', before: 'ours\n', after: 'ours\n\nmore\n' };
  expect(describe([change])).toEqual(['  changed  AGENTS.md', '             + more']);
  writeFileSync(join(folder, 'AGENTS.md'), 'ours, edited\n');
  expect(() => apply(folder, [change])).toThrow('AGENTS.md was changed in the meantime');
  expect(readText(folder, 'AGENTS.md')).toBe('ours, edited\n');
  expect(() => apply(folder, [{ path: 'AGENTS.md', before: null, after: '' }])).toThrow(
    'changed in the meantime',
  );
});

test('a second task is listed in every function that has a list, and the others are named', () => {
  const folder = appWith({
    'package.json': packageJson('typescript', 'vitest'),
    'netlify/functions/jobs.mts': "import { jobs } from 'overtime/netlify';\n\nexport default jobs([]);\n",
    'netlify/functions/sweep.mts':
      "import { sweep } from 'overtime/netlify';\nimport { all } from './all.js';\n\nexport default sweep(all);\n",
  });
  const { changes, left } = planTask(findApp(folder), 'write-haiku');
  const jobs = changes.find(({ path }) => path.endsWith('jobs.mts'));
  expect(jobs?.after).toBe(
    "import { jobs } from 'overtime/netlify';\nimport { writeHaiku } from '../../tasks/write-haiku/contract.js';\n\nexport default jobs([writeHaiku]);\n",
  );
  expect(left).toEqual(['netlify/functions/sweep.mts: add writeHaiku to the contracts it is given']);
  expect(changes.map(({ path }) => path)).toContain('tasks/write-haiku/run.test.ts');
  apply(folder, changes);
  expect(() => planTask(findApp(folder), 'write-haiku')).toThrow('There is a "write-haiku" already');
  expect(() => planTask(findApp(folder), 'define-contract')).toThrow('defineContract means something else');
  expect(() => planTask(findApp(folder), '../haiku')).toThrow('is not a valid task name');
});

test("a page is a client component in Next, named as the app's others are, and there is none without React", () => {
  const folder = appWith({
    'package.json': packageJson('next', 'react', 'typescript'),
    'components/site-header.tsx': '',
    'tasks/write-haiku/contract.ts': 'input: z.strictObject({ topic: z.string() })',
  });
  const { changes, next } = planPage(findApp(folder), 'write-haiku');
  expect(changes[0]?.path).toBe('components/write-haiku-page.tsx');
  expect(changes[0]?.after).toMatch(/^'use client';\n\nimport /);
  expect(changes[0]?.after).toContain("from '../tasks/write-haiku/contract'");
  expect(next).toContainEqual(expect.stringContaining('give it the fields of the input of writeHaiku'));
  expect(() => planPage(findApp(folder), 'write-novel')).toThrow('There is no tasks/write-novel/contract.ts');
  expect(() => planPage(findApp(appWith({ 'package.json': '{}' })), 'write-haiku')).toThrow('has no React');
  const astro = findApp(appWith({ 'package.json': packageJson('astro') }));
  expect(() => planPage(astro, 'write-haiku')).toThrow('npx astro add react');
});

test.for([
  { framework: 'vite', where: '<WriteHaikuPage supabase={…} /> where a user' },
  { framework: 'next', where: "in a component with 'use client', where a user" },
  { framework: 'astro', where: 'in a React component that you show with client:load, where a user' },
])('the next step after a page is one that works in $framework', ({ framework, where }) => {
  const app = appWith({
    'package.json': packageJson(framework, 'react', 'typescript'),
    'tasks/write-haiku/contract.ts': 'text: z.string()',
  });
  expect(planPage(findApp(app), 'write-haiku').next.join()).toContain(where);
});

/** What init plans for an app that has the migrations. */
const initIn = (files: Readonly<Record<string, string>>) =>
  planInit(findApp(appWith(files)), { changes: [], left: [], next: [] });

test.for([
  { of: 'Vite', lines: 'node_modules\n*.local\n', keepsSecret: false, keepsExample: false },
  { of: 'Astro', lines: '# environment\n.env\n.env.production\n', keepsSecret: true, keepsExample: false },
  { of: 'SvelteKit', lines: '.env\r\n.env.*\r\n!.env.example\r\n', keepsSecret: true, keepsExample: false },
  { of: 'Next', lines: '/node_modules\n.env*\n', keepsSecret: true, keepsExample: true },
])('init says what the .gitignore of $of would do with the keys', ({ lines, keepsSecret, keepsExample }) => {
  const { left, next } = initIn({ 'package.json': packageJson('typescript'), '.gitignore': lines });
  expect(next.some((step) => step.startsWith('Add .env to .gitignore'))).toBe(!keepsSecret);
  expect(left.some((line) => line.includes('!.env.example'))).toBe(keepsExample);
});

test('init names no component to an app without React', () => {
  const steps = (...names: string[]) =>
    initIn({ 'package.json': packageJson('typescript', ...names) }).next.join();
  expect(steps('@sveltejs/kit')).toContain('createJobsClient of overtime/client');
  expect(steps('@sveltejs/kit')).not.toContain('add page');
  expect(steps('vite', 'react')).toContain('add page extract-key-points');
});
