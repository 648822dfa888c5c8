#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { counted } from '../counted.ts';
import { planPage } from './add-page.ts';
import { planTask } from './add-task.ts';
import { describeApp, findApp } from './app.ts';
import { apply, describe, type Plan } from './change.ts';
import { planInit } from './init.ts';
import { planMigrations } from './migrations.ts';
import { packageInfo } from './package-files.ts';

// `npx overtime`: moves the package into an app, and adds to it there.

const usage = `${packageInfo.name} ${packageInfo.version}

  npx ${packageInfo.name} init              the migration, the functions and a first task
  npx ${packageInfo.name} add task <name>   a task with its three functions and its test
  npx ${packageInfo.name} add page <task>   a React component that submits and shows its jobs
  npx ${packageInfo.name} migrations        the new migrations of a newer package
  npx ${packageInfo.name} doctor            checks keys, schema, models and functions; --json for a program

  --yes      writes without asking
  --dry-run  shows what would be written, and writes nothing`;

const say = (...lines: string[]) => process.stdout.write(`${lines.join('\n')}\n`);

async function run(parameters: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...parameters],
    allowPositionals: true,
    options: {
      yes: { type: 'boolean', short: 'y' },
      'dry-run': { type: 'boolean' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean', short: 'v' },
    },
  });
  const folder = process.cwd();
  const [command = 'help', what = '', name = ''] = positionals;
  if (values.version) return (say(packageInfo.version), 0);
  if (values.help || command === 'help') return (say(usage), 0);
  if (command === 'doctor') return diagnose(folder, values.json === true);

  const app = findApp(folder);
  say(`Found: ${describeApp(app)}.`);
  const plan =
    command === 'init'
      ? planInit(app)
      : command === 'migrations'
        ? planMigrations(folder)
        : command === 'add' && what === 'task'
          ? planTask(app, name)
          : command === 'add' && what === 'page'
            ? planPage(app, name)
            : null;
  if (plan === null) throw new Error(`There is no command "${positionals.join(' ')}".\n\n${usage}`);
  return carryOut(folder, plan, values.yes === true, values['dry-run'] === true);
}

async function carryOut(folder: string, plan: Plan, isSure: boolean, isDry: boolean): Promise<number> {
  const { changes, left, next } = plan;
  if (left.length > 0) say('Left as it is:', ...left.map((line) => `  ${line}`));
  if (changes.length === 0) return (say('Everything is there already. Nothing is written.'), 0);
  say(isDry ? 'Would write:' : 'Writes:', ...describe(changes));
  if (isDry) return 0;
  if (!isSure) {
    if (!process.stdin.isTTY) throw new Error('Nothing is written. To write without being asked: --yes');
    const { confirm } = await import('@clack/prompts');
    const answer = await confirm({
      message: `Write ${counted(changes.length, 'file')}?`,
    });
    if (answer !== true) return (say('Nothing is written.'), 1);
  }
  apply(folder, changes);
  say(`Wrote ${counted(changes.length, 'file')}.`);
  if (next.length > 0) say('', 'Next:', ...next.map((step, index) => `  ${index + 1}. ${step}`));
  return 0;
}

/** With the variables of `.env`, where there is one; what the environment has already wins. */
async function diagnose(folder: string, asJson: boolean): Promise<number> {
  if (existsSync(join(folder, '.env'))) process.loadEnvFile(join(folder, '.env'));
  const { doctor } = await import('./doctor.ts');
  return doctor(process.env, asJson);
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
