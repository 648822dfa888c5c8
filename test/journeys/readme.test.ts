import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { nanoid } from 'nanoid';
import { expect, onTestFinished, test } from 'vitest';
import { checkout } from '../../src/local/checkout.ts';
import { stack } from '../support/file-stack.ts';
import { sampleSettings } from './sample-settings.ts';

sampleSettings()({ paceSeconds: 2, chaos: [] });

test("the README's example runs as it stands", async () => {
  const readme = await readFile(join(checkout, 'README.md'), 'utf8');
  const example = /```ts\n(.+?)```/s.exec(readme)?.[1] ?? '';
  expect(example.split('\n').filter((line) => line.trim()).length).toBeLessThanOrEqual(15);

  // What a page has around it: its origin, its settings, and a file that somebody chose.
  const { siteUrl, supabaseUrl, publishableKey, demoUsers } = stack;
  const user = demoUsers[0];
  const page = `
    import { readFileSync } from 'node:fs';
    const ofNode = globalThis.fetch;
    globalThis.fetch = (input, init) =>
      ofNode(typeof input === 'string' ? new URL(input, ${JSON.stringify(siteUrl)}) : input, init);
    const supabaseUrl = ${JSON.stringify(supabaseUrl)};
    const publishableKey = ${JSON.stringify(publishableKey)};
    const { email, password } = ${JSON.stringify(user)};
    const bytes = readFileSync(${JSON.stringify(join(checkout, 'src/local/samples/essay-rubric.pdf'))});
    const file = new File([bytes], 'essay-rubric.pdf', { type: 'application/pdf' });
  `;
  const folder = join(checkout, '.local', `readme-${nanoid(6)}`);
  await mkdir(folder, { recursive: true });
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const script = join(folder, 'example.ts');
  const imports = example.replaceAll("from './src/", `from '${checkout.replace(/\/$/, '')}/src/`);
  // As a page that is closed: supabase-js keeps a program for 10 s after its last channel.
  await writeFile(script, `${page}${imports}\nprocess.exit();`);

  const { stdout } = await promisify(execFile)(process.execPath, [script], { cwd: checkout });
  expect(stdout).toMatch(/^processing \d+ %/m);
  expect(stdout).toMatch(/^completed 100 %/m);
  expect(stdout).toContain('# Argumentative Essay Rubric');
});
