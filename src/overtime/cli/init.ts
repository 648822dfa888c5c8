import type { App } from './app.ts';
import { appLayout } from './app-layout.ts';
import { type Change, create, type Plan, readText } from './change.ts';
import { gitIgnores } from './git-ignores.ts';
import { planMigrations } from './migrations.ts';
import { packageInfo, readTemplate } from './package-files.ts';
import { taskInFewFiles } from './render.ts';
import { addToLists, createFunctionOf, nameOfFunction, tasksOf } from './task-lists.ts';

/** What the first task is called. */
const firstTask = 'extract-key-points';

/** What an app lacks to run its first job. Of what is there, nothing is edited; two files are appended to. */
export function planInit(app: App, migrations: Plan = planMigrations(app.folder)): Plan {
  const others = tasksOf(app).filter((name) => name !== firstTask);
  const task = others.length === 0 ? [...taskInFewFiles(appLayout(app), firstTask)] : [];
  const tasks = others.length === 0 ? [firstTask] : tasksOf(app);
  const taken = (['jobs', 'sweep'] as const).filter((name) => nameOfFunction(app, name) !== name);
  const lists = others.length === 0 ? addToLists(app, firstTask) : { changes: [], left: [] };
  return {
    changes: [
      ...migrations.changes,
      ...task.flatMap(([path, text]) => create(app.folder, path, text)),
      ...createFunctionOf(app, 'jobs', tasks),
      ...createFunctionOf(app, 'sweep', tasks),
      ...lists.changes,
      ...appendVariables(app),
      ...appendSection(app),
    ],
    left: [
      ...migrations.left,
      ...lists.left,
      ...taken.map(
        (name) => `${app.functions}/${name} is the app's own: Overtime's is called overtime-${name}`,
      ),
      ...(gitIgnores(app.folder, '.env.example')
        ? ['.gitignore keeps .env.example out of the repository: add !.env.example to have it in']
        : []),
    ],
    next: nextSteps(app, tasks[0]!),
  };
}

/** Of `.env.example`, the variables that it does not name yet. */
function appendVariables({ folder }: App): Change[] {
  const path = '.env.example';
  const before = readText(folder, path);
  const lines = readTemplate('app/env.example').trimEnd().split('\n');
  const names = lines.flatMap((line) => /^(\w+)=/.exec(line)?.[1] ?? []);
  const isThere = (name: string | undefined) => new RegExp(`^\\s*#?\\s*${name}=`, 'm').test(before ?? '');
  if (names.every(isThere)) return [];
  const missing = lines.filter((line) => line.startsWith('#') || !isThere(/^(\w+)=/.exec(line)?.[1]));
  return [{ path, before, after: appended(before, missing.join('\n')) }];
}

/** The section for coding agents, once. */
function appendSection(app: App): Change[] {
  const path = 'AGENTS.md';
  const before = readText(app.folder, path);
  const [jobs, sweep] = [nameOfFunction(app, 'jobs'), nameOfFunction(app, 'sweep')];
  const section = readTemplate('app/agents.md')
    .trimEnd()
    .replaceAll('{package}', packageInfo.name)
    .replaceAll('{tasks}', app.tasks)
    .replaceAll('{functions}', app.functions)
    .replaceAll('{jobs}', jobs)
    .replaceAll('{sweep}', sweep)
    .replaceAll('{client}', jobs === 'jobs' ? '({ supabase })' : `({ supabase, jobsFunction: '${jobs}' })`);
  const heading = section.slice(0, section.indexOf('\n'));
  return before?.includes(heading) ? [] : [{ path, before, after: appended(before, section) }];
}

/** A blank line in between; the file's own bytes stay as they are. */
function appended(before: string | null, text: string): string {
  if (before === null || before === '') return `${text}\n`;
  return `${before}${before.endsWith('\n') ? '' : '\n'}\n${text}\n`;
}

function nextSteps(app: App, task: string): string[] {
  const { name, peerDependencies } = packageInfo;
  const needed = [name, 'zod', '@supabase/supabase-js', 'ai', '@netlify/functions'];
  const hasProvider = Object.keys(app.dependencies).some((one) => one.startsWith('@ai-sdk/'));
  const missing = [...needed, ...(hasProvider ? [] : ['@ai-sdk/google'])]
    .filter((one) => !(one in app.dependencies))
    .map((one) => (peerDependencies[one] ? `"${one}@${peerDependencies[one]}"` : one));
  const install = `${app.packageManager} ${app.packageManager === 'npm' ? 'install' : 'add'}`;
  return [
    ...(missing.length > 0 ? [`${install} ${missing.join(' ')}`] : []),
    `${app.hasSupabase ? '' : 'npx supabase init, then '}npx supabase link --project-ref <ref>, then npx supabase db push`,
    ...(gitIgnores(app.folder, '.env') ? [] : ['Add .env to .gitignore: it will have the secret key']),
    'Copy .env.example to .env and fill it in; set the same variables at Netlify. Without a model key, samples answer.',
    'react' in app.dependencies
      ? `npx ${name} add page ${task}: a React component that submits, follows and shows a job`
      : `In a page: createJobsClient of ${name}/client submits a job, follows it and has its result`,
    `npx netlify dev, then npx ${name} doctor`,
  ];
}
