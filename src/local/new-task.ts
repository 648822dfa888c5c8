import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkFreeInTemplates, importOf, type Layout, taskInFolder } from '../overtime/cli/render.ts';
import { bindingOf, checkTaskName } from '../overtime/cli/task-name.ts';
import { checkout } from './checkout.ts';

// `npm run new:task NAME`: creates a working task with its functions and tests, as `overtime add task` does in an app.

const layout: Layout = {
  tasks: 'src/tasks',
  functions: 'netlify/functions',
  inJavaScript: false,
  functionEnd: '.ts',
  importEnd: '.ts',
  entry: (entry, fromFile) => importOf(`src/overtime/${entry}.ts`, fromFile),
};
const gathered = 'src/tasks/contracts.ts';
const tests = 'test/tasks/task-template';

const read = (path: string) => readFileSync(join(checkout, path), 'utf8');

/** What a new task adds: each file's path with its text, the longer list of contracts among them. */
function newFiles(name: string): ReadonlyMap<string, string> {
  const binding = bindingOf(name);
  const files = taskInFolder(layout, name);
  for (const file of readdirSync(join(checkout, tests))) {
    const renamed = read(`${tests}/${file}`)
      .replaceAll('src/overtime/templates/task/', `src/tasks/${name}/`)
      .replaceAll('taskTemplate', binding);
    files.set(`test/tasks/${name}/${file}`, renamed);
  }
  const contracts = read(gathered);
  const taken = new RegExp(`\\b${binding}\\b`).test(contracts)
    ? gathered
    : [...files.keys()].find((path) => existsSync(join(checkout, path)));
  if (taken)
    throw new Error(`There is a "${name}" already, in ${taken}: choose another, or delete that first.`);

  const longer = contracts
    .replace(/\n\n/, `\nimport { ${binding} } from './${name}/contract.ts';\n\n`)
    .replace(/\n\] as const;/, `\n  ${binding},\n] as const;`);
  return files.set(gathered, longer);
}

const say = (line: string) => process.stdout.write(`${line}\n`);
try {
  const name = process.argv[2] ?? '';
  checkTaskName(name, 'npm run new:task');
  checkFreeInTemplates(name);
  const files = newFiles(name);
  for (const [path, text] of files) {
    mkdirSync(dirname(join(checkout, path)), { recursive: true });
    writeFileSync(join(checkout, path), text);
  }
  // Names differ in length, and with them the lines.
  const oxfmt = join(checkout, 'node_modules', '.bin', 'oxfmt');
  execFileSync(oxfmt, [...files.keys()], { cwd: checkout, shell: process.platform === 'win32' });

  for (const path of files.keys()) say(`  ${path}`);
  say(`\n${name} takes key points out of a text. To make it do what you want:`);
  say(`  1. src/tasks/${name}/contract.ts: what goes in, what comes out, its stages and limits`);
  say(`  2. src/tasks/${name}/prompt.ts, sample.ts and run.ts: the work`);
  say(`  3. npm run try ${name} '{ "text": "The tide comes twice a day." }': its result, in your terminal`);
  say(`  4. test/tasks/${name}/: npx vitest run --project unit test/tasks/${name}`);
  say('  5. npm run check, then npm run dev\nThe guide: docs/adding-a-task.md');
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
