import { type App, type FunctionFile, functionFiles } from './app.ts';
import { appLayout } from './app-layout.ts';
import { type Change, create } from './change.ts';
import { packageInfo } from './package-files.ts';
import { contractPath, functionPath, importOf, render } from './render.ts';
import { bindingOf } from './task-name.ts';

/** Whether a function is made by this factory of the package. */
const madeBy = (factory: string) => {
  const call = new RegExp(`\\b${factory}\\(`);
  return ({ text }: FunctionFile) => text.includes(`'${packageInfo.name}/netlify'`) && call.test(text);
};

/** The names of the app's tasks, from their triggers. */
export function tasksOf(app: App): string[] {
  const triggers = functionFiles(app).filter(madeBy('trigger'));
  return triggers.map(({ name }) => name.replace(/-trigger$/, '')).toSorted();
}

/** The function that a factory made for all tasks. Null where there is none. */
export const functionOf = (app: App, factory: 'jobs' | 'sweep'): FunctionFile | null =>
  functionFiles(app).find(madeBy(factory)) ?? null;

/** What that function is, or will be, called: as its factory is, where the app has no function of that name. */
export function nameOfFunction(app: App, factory: 'jobs' | 'sweep'): string {
  const isTaken = functionFiles(app).some(({ name }) => name === factory);
  return functionOf(app, factory)?.name ?? (isTaken ? `overtime-${factory}` : factory);
}

/** Makes the function of a factory for these tasks, where it is missing. */
export function createFunctionOf(app: App, factory: 'jobs' | 'sweep', tasks: readonly string[]): Change[] {
  const [first, ...others] = tasks;
  if (functionOf(app, factory) || first === undefined) return [];
  const layout = appLayout(app);
  const path = functionPath(layout, nameOfFunction(app, factory));
  const text = render(layout, first, [`functions/${factory}.ts`], path);
  return create(
    app.folder,
    path,
    others.reduce((longer, task) => listed(app, longer, path, task) ?? longer, text),
  );
}

const list = /\b(?:jobs|sweep|sweepNow|schedules|openApi)\(\[([^\]]*)\]/;

/** Adds a task to the functions for all tasks; of one without a list of contracts, says so. */
export function addToLists(app: App, task: string): { changes: Change[]; left: string[] } {
  const changes: Change[] = [];
  const left: string[] = [];
  const shared = ['jobs', 'sweep', 'sweepNow', 'schedules', 'openApi'];
  for (const file of functionFiles(app)) {
    if (!shared.some((factory) => madeBy(factory)(file)) || lists(file.text, task)) continue;
    const after = listed(app, file.text, file.path, task);
    if (after !== null) changes.push({ path: file.path, before: file.text, after });
    else if (!list.test(file.text))
      left.push(`${file.path}: add ${bindingOf(task)} to the contracts it is given`);
  }
  return { changes, left };
}

const lists = (text: string, task: string) => new RegExp(`\\b${bindingOf(task)}\\b`).test(text);

/** The text of a function with one contract more; null where it has no list. */
function listed(app: App, text: string, path: string, task: string): string | null {
  const found = list.exec(text);
  if (!found) return null;
  const binding = bindingOf(task);
  const contracts = [...found[1]!.split(',').map((one) => one.trim()), binding].filter((one) => one !== '');
  const longer = text.replace(list, (call) => `${call.slice(0, call.indexOf('['))}[${contracts.join(', ')}]`);
  const from = importOf(contractPath(appLayout(app), task).replace(/\.ts$/, '.js'), path);
  const imports = [...longer.matchAll(/^import .*$/gm)];
  const end = (imports.at(-1)?.index ?? 0) + (imports.at(-1)?.[0].length ?? 0);
  return `${longer.slice(0, end)}\nimport { ${binding} } from '${from}';${longer.slice(end)}`;
}
