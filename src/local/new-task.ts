import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkout } from './checkout.ts';
import { newFiles } from './new-task/new-files.ts';
import { taskName } from './new-task/task-name.ts';

// `npm run new:task NAME`: creates a working task with its functions and tests, as a start for a new one.

const say = (line: string) => process.stdout.write(`${line}\n`);

try {
  const task = taskName(process.argv[2]);
  const files = await newFiles(checkout, task);
  for (const [path, text] of files) {
    await mkdir(dirname(join(checkout, path)), { recursive: true });
    await writeFile(join(checkout, path), text);
  }
  // Names differ in length, and with them the lines.
  const oxfmt = join(checkout, 'node_modules', '.bin', 'oxfmt');
  execFileSync(oxfmt, [...files.keys()], { cwd: checkout, shell: process.platform === 'win32' });

  for (const path of files.keys()) say(`  ${path}`);
  say(`\n${task.name} takes key points out of a text. To make it do what you want:`);
  say(`  1. src/tasks/${task.name}/contract.ts: what goes in, what comes out, its stages and limits`);
  say(`  2. src/tasks/${task.name}/prompt.ts, sample.ts and run.ts: the work`);
  say(`  3. test/tasks/${task.name}/: npx vitest run --project unit test/tasks/${task.name}`);
  say('  4. npm run check, then npm run dev\nThe guide: docs/adding-a-task.md');
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
