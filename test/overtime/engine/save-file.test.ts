import { expect, test } from 'vitest';
import { runAttempt } from '../../../src/overtime/engine/run-attempt.ts';
import type { JobFile } from '../../../src/overtime/job.ts';
import { ada } from '../sql/engine-rig.ts';
import { attemptRig, type StoryRun } from './attempt-rig.ts';

const rig = attemptRig();
const bytes = Buffer.from('%PDF-1.7');

/** Runs one attempt of a job over a bucket that keeps what it is given. */
async function attempt(id: string, run: StoryRun, onSave: () => Promise<void> = () => Promise.resolve()) {
  const stored = new Map<string, { bytes: Uint8Array; mediaType: string }>();
  const environment = {
    ...rig.environment,
    saveFile: async (path: string, saved: Uint8Array, mediaType: string) => {
      stored.set(path, { bytes: saved, mediaType });
      await onSave();
    },
  };
  await rig.database.enqueue(id);
  const outcome = await runAttempt(
    rig.task(run),
    await rig.claimed(),
    environment,
    rig.limits(),
    () => false,
  );
  return { outcome, stored };
}

test("a file lies in its user's folder, under its job and a name that is safe there", async () => {
  let file: JobFile | undefined;
  const { outcome, stored } = await attempt('one', async ({ saveFile }) => {
    file = await saveFile('../../The Lost Key: Zoë’s.pdf', bytes, 'application/pdf');
    return { story: 'done' };
  });
  expect(outcome.kind).toBe('completed');
  expect(file).toEqual({
    path: `${ada}/one/The-Lost-Key-Zoe-s.pdf`,
    name: '../../The Lost Key: Zoë’s.pdf',
    mediaType: 'application/pdf',
    bytes: 8,
  });
  expect([...stored]).toEqual([[file?.path, { bytes, mediaType: 'application/pdf' }]]);
});

test('a job that has been cancelled stores no more files', async () => {
  const { outcome, stored } = await attempt('one', async ({ saveFile, signal }) => {
    await rig.database.call('overtime_cancel_job', { p_job_id: 'one', p_user_id: ada });
    await rig.clock.advance(10_000);
    expect(signal.aborted).toBe(true);
    await expect(saveFile('a.pdf', bytes, 'application/pdf')).rejects.toMatchObject({
      code: 'job_cancelled',
    });
    return { story: 'done' };
  });
  expect(outcome.kind).toBe('cancelled');
  expect(stored.size).toBe(0);
});

test('a file that was on its way when the job was cancelled is not listed by any result', async () => {
  const { outcome } = await attempt(
    'one',
    async ({ saveFile }) => {
      await saveFile('a.pdf', bytes, 'application/pdf');
      throw new Error('The task went on.');
    },
    async () => {
      await rig.database.call('overtime_cancel_job', { p_job_id: 'one', p_user_id: ada });
      await rig.clock.advance(10_000);
    },
  );
  expect(outcome.kind).toBe('cancelled');
});

test('Storage that does not answer costs an attempt, not the job', async () => {
  const { outcome } = await attempt(
    'one',
    async ({ saveFile }) => {
      await saveFile('a.pdf', bytes, 'application/pdf');
      return { story: 'done' };
    },
    () => Promise.reject(new Error('Storage is down.')),
  );
  expect(outcome.kind).toBe('retrying');
});
