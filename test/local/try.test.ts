import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { checkout } from '../../src/local/checkout.ts';
import { cleanEnvironment } from '../support/environment.ts';

/** What `npm run try` prints, and its exit code. A `.env` of the checkout does not count. */
function tryTask(...parameters: string[]): Promise<{ code: number; result: string; said: string }> {
  const env = { ...cleanEnvironment(), LLM_PROVIDER: 'sample', SAMPLE_PACE_SECONDS: '0' };
  return new Promise((resolve) => {
    const program = [join('src', 'local', 'try.ts'), ...parameters];
    execFile(process.execPath, program, { cwd: checkout, env }, (error, result, said) =>
      resolve({ code: error ? Number(error.code) : 0, result, said }),
    );
  });
}

test('a task runs on its sample, from a file with its input and the file that it reads', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'overtime-try-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'input.json'), '{ "totalPoints": 50 }');
  const pdf = join('src', 'local', 'samples', 'essay-rubric.pdf');
  const { code, result, said } = await tryTask('extract-rubric', join(folder, 'input.json'), pdf);
  expect(code).toBe(0);
  expect(JSON.parse(result)).toMatchObject({ totalPoints: 50, categoryCount: 5 });
  expect(said).toMatch(/^document_reading 100 %: Read 1 page\nrubric_extraction 0 %$/m);
  expect(said).toMatch(/^sample sample, extraction, succeeded: \d+ tokens in, \d+ out, \$0$/m);
  expect(said).toContain('Samples answered');
});

test.for([
  {
    parameters: ['write-nothing', '{}'],
    says: /no task "write-nothing".*\n(?: {2}[a-z-]+\n)* {2}extract-rubric\n/,
  },
  { parameters: ['create-foundation', '{"genre":7}'], says: /\n {2}idea: .*\n {2}genre: .*Must be text/ },
  { parameters: ['create-foundation', '{"genre"'], says: /^\{"genre" is no file and not valid JSON: / },
  {
    parameters: ['export-book', '{"bookId":"b1","format":"pdf"}'],
    says: /reads rows by read_book, and there is no database here/,
  },
])('$parameters is refused in plain words', async ({ parameters, says }) => {
  const { code, result, said } = await tryTask(...parameters);
  expect(said).toMatch(says);
  expect(said).not.toContain('    at ');
  expect({ code, result }).toEqual({ code: 1, result: '' });
});

test('without a task it says how to call it', async () => {
  const { code, result } = await tryTask();
  expect(code).toBe(0);
  expect(result).toMatch(/^npm run try <task>/);
  expect(result).toContain('\n  extract-rubric\n');
});
