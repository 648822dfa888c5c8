import { expect, test, vi } from 'vitest';
import { runAttempt } from '../../../src/overtime/engine/run-attempt.ts';
import { attemptRig, type StoryRun } from './attempt-rig.ts';

const rig = attemptRig();
const run = async (story: StoryRun) =>
  runAttempt(rig.task(story), await rig.claimed(), rig.environment, rig.limits(), () => false);

/** What no text and no JSON in the database can hold, as a library or a service may write it. */
const bad = 'a\0b cut \ud83d';
const clean = 'ab cut \ufffd';

test('what a task shows, logs, saves and returns is stored without what cannot be stored', async () => {
  await rig.database.enqueue('one');
  let go = (): void => undefined;
  const gate = new Promise<void>((resolve) => (go = resolve));
  const attempt = run(async (context) => {
    context.log('info', bad, { [bad]: bad });
    context.partial({ story: bad });
    const story = await context.stage('outline', async (stage) => {
      stage.progress(0.5, bad);
      await gate;
      return bad;
    });
    await context.skipStage('story', bad);
    return { story };
  });
  await vi.waitFor(() => expect(rig.clock.sleepers).toBe(2));
  await rig.pass(1);
  await vi.waitFor(async () => expect(await rig.database.row('one')).toMatchObject({ message: clean }));
  expect(await rig.database.sql`select partial from overtime.job_partials`).toMatchObject([
    { partial: { story: clean } },
  ]);
  expect(await rig.database.sql`select message, details from overtime.job_logs`).toMatchObject([
    { message: clean, details: { [clean]: clean } },
  ]);
  go();
  expect(await attempt).toEqual({ kind: 'completed', next: null });
  expect(await rig.database.row('one')).toMatchObject({ status: 'completed' });
  expect(
    await rig.database.sql`select name, output, reason from overtime.job_stages order by name`,
  ).toMatchObject([
    { name: 'outline', output: clean },
    { name: 'story', reason: clean },
  ]);
});

test('an error whose text cannot be stored fails its job all the same', async () => {
  await rig.database.enqueue('two');
  expect(await run(() => Promise.reject(new Error(bad)))).toMatchObject({ kind: 'retrying' });
  expect(await rig.database.row('two')).toMatchObject({ status: 'pending', attempt: 1 });
});

test('a value that a column does not take fails the job at once, as an error of ours', async () => {
  await rig.database.enqueue('three');
  const outcome = await run(async (context) => {
    await rig.environment.engine.readRows(context.userId, 'read_book', { p_book_id: 'a\0b' });
    return { story: '' };
  });
  expect(outcome).toMatchObject({ kind: 'failed' });
  expect(await rig.database.row('three')).toMatchObject({
    status: 'failed',
    attempt: 1,
    error: {
      code: 'internal_error',
      retryable: false,
      message: expect.stringContaining('refused a value'),
    },
  });
});
