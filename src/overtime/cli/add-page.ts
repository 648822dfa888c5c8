import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from './app.ts';
import { appLayout } from './app-layout.ts';
import { type Plan, readText } from './change.ts';
import { packageInfo } from './package-files.ts';
import { contractPath, render } from './render.ts';
import { nameOfFunction, tasksOf } from './task-lists.ts';
import { bindingOf, componentOf } from './task-name.ts';

/** Where a component can have a client for a property: one that a server renders has only what can be written as JSON. */
const inBrowser: Readonly<Partial<Record<App['framework'], string>>> = {
  Next: "in a component with 'use client', ",
  Astro: 'in a React component that you show with client:load, ',
};

/** A React component that submits, follows and shows jobs of a task. */
export function planPage(app: App, task: string): Plan {
  if (!('react' in app.dependencies)) {
    const how = app.framework === 'Astro' ? ' For a React component: npx astro add react.' : '';
    throw new Error(
      `This app has no React. Its pages call createJobsClient of ${packageInfo.name}/client, which needs none.${how}`,
    );
  }
  const layout = appLayout(app);
  const contract = readText(app.folder, contractPath(layout, task));
  if (contract === null) {
    const known = tasksOf(app).join(', ') || 'none yet';
    throw new Error(`There is no ${contractPath(layout, task)}. The tasks here: ${known}.`);
  }
  const folder = ['src/components', 'components', 'app/components', 'src'].find((one) =>
    existsSync(join(app.folder, one)),
  );
  const path = `${folder ?? 'components'}/${fileName(app, folder, task)}`;
  if (readText(app.folder, path) !== null) throw new Error(`${path} is there already, and is left as it is.`);

  const jobs = nameOfFunction(app, 'jobs');
  const component = `${componentOf(task)}Page`;
  const after = render(layout, task, ['page.tsx'], path)
    .replace('createJobsClient({ supabase })', (call) =>
      jobs === 'jobs' ? call : `createJobsClient({ supabase, jobsFunction: '${jobs}' })`,
    )
    // Found by every bundler without an ending; a project that wants one has it in its other imports.
    .replace(/\/contract\.js'/, "/contract'");
  const tanstack = '@tanstack/react-query' in app.dependencies ? [] : ['@tanstack/react-query'];
  return {
    changes: [{ path, before: null, after: app.framework === 'Next' ? `'use client';\n\n${after}` : after }],
    left: [],
    next: [
      ...tanstack.map((one) => `Install ${one}, which ${packageInfo.name}/react needs`),
      `Show <${component} supabase={…} /> ${inBrowser[app.framework] ?? ''}where a user is signed in on that supabase-js client`,
      ...(/\btext:/.test(contract)
        ? []
        : [`Its form sends { text }: give it the fields of the input of ${bindingOf(task)}`]),
    ],
  };
}

/** As the other components of the app are named: `write-haiku-page.tsx` or `WriteHaikuPage.tsx`. */
function fileName(app: App, folder: string | undefined, task: string): string {
  const others = folder ? readdirSync(join(app.folder, folder)).filter((name) => /\.[jt]sx$/.test(name)) : [];
  const inKebab =
    others.some((name) => name.includes('-')) &&
    !others.some((name) => /^[A-Z]/.test(name) && name !== 'App.tsx');
  return `${inKebab ? `${task}-page` : `${componentOf(task)}Page`}${app.isTypeScript ? '.tsx' : '.jsx'}`;
}
