import { expect, test } from 'vitest';
import { runAttempt } from '../../src/engine/run-attempt.ts';
import { ada, grace } from '../sql/engine-rig.ts';
import { attemptRig } from './attempt-rig.ts';

const rig = attemptRig();
const place = { ...rig.place, readFile: (path: string) => Promise.resolve(Buffer.from(`bytes of ${path}`)) };

async function read(path: string) {
  await rig.database.enqueue('one');
  const task = rig.task(async ({ readFile }) => ({ story: String(await readFile(path)) }), {
    maxAttempts: 1,
  });
  await runAttempt(task, await rig.claimed(), place, rig.limits(), () => false);
  return rig.database.row('one');
}

test("a task reads the files of its job's user", async () => {
  expect(await read(`${ada}/in/essay.pdf`)).toMatchObject({
    status: 'completed',
    result: { story: `bytes of ${ada}/in/essay.pdf` },
  });
});

test.for([`${grace}/in/essay.pdf`, `${ada}/../${grace}/in/essay.pdf`, 'essay.pdf', ada])(
  "a task reads no other's, though the worker could: %s",
  async (path) => {
    expect(await read(path)).toMatchObject({ status: 'failed', error: { code: 'file_not_found' } });
  },
);
