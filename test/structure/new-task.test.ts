import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkout } from '../../src/local/checkout.ts';
import { cleanEnvironment } from '../support/environment.ts';

const program = (name: string) => join(checkout, 'node_modules', '.bin', name);
let copy: string;
let guide: string;

/** Runs a program in the copy. Rejects with all that it printed when it fails. */
async function run(file: string, ...parameters: string[]): Promise<string> {
  const env = { ...cleanEnvironment(), NO_COLOR: '1' };
  const { stdout } = await promisify(execFile)(file, parameters, { cwd: copy, env }).catch(
    (error: { stdout: string; stderr: string }) => {
      throw new Error(`${file} ${parameters.join(' ')}\n${error.stdout}${error.stderr}`, { cause: error });
    },
  );
  return stdout;
}

const newTask = (...parameters: string[]) =>
  run(process.execPath, join('src', 'local', 'new-task.ts'), ...parameters);

const filesOf = () => globSync('{src,test,netlify}/**/*.*', { cwd: copy }).toSorted();

/** Takes a task out of the copy: who has followed the guide has it in the checkout, and their checks pass too. */
async function remove(name: string, binding: string): Promise<void> {
  for (const path of filesOf()) if (path.includes(name)) await rm(join(copy, path));
  const contracts = join(copy, 'src', 'tasks', 'contracts.ts');
  const lines = (await readFile(contracts, 'utf8')).split('\n');
  await writeFile(contracts, lines.filter((line) => !new RegExp(`\\b${binding}\\b`).test(line)).join('\n'));
}

/** What `npm run check` looks at in a new task: its format, its code, its types and its place. */
async function passesTheChecks(name: string): Promise<void> {
  const added = filesOf().filter((path) => path.endsWith('.ts') && path.includes(name));
  expect(added).toHaveLength(9);
  await run(program('oxfmt'), '--check', ...added, 'src/tasks/contracts.ts');
  await run(program('oxlint'), '--type-aware', ...added);
  await passesTypes(...added, 'src/tasks/contracts.ts');
  // It complains of what the whole project does not use: of the new task's files, nothing.
  const unused = await run(program('knip'), '--no-config-hints', '--no-exit-code');
  expect(unused).not.toContain(name);
}

/** Of these files alone, and of what they import: the whole project takes a quarter of a minute. */
async function passesTypes(...files: string[]): Promise<void> {
  const narrow = { extends: './tsconfig.json', include: files };
  await writeFile(join(copy, 'tsconfig.new.json'), JSON.stringify(narrow));
  await run(program('tsc'), '-p', 'tsconfig.new.json');
  await rm(join(copy, 'tsconfig.new.json'));
}

/** The tests of functions and imports report no fault that names the new task; they report others in their own runs. */
async function passesStructure(name: string): Promise<void> {
  const files = ['functions', 'imports'].map((file) => `test/structure/${file}.test.ts`);
  const report = join(copy, 'report.json');
  const flags = ['--project', 'structure', '--reporter=json', `--outputFile=${report}`];
  await run(program('vitest'), 'run', ...flags, ...files).catch(() => undefined);
  const { testResults } = JSON.parse(await readFile(report, 'utf8')) as {
    testResults: { assertionResults: { title: string; failureMessages: string[] }[] }[];
  };
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  expect(results.map(({ title }) => title)).toContain(
    `the function ${name}-background.ts only calls a factory`,
  );
  expect(results.flatMap(({ failureMessages }) => failureMessages).join('\n')).not.toContain(name);
}

