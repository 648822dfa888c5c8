import { basename, dirname, join, relative } from 'node:path/posix';
import { readTemplate } from './package-files.ts';
import { bindingOf, componentOf } from './task-name.ts';

/** Where a project keeps what is made of the templates, and how it imports. */
export interface Layout {
  /** The folder of the tasks, one folder each. */
  readonly tasks: string;
  readonly functions: string;
  readonly inJavaScript: boolean;
  /** The end of a function's file, such as `.mts`. */
  readonly functionEnd: string;
  /** The end of a file's name in an import. */
  readonly importEnd: '.js' | '.ts';
  /** How a file imports an entry point of the package, such as `models`. */
  entry(entry: string, fromFile: string): string;
}

const taskFiles = ['contract', 'prompt', 'sample', 'run'] as const;
const roles = ['trigger', 'background', 'status'] as const;

/** Throws for a name that in code would be a name which the templates use. */
export function checkFreeInTemplates(name: string): void {
  const files = [
    ...taskFiles.map((file) => `task/${file}.ts`),
    ...roles.map((role) => `functions/${role}.ts`),
  ];
  const used = new RegExp(`\\b${bindingOf(name)}\\b`);
  const file = [...files, 'page.tsx', 'run.test.ts'].find((one) => used.test(readTemplate(one)));
  if (!file) return;
  throw new Error(
    `"${name}" is reserved: ${bindingOf(name)} means something else in a task's ${basename(file)}.`,
  );
}

/** The path of a file of a task, without its end. */
const inTask = (layout: Layout, name: string, file: string) => `${layout.tasks}/${name}/${file}`;
export const functionPath = (layout: Layout, name: string) =>
  `${layout.functions}/${name}${layout.functionEnd}`;
const codeEnd = ({ inJavaScript }: Layout) => (inJavaScript ? '.js' : '.ts');

/** The path of a task's contract. */
export const contractPath = (layout: Layout, name: string) =>
  inTask(layout, name, 'contract') + codeEnd(layout);

/** How a file imports another one of the project. */
export function importOf(path: string, fromFile: string): string {
  const found = relative(dirname(fromFile), path);
  return found.startsWith('.') ? found : `./${found}`;
}

/**
 * Makes a project's file of templates, one behind another.
 *
 * @param name of the task
 * @param templates below the templates' folder; what they import of each other is left out
 * @param path where the file will be
 */
export function render(layout: Layout, name: string, templates: readonly string[], path: string): string {
  const imports = new Map<string, Set<string>>();
  const bodies = templates.map((template) => {
    // One import on one line, as the templates have them.
    const body = readTemplate(template, layout.inJavaScript).replace(
      /^import (type )?\{ (.+) \} from '(.+)';\n/gm,
      (_, type = '', names: string, from: string) => {
        const meant = join(dirname(template), from);
        if (templates.includes(meant)) return '';
        const start = `import ${type}{ `;
        const end = ` } from '${from.startsWith('.') ? target(layout, name, meant, path) : from}';`;
        const all = imports.get(start + end) ?? new Set();
        for (const one of names.split(', ')) all.add(one);
        imports.set(start + end, all);
        return '';
      },
    );
    const isPart = templates.length > 1 && /prompt|sample/.test(template);
    return (isPart ? body.replace(/^export /gm, '') : body).trim();
  });
  const values = new Set([...imports].flatMap(([line, names]) => (isOfTypes(line) ? [] : [...names])));
  const lines = [...imports].flatMap(([line, names]) => {
    const left = isOfTypes(line) ? [...names].filter((one) => !values.has(one)) : [...names];
    return left.length > 0 ? [line.replace('{ ', `{ ${left.join(', ')}`)] : [];
  });
  const binding = bindingOf(name);
  return `${lines.join('\n')}\n\n${bodies.join('\n\n')}\n`
    .replaceAll('task-template', name)
    .replaceAll('taskTemplate', binding)
    .replaceAll('TaskTemplate', componentOf(name));
}

const isOfTypes = (line: string) => line.startsWith('import type ');

/** What a template's import, from the templates' folder, is in the project. */
function target(layout: Layout, name: string, meant: string, path: string): string {
  const [, file] = /^task\/(\w+)\.ts$/.exec(meant) ?? [];
  if (file) return importOf(inTask(layout, name, file) + layout.importEnd, path);
  return layout.entry(meant.replace(/^\.\.\/|\.ts$/g, ''), path);
}

/** A task in its folder, with its three functions: each file's path with its text. */
export function taskInFolder(layout: Layout, name: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const file of taskFiles) {
    const path = inTask(layout, name, file) + codeEnd(layout);
    files.set(path, render(layout, name, [`task/${file}.ts`], path));
  }
  for (const role of roles) {
    const path = functionPath(layout, `${name}-${role}`);
    files.set(path, render(layout, name, [`functions/${role}.ts`], path));
  }
  return files;
}

/** The same in four files: the prompt, the sample and the work stand in the background function. */
export function taskInFewFiles(layout: Layout, name: string): Map<string, string> {
  const contract = contractPath(layout, name);
  const files = new Map([[contract, render(layout, name, ['task/contract.ts'], contract)]]);
  for (const role of ['background', 'trigger', 'status']) {
    const work = role === 'background' ? ['task/prompt.ts', 'task/sample.ts', 'task/run.ts'] : [];
    const path = functionPath(layout, `${name}-${role}`);
    files.set(path, render(layout, name, [...work, `functions/${role}.ts`], path));
  }
  return files;
}
