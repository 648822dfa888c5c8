import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkout } from './checkout.ts';

// `npm run new:task NAME`: creates a working task with its functions and tests, as a start for a new one.

/** A task like any other, but without functions: its code is checked and its tests run with the others. */
const template = { 'src/local/task-template': 'src/tasks', 'test/tasks/task-template': 'test/tasks' };
const gathered = 'src/tasks/contracts.ts';

const read = (path: string) => readFileSync(join(checkout, path), 'utf8');

/** Throws with what is wrong with a name and how it should be. */
function checkName(name: string): void {
  const example = 'Say what it does, as in: npm run new:task write-haiku';
  if (name === '') throw new Error(`The new task needs a name. ${example}`);
  // Two words at least: then none can be a word of the language.
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/.test(name)) {
    throw new Error(
      `"${name}" is no name for a task: two words or more, in lower case, with a hyphen between them. ${example}`,
    );
  }
  // With `-background` behind it, it must fit into the 64 characters of a function's name at Netlify.
  if (name.length > 50) throw new Error(`"${name}" has ${name.length} characters: at most 50 are allowed.`);
  if (/-(?:trigger|background|status)$|^task-template$/.test(name)) {
    throw new Error(
      `"${name}" is reserved for functions (<task>-trigger, -background, -status) and the template: choose another.`,
    );
  }
}

/** What a new task adds: each file's path with its text, the longer list of contracts among them. */
function newFiles(name: string): ReadonlyMap<string, string> {
  const binding = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  const isUsedIn = (text: string) => new RegExp(`\\b${binding}\\b`).test(text);
  const files = new Map<string, string>();

  for (const [from, to] of Object.entries(template)) {
    for (const file of readdirSync(join(checkout, from))) {
      const text = read(`${from}/${file}`);
      if (isUsedIn(text)) {
        throw new Error(`"${name}" is reserved: ${binding} means something else in a task's ${file}.`);
      }
      const renamed = text
        .replaceAll('src/local/task-template', `src/tasks/${name}`)
        .replaceAll('task-template', name)
        .replaceAll('taskTemplate', binding);
      files.set(`${to}/${name}/${file}`, renamed);
    }
  }
  for (const role of ['trigger', 'background', 'status']) {
    const text = read(`netlify/functions/extract-rubric-${role}.ts`);
    const renamed = text.replaceAll('extract-rubric', name).replaceAll('extractRubric', binding);
    files.set(`netlify/functions/${name}-${role}.ts`, renamed);
  }
  const contracts = read(gathered);
  const taken = isUsedIn(contracts)
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
  checkName(name);
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
  say(`  3. test/tasks/${name}/: npx vitest run --project unit test/tasks/${name}`);
  say('  4. npm run check, then npm run dev\nThe guide: docs/adding-a-task.md');
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
