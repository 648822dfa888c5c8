import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contracts } from '../../src/tasks/contracts.ts';
import { checkout } from '../../src/local/checkout.ts';

/** `contracts.ts` beside them lists their contracts. A folder with neither file is shared by tasks. */
const tasks = readdirSync(join(checkout, 'src', 'tasks'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .filter((name) =>
    ['contract.ts', 'run.ts'].some((file) => existsSync(join(checkout, 'src', 'tasks', name, file))),
  );
const functionsFolder = join(checkout, 'netlify', 'functions');
const functionFiles = readdirSync(functionsFolder);

test('every task has its three functions, and a contract with its name', async () => {
  expect(tasks).not.toEqual([]);
  for (const task of tasks) {
    for (const role of ['trigger', 'background', 'status'])
      expect(functionFiles).toContain(`${task}-${role}.ts`);
    expect(existsSync(join(checkout, 'src', 'tasks', task, 'run.ts')), task).toBe(true);
    expect(existsSync(join(checkout, 'src', 'tasks', task, 'contract.ts')), task).toBe(true);
    const exported = Object.values(
      (await import(`../../src/tasks/${task}/contract.ts`)) as Record<string, unknown>,
    );
    expect(exported, task).toContainEqual(
      expect.objectContaining({ name: task, version: expect.any(Number) }),
    );
  }
});

test('every function belongs to a task or to all of them', () => {
  const own = tasks.flatMap((task) =>
    ['trigger', 'background', 'status'].map((role) => `${task}-${role}.ts`),
  );
  const shared = ['jobs.ts', 'openapi.ts', 'picture-use.ts', 'schedules.ts', 'sweep-now.ts', 'sweep.ts'];
  expect(functionFiles.toSorted()).toEqual([...own, ...shared].toSorted());
});

test('the contracts of all tasks are listed', () => {
  expect(contracts.map(({ name }) => name).toSorted()).toEqual(tasks.toSorted());
});

test.each(functionFiles)('the function %s only calls a factory', (file) => {
  const text = readFileSync(join(functionsFolder, file), 'utf8');
  expect(text.trimEnd().split('\n').length).toBeLessThan(15);
  expect(text).not.toMatch(/\b(if|for|while|switch|try|function|await)\b|=>/);
});
