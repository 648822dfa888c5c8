import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contracts } from '../../src/tasks/contracts.ts';
import { checkout } from '../../src/local/checkout.ts';

/** `contracts.ts` beside them gathers their contracts; a folder with neither file is a room that tasks share. */
const tasks = readdirSync(join(checkout, 'src', 'tasks'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .filter((name) =>
    ['contract.ts', 'run.ts'].some((file) => existsSync(join(checkout, 'src', 'tasks', name, file))),
  );
const doorsFolder = join(checkout, 'netlify', 'functions');
const doors = readdirSync(doorsFolder);

test('every task has its three doors, and a contract of its own name', async () => {
  expect(tasks).not.toEqual([]);
  for (const task of tasks) {
    for (const role of ['trigger', 'background', 'status']) expect(doors).toContain(`${task}-${role}.ts`);
    expect(existsSync(join(checkout, 'src', 'tasks', task, 'run.ts')), task).toBe(true);
    expect(existsSync(join(checkout, 'src', 'tasks', task, 'contract.ts')), task).toBe(true);
    const named = globSync(`src/tasks/${task}/*contract.ts`, { cwd: checkout })
      .map((path) => readFileSync(join(checkout, path), 'utf8'))
      .some((text) => text.includes(`name: '${task}'`));
    expect(named, task).toBe(true);
  }
});

test('every door belongs to a task or to all of them', () => {
  const own = tasks.flatMap((task) =>
    ['trigger', 'background', 'status'].map((role) => `${task}-${role}.ts`),
  );
  const shared = ['jobs.ts', 'openapi.ts', 'schedules.ts', 'sweep-now.ts', 'sweep.ts'];
  expect(doors.toSorted()).toEqual([...own, ...shared].toSorted());
});

test('the contracts of all tasks are gathered', () => {
  expect(contracts.map(({ name }) => name).toSorted()).toEqual(tasks.toSorted());
});

test.each(doors)('the door %s decides nothing', (door) => {
  const text = readFileSync(join(doorsFolder, door), 'utf8');
  expect(text.trimEnd().split('\n').length).toBeLessThan(15);
  expect(text).not.toMatch(/\b(if|for|while|switch|try|function|await)\b|=>/);
});
