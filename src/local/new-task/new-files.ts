import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TaskName } from './task-name.ts';

/** The template is a task like any other, but without functions: its code is checked and its tests run with the others. */
const template = { code: 'src/local/task-template', tests: 'test/tasks/task-template' };

const gathered = 'src/tasks/contracts.ts';

/**
 * What a new task adds to a checkout: each file's path in it with its text, the changed list of contracts
 * among them. Writes nothing; throws where something of that name is there already.
 */
export async function newFiles(checkout: string, task: TaskName): Promise<ReadonlyMap<string, string>> {
  const { name, binding } = task;
  const rename = (text: string) =>
    text
      .replaceAll(template.code, `src/tasks/${name}`)
      .replaceAll('task-template', name)
      .replaceAll('taskTemplate', binding);

  const files = new Map<string, string>();
  for (const [from, to] of [
    [template.code, `src/tasks/${name}`],
    [template.tests, `test/tasks/${name}`],
  ] as const) {
    if (existsSync(join(checkout, to))) throw taken(name, to);
    for (const file of await readdir(join(checkout, from))) {
      const text = await readFile(join(checkout, from, file), 'utf8');
      if (new RegExp(`\\b${binding}\\b`).test(text)) {
        throw new Error(`"${name}" is reserved: ${binding} means something else in a task's ${file}.`);
      }
      files.set(`${to}/${file}`, rename(text));
    }
  }

  for (const role of ['trigger', 'background', 'status'] as const) {
    const path = `netlify/functions/${name}-${role}.ts`;
    if (existsSync(join(checkout, path))) throw taken(name, path);
    files.set(path, functionText(role, task));
  }

  files.set(gathered, addContract(await readFile(join(checkout, gathered), 'utf8'), task));
  return files;
}

/** Calls a minute from one address: Netlify reads it from the file, so that each has it as it stands. */
const statusLimit = `export const config: Config = {
  rateLimit: { windowSize: 60, windowLimit: 600, aggregateBy: ['ip', 'domain'] },
};`;

function functionText(role: 'trigger' | 'background' | 'status', { name, binding }: TaskName): string {
  const [file, what] = role === 'background' ? ['run', `${binding}Task`] : ['contract', binding];
  const isStatus = role === 'status';
  return [
    ...(isStatus ? ["import type { Config } from '@netlify/functions';"] : []),
    `import { ${role} } from '../../src/overtime/netlify.ts';`,
    `import { ${what} } from '../../src/tasks/${name}/${file}.ts';`,
    '',
    `export default ${role}(${what});`,
    '',
    ...(isStatus ? [statusLimit, ''] : []),
  ].join('\n');
}

/** Adds the contract behind the last import and at the end of the list. */
function addContract(text: string, { name, binding }: TaskName): string {
  if (new RegExp(`\\b${binding}\\b`).test(text)) throw taken(name, gathered);
  const parts = /^((?:import [^\n]*\n)*)(.*?)(,?)(\s*\] as const;\s*)$/s.exec(text);
  if (!parts) {
    throw new Error(`${gathered} is not a list that ends with "] as const;": add ${binding} to it by hand.`);
  }
  const [, imports = '', list = '', , end = ''] = parts;
  return `${imports}import { ${binding} } from './${name}/contract.ts';\n${list}, ${binding}${end}`;
}

const taken = (name: string, where: string) =>
  new Error(`There is a "${name}" already, in ${where}: choose another name, or delete that first.`);
