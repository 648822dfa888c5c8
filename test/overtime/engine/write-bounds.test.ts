import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { runAttempt } from '../../../src/overtime/engine/run-attempt.ts';
import { attemptRig, type StoryRun } from './attempt-rig.ts';

const rig = attemptRig();
const run = async (story: StoryRun) =>
  runAttempt(rig.task(story), await rig.claimed(), rig.environment, rig.limits(), () => false);
const megabytes = (count: number) => 'x'.repeat(count * 1024 * 1024);

test.for<[string, StoryRun]>([
  ['result', () => Promise.resolve({ story: megabytes(5) })],
  [
    'output of a stage',
    async (ctx) => ({
      story: String((await ctx.stage('story', () => Promise.resolve(megabytes(5)))).length),
    }),
  ],
])('a %s of more than 4 MB fails the job for good, with a reason', async ([, story]) => {
  await rig.database.enqueue('one');
  expect((await run(story)).kind).toBe('failed');
  expect(await rig.database.row('one')).toMatchObject({
    status: 'failed',
    error: {
      code: 'result_too_large',
      retryable: false,
      message: expect.stringContaining('larger than 4 MB'),
    },
  });
});

test('a result that is as large as may be is answered', async () => {
  await rig.database.enqueue('one');
  expect((await run(() => Promise.resolve({ story: 'x'.repeat(4 * 1024 * 1024 - 20) }))).kind).toBe(
    'completed',
  );
});

test('a result that only the database finds too large fails the job too', async () => {
  await rig.database.enqueue('one');
  // Numbers of six characters in JSON, of 309 as PostgreSQL writes them.
  const task = rig.task(() => Promise.resolve({ story: '' }));
  const result = z.object({ story: z.array(z.number()) });
  const wide = {
    ...task,
    contract: { ...task.contract, result },
    run: () => Promise.resolve({ story: Array<number>(20_000).fill(1e308) }),
  };
  await runAttempt(wide as never, await rig.claimed(), rig.environment, rig.limits(), () => false);
  expect(await rig.database.row('one')).toMatchObject({
    status: 'failed',
    error: { code: 'result_too_large' },
  });
});

test('a partial output that is too large is not shown, and what is shown later is', async () => {
  await rig.database.enqueue('one');
  const shown = Promise.withResolvers<void>();
  const attempt = run(async (ctx) => {
    ctx.partial({ story: 'small' });
    await rig.pass(1);
    ctx.partial({ story: megabytes(2) });
    await rig.pass(1);
    ctx.partial({ story: megabytes(3) });
    await rig.pass(1);
    shown.resolve();
    return new Promise((_, reject) => ctx.signal.addEventListener('abort', () => reject(new Error('over'))));
  });
  await shown.promise;
  await vi.waitFor(async () => {
    expect([...(await rig.database.sql`select partial from overtime.job_partials`)]).toEqual([
      { partial: { story: 'small' } },
    ]);
    const logs = await rig.database.sql`select level, message from overtime.job_logs`;
    expect([...logs]).toEqual([{ level: 'warn', message: expect.stringContaining('too large to be shown') }]);
    await rig.pass(1);
  });
  await rig.database.call('overtime_cancel_job', {
    p_job_id: 'one',
    p_user_id: '00000000-0000-4000-8000-00000000000a',
  });
  await rig.pass(30);
  expect(await attempt).toEqual({ kind: 'cancelled' });
});

test('what an attempt may log is bounded: lines, their length, and their details', async () => {
  await rig.database.enqueue('one');
  await run((ctx) => {
    const text = 'x'.repeat(20_000);
    for (let line = 0; line < 2000; line += 1) ctx.log('info', text, { text });
    return Promise.resolve({ story: 'done' });
  });
  const [{ lines, bytes } = { lines: 0, bytes: 0 }] = await rig.database.sql<
    { lines: number; bytes: number }[]
  >`
    select count(*)::integer as lines, sum(length(message) + coalesce(length(details::text), 0))::integer as bytes
    from overtime.job_logs`;
  expect(lines).toBe(500);
  expect(bytes).toBeLessThan(1024 * 1024);
  const last = await rig.database.sql`select level, message from overtime.job_logs order by id desc limit 1`;
  expect([...last]).toEqual([
    { level: 'warn', message: 'This attempt has logged 500 lines; the others are left out.' },
  ]);
});

test("an error's message is bounded", async () => {
  await rig.database.enqueue('one', { p_max_attempts: 1 });
  await run(() => Promise.reject(new Error(megabytes(1))));
  const [attempt] = await rig.database.sql`select internal_error from overtime.job_attempts`;
  expect(String(attempt?.['internal_error']).length).toBeLessThan(21_000);
});
