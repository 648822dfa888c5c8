import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { nanoid } from 'nanoid';
import { expect, onTestFinished, test } from 'vitest';
import { checkout } from '../../src/local/checkout.ts';
import { stack } from '../support/file-stack.ts';
import { sampleSettings } from './sample-settings.ts';

const setSamples = sampleSettings();
const source = (path: string) => JSON.stringify(join(checkout, 'src', path));

/** Runs one of the guide's examples under a heading as it stands, in a program that has what a page has around it. */
async function run(heading: string, number = 0): Promise<string> {
  const guide = await readFile(join(checkout, 'docs', 'client.md'), 'utf8');
  const section = guide.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  const example = [...section.matchAll(/```ts\n(.+?)```/gs)][number]?.[1];
  if (example === undefined) throw new Error(`docs/client.md has no example ${number} under "${heading}".`);

  const { siteUrl, supabaseUrl, publishableKey, demoUsers } = stack;
  const page = `
    import { readFileSync } from 'node:fs';
    import { createClient } from '@supabase/supabase-js';
    import { ApiError, createJobsClient } from ${source('overtime/client.ts')};
    import { extractRubric } from ${source('tasks/extract-rubric/contract.ts')};
    const ofNode = globalThis.fetch;
    globalThis.fetch = (input, init) =>
      ofNode(typeof input === 'string' ? new URL(input, ${JSON.stringify(siteUrl)}) : input, init);
    const supabase = createClient(${JSON.stringify(supabaseUrl)}, ${JSON.stringify(publishableKey)});
    await supabase.auth.signInWithPassword(${JSON.stringify(demoUsers[0])});
    const bytes = readFileSync(${source('local/samples/essay-rubric.pdf')});
    const file = new File([bytes], 'essay-rubric.pdf', { type: 'application/pdf' });
    void ApiError;
  `;
  const folder = join(checkout, '.local', `guide-${nanoid(6)}`);
  await mkdir(folder, { recursive: true });
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const script = join(folder, 'example.ts');
  // As a page that is closed: supabase-js keeps a program for 10 s after its last channel.
  await writeFile(script, `${page}${example}\nprocess.exit();`);
  const { stdout } = await promisify(execFile)(process.execPath, [script], { cwd: checkout });
  return stdout;
}

test("the client guide's first example submits, follows and reads", async () => {
  setSamples({ paceSeconds: 2, chaos: [] });
  const printed = await run('Submit, follow, read');
  expect(printed).toMatch(/^sent 1$/m);
  expect(printed).toMatch(/^\d+ Argumentative Essay Rubric$/m);
  expect(printed).toMatch(/^Argumentative Essay Rubric 40$/m);
});

test("the client guide's example of many inputs submits both and reads their results", async () => {
  setSamples({ paceSeconds: 0, chaos: [] });
  const printed = await run('Submit, follow, read', 1);
  expect(printed).toBe('Argumentative Essay Rubric 100\nArgumentative Essay Rubric 20\n');
});

test("the client guide's second example cancels, tries again and looks back", async () => {
  setSamples({ paceSeconds: 2, chaos: [] });
  const printed = await run('Cancel, try again, look back');
  expect(printed).toMatch(/^\d+ true /m);
  expect(printed).toMatch(/^completed$/m);
  expect(printed).toMatch(/^\d+ lines of log$/m);
});

test("the client guide's third example names what is wrong with an input", async () => {
  const printed = await run('When something goes wrong');
  expect(printed).toMatch(/^invalid_input 422$/m);
  expect(printed).toMatch(/^fileName .+$/m);
});

test("the client guide's fourth example stops watching", async () => {
  setSamples({ paceSeconds: 20, chaos: [] });
  expect(await run('When something goes wrong', 1)).toBe('Error: Seen enough.\n');
});
