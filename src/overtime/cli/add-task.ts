import type { App } from './app.ts';
import { appLayout } from './app-layout.ts';
import { create, type Plan, readText } from './change.ts';
import { packageInfo } from './package-files.ts';
import { checkFreeInTemplates, contractPath, render, taskInFolder } from './render.ts';
import { addToLists, createFunctionOf, functionOf } from './task-lists.ts';
import { checkTaskName } from './task-name.ts';

/** A new task: its folder, its three functions, its test, and its place in the functions for all tasks. */
export function planTask(app: App, name: string): Plan {
  checkTaskName(name, `npx ${packageInfo.name} add task`);
  checkFreeInTemplates(name);
  const layout = appLayout(app);
  const files = taskInFolder(layout, name);
  const taken = [...files.keys()].find((path) => readText(app.folder, path) !== null);
  if (taken)
    throw new Error(`There is a "${name}" already, in ${taken}: choose another, or delete that first.`);

  const test = `${app.tasks}/${name}/run.test${app.isTypeScript ? '.ts' : '.js'}`;
  const hasVitest = 'vitest' in app.dependencies;
  const lists = addToLists(app, name);
  return {
    changes: [
      ...[...files].flatMap(([path, text]) => create(app.folder, path, text)),
      ...(hasVitest ? create(app.folder, test, render(layout, name, ['run.test.ts'], test)) : []),
      ...(['jobs', 'sweep'] as const).flatMap((factory) =>
        functionOf(app, factory) ? [] : createFunctionOf(app, factory, [name]),
      ),
      ...lists.changes,
    ],
    left: [...lists.left, ...(hasVitest ? [] : [`${test}: this app has no vitest to run it`])],
    next: [
      `${contractPath(layout, name)}: what goes in, what comes out, its stages and limits`,
      `prompt, sample and run beside it: the work; now it takes key points out of a text`,
      `npx ${packageInfo.name} add page ${name}: a React component for it`,
    ],
  };
}
