import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { OvertimeError, systemClock, type Task } from '../overtime/index.ts';
import { runTask, type RanTask } from '../overtime/testing.ts';
import { checkout } from './checkout.ts';
import { loadEnvFile } from './env-file.ts';

// `npm run try TASK INPUT`: runs a task's code in this process. The result goes to stdout, everything else to stderr.

const usage = `npm run try <task> '<input as JSON>' [file]

Runs the task's code once, without database, functions or site: with the model that .env or the environment
configures, else with the task's samples. The input may be a .json file. Any other file, such as a PDF, is the one
that the task reads. The result goes to stdout: npm run --silent try … > result.json`;

const say = (line: string) => process.stderr.write(`${line}\n`);
const list = (heading: string, lines: readonly string[]) =>
  [heading, ...lines.map((line) => `  ${line}`)].join('\n');

/** The folders below src/tasks that hold a task. */
const taskNames = () =>
  globSync('src/tasks/*/run.ts', { cwd: checkout })
    .map((path) => path.split(/[\\/]/).at(-2) ?? '')
    .toSorted();

async function taskCalled(name: string): Promise<Task> {
  if (!taskNames().includes(name)) {
    throw new OvertimeError('not_found', list(`There is no task "${name}". There are:`, taskNames()));
  }
  const { href } = pathToFileURL(join(checkout, 'src', 'tasks', name, 'run.ts'));
  const exported = Object.values((await import(href)) as Record<string, unknown>);
  const isTask = (value: unknown): value is Task =>
    typeof value === 'object' && value !== null && 'contract' in value && 'run' in value;
  const task = exported.find(isTask);
  if (!task) throw new Error(`src/tasks/${name}/run.ts exports no task: export what defineTask returns.`);
  return task;
}

type Fields = Record<string, unknown>;

/** The input with the files that it names: JSON, a file with JSON, and a file that was uploaded for it. */
function readInput(given: readonly string[]): { input: Fields; files: Record<string, Uint8Array> } {
  let input: Fields = {};
  const files: Record<string, Uint8Array> = {};
  for (const one of given) {
    if (!existsSync(one) || extname(one) === '.json') {
      input = { ...input, ...parseJson(one) };
    } else {
      const filePath = `00000000-0000-4000-8000-000000000001/tried/file${extname(one)}`;
      files[filePath] = new Uint8Array(readFileSync(one));
      input = { ...input, filePath, fileName: basename(one) };
    }
  }
  return { input, files };
}

function parseJson(given: string): Fields {
  const isFile = existsSync(given);
  try {
    return JSON.parse(isFile ? readFileSync(given, 'utf8') : given) as Fields;
  } catch (cause) {
    const problem = `${given} is no file and not valid JSON: ${(cause as Error).message}`;
    throw new OvertimeError('invalid_json', isFile ? problem.replace('no file and ', '') : problem, {
      cause,
    });
  }
}

/** Prints a stage's progress in steps of ten percent, and its messages. */
function progressPrinter() {
  const shown = new Map<string, string>();
  return (stage: string, fraction: number, message?: string) => {
    const line = `${stage} ${Math.floor(fraction * 10) * 10} %`;
    const whole = message ? `${line}: ${message}` : line;
    if (shown.get(stage)?.startsWith(whole)) return;
    shown.set(stage, whole);
    say(whole);
  };
}

function sayAccount({ usage: calls, files }: RanTask<Task['contract']>, seconds: number): void {
  for (const [name, { byteLength }] of files) say(`saved ${name}, ${byteLength} bytes`);
  for (const call of calls) {
    const tokens = `${call.inputTokens} tokens in, ${call.outputTokens} out`;
    const cost = call.costUsd === null ? 'price unknown' : `$${call.costUsd}`;
    say(`${call.provider} ${call.model}, ${call.purpose}, ${call.outcome}: ${tokens}, ${cost}`);
  }
  const isSample = calls.some(({ provider }) => provider === 'sample');
  say(`Done in ${seconds.toFixed(1)} s.${isSample ? ' Samples answered: set GEMINI_API_KEY, for one.' : ''}`);
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' } },
  });
  const [name, ...given] = positionals;
  if (values.help || name === undefined) {
    process.stdout.write(`${usage}\n\n${list('Tasks:', taskNames())}\n`);
  } else {
    loadEnvFile();
    const task = await taskCalled(name);
    const { input, files } = readInput(given);
    const began = performance.now();
    const ran = await runTask(task, input, {
      files,
      env: { ...process.env, LLM_PROVIDER: process.env['LLM_PROVIDER'] },
      // A model takes real time.
      clock: systemClock,
      onProgress: progressPrinter(),
      onLog: say,
      readRows: (reads) => {
        const message = `${name} reads rows by ${reads}, and there is no database here: npm run dev has one.`;
        throw new OvertimeError('unavailable', message);
      },
    });
    sayAccount(ran, (performance.now() - began) / 1000);
    process.stdout.write(`${JSON.stringify(ran.result, null, 2)}\n`);
  }
} catch (error) {
  process.exitCode = 1;
  if (!(error instanceof OvertimeError)) throw error;
  const issues = error.issues?.map(({ path, message }) => (path ? `${path}: ${message}` : message));
  say(issues ? list(`The input is not valid:`, issues) : error.message);
}
