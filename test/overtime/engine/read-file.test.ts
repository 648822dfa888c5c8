import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { runAttempt } from '../../../src/overtime/engine/run-attempt.ts';
import { ada, grace } from '../sql/engine-rig.ts';
import { attemptRig } from './attempt-rig.ts';

const rig = attemptRig();
const bytes = Buffer.from('An essay.');
const facts = {
  p_file_bytes: bytes.byteLength,
  p_file_sha256: createHash('sha256').update(bytes).digest('hex'),
};
const essay = `${ada}/in/essay.pdf`;

/** Runs a job of an input that reads `path`. Returns its row, and what was asked of Storage. */
async function read(path: string, input: object, found: object = facts) {
  const asked: string[] = [];
  const environment = {
    ...rig.environment,
    readFile: async (userId: string, named: string) => {
      asked.push(`${userId} ${named}`);
      return bytes;
    },
  };
  await rig.database.enqueue('one', { p_input: { topic: 'x', ...input }, ...found });
  const task = rig.task(async ({ readFile }) => ({ story: String(await readFile(path)) }), {
    maxAttempts: 1,
  });
  await runAttempt(task, await rig.claimed(), environment, rig.limits(), () => false);
  return { ...(await rig.database.row('one')), asked };
}

test('a task reads the file that its input names', async () => {
  expect(await read(essay, { filePath: essay })).toMatchObject({
    status: 'completed',
    result: { story: 'An essay.' },
    asked: [`${ada} ${essay}`],
  });
});

test.for([
  `${grace}/in/essay.pdf`,
  `${grace}/one/Cover.png`,
  `${ada}/in/other.pdf`,
  `${ada}/one-more/Cover.png`,
  `${ada}/../${grace}/in/essay.pdf`,
  `${ada}/in/%2e%2e`,
  `${ada}/one/../in/other.pdf`,
  `${ada}/two/Cover.jpg`,
  `${grace}/one/Cover.jpg`,
  'essay.pdf',
  ada,
])("a task reads no other file, of its user's or of another's, though the worker could: %s", async (path) => {
  expect(await read(path, { filePath: essay })).toMatchObject({
    status: 'failed',
    error: { code: 'file_not_found' },
    asked: [],
  });
});

test('a task reads what its job has saved', async () => {
  const saved = `${ada}/one/Cover.jpg`;
  expect(await read(saved, { filePath: essay })).toMatchObject({
    status: 'completed',
    asked: [`${ada} ${saved}`],
  });
});

test('a job without a file reads none', async () => {
  expect(await read(essay, {})).toMatchObject({ error: { code: 'file_not_found' }, asked: [] });
});

test.for([
  ['another size', { ...facts, p_file_bytes: 10 }],
  ['another content', { ...facts, p_file_sha256: '0'.repeat(64) }],
  ['nothing that was checked', {}],
] as const)('a file of which the trigger has noted %s is not worked on', async ([, found]) => {
  expect(await read(essay, { filePath: essay }, found)).toMatchObject({
    status: 'failed',
    error: { code: 'file_changed', retryable: false },
  });
});

test.for([`${grace}/in/essay.pdf`, `${ada}/in/%2e%2e`, `${ada}/in`, `${ada}/a/b/c.pdf`])(
  "no job is stored whose file is not in its user's folder: %s",
  async (filePath) => {
    await expect(rig.database.enqueue('one', { p_input: { filePath } })).rejects.toMatchObject({
      code: '23514',
      constraint_name: 'a_file_is_in_its_users_folder',
    });
  },
);