beforeAll(async () => {
  guide = await readFile(join(checkout, 'docs', 'adding-a-task.md'), 'utf8');
  copy = await mkdtemp(join(tmpdir(), 'overtime-new-task-'));
  for (const path of ['src', 'test', 'netlify', 'supabase', 'netlify.toml', 'package.json', 'knip.jsonc']) {
    await cp(join(checkout, path), join(copy, path), {
      recursive: true,
      filter: (source) => !source.includes(join('bench', 'node_modules')),
    });
  }
  for (const path of [
    'tsconfig.json',
    'vitest.config.ts',
    'vite.config.ts',
    '.oxlintrc.json',
    '.oxfmtrc.json',
  ]) {
    await cp(join(checkout, path), join(copy, path));
  }
  await symlink(join(checkout, 'node_modules'), join(copy, 'node_modules'));
});

afterAll(() => rm(copy, { recursive: true, force: true }));

test.for([
  { name: '', reason: 'needs a name' },
  { name: 'haiku', reason: 'two words or more' },
  { name: 'Write-Haiku', reason: 'in lower case' },
  { name: 'write_haiku', reason: 'with hyphens' },
  { name: '../write-haiku', reason: 'is not a valid task name' },
  { name: `write-${'x'.repeat(50)}`, reason: 'at most 50' },
  { name: 'haiku-status', reason: 'reserved' },
  { name: 'task-template', reason: 'reserved' },
  { name: 'define-contract', reason: 'defineContract means something else' },
  { name: 'score-book', reason: 'There is a "score-book" already' },
])('the name "$name" is refused, and nothing is written', async ({ name, reason }) => {
  const before = filesOf();
  await expect(newTask(name)).rejects.toThrow(reason);
  expect(filesOf()).toEqual(before);
});

test('the guide leads from the command to a task that works', { timeout: 180_000 }, async () => {
  const [, name = ''] = /```sh\nnpm run new:task ([a-z-]+)\n```/.exec(guide) ?? [];
  await remove(name, 'writeHaiku');
  const printed = await newTask(name);
  expect(printed).toContain(`src/tasks/${name}/contract.ts`);
  const before = filesOf();
  await expect(newTask(name)).rejects.toThrow(`There is a "${name}" already`);
  expect(filesOf()).toEqual(before);

  const tests = ['vitest', 'run', '--project', 'unit', `test/tasks/${name}`];
  expect(guide).toContain(`npx ${tests.join(' ')}`);
  const runTests = () => run(program('vitest'), ...tests.slice(1));
  expect(await runTests()).toMatch(/Tests +13 passed/);
  await passesTheChecks(name);
  await passesStructure(name);

  // What the guide makes of it: each block belongs to the path that its paragraph names last.
  const blocks = [...guide.matchAll(/`((?:src|test)\/[\w/.-]+\.ts)`[^`\n]*\n\n```ts\n(.+?)```/gs)];
  expect(blocks.map(([, path]) => path)).toEqual([
    `src/tasks/${name}/contract.ts`,
    `src/tasks/${name}/prompt.ts`,
    `src/tasks/${name}/sample.ts`,
    `src/tasks/${name}/run.ts`,
    `test/tasks/${name}/run.test.ts`,
  ]);
  for (const [, path = '', text = ''] of blocks) await writeFile(join(copy, path), text);
  expect(await runTests()).toMatch(/Tests +11 passed/);
  await passesTheChecks(name);
  const [, input = ''] = new RegExp(`\\nnpm run try ${name} '(.+)'\\n`).exec(guide) ?? [];
  const tried = await run(process.execPath, join('src', 'local', 'try.ts'), name, input);
  expect(JSON.parse(tried)).toMatchObject({ title: 'the tides of the north' });

  // The page at the end of the guide compiles: with what a signed-in page has.
  const [, page = ''] = /```ts\n(const \{ jobId \}.+?)```/s.exec(guide) ?? [];
  const around = [
    `import type { JobsClient } from '../../../src/overtime/client.ts';`,
    `import { writeHaiku } from '../../../src/tasks/${name}/contract.ts';`,
    'declare const jobs: JobsClient;',
  ];
  await writeFile(join(copy, 'test', 'tasks', name, 'page.ts'), [...around, page].join('\n'));
  await passesTypes(`test/tasks/${name}/page.ts`);
});
