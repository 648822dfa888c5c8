import { expect, test } from 'vitest';
import { ada, engineRig, grace, refusal } from './engine-rig.ts';
import { defaultLimits } from '../../support/default-limits.ts';

const engine = engineRig();
const limited = { p_rate_limit: 2, p_rate_seconds: 60 };

/** The seconds to wait that a refusal carries. */
async function secondsToWait(call: Promise<unknown>): Promise<string | undefined> {
  try {
    await call;
  } catch (error) {
    return (error as { detail?: string }).detail;
  }
}

test('one job more than the limit is refused, with the seconds until the next is allowed', async () => {
  await engine.enqueue('one', limited);
  await engine.passSeconds(10);
  await engine.enqueue('two', limited);
  await engine.passSeconds(5);
  expect(await refusal(engine.enqueue('three', limited))).toBe('OT008');
  expect(await secondsToWait(engine.enqueue('three', limited))).toBe('45');
  expect(await engine.sql`select from overtime.jobs`).toHaveLength(2);
});

test('the window moves on with time', async () => {
  await engine.enqueue('one', limited);
  await engine.passSeconds(10);
  await engine.enqueue('two', limited);
  await engine.passSeconds(50);
  await engine.enqueue('three', limited);
  expect(await refusal(engine.enqueue('four', limited))).toBe('OT008');
  await engine.passSeconds(10);
  await engine.enqueue('four', limited);
});

test('it counts per user and per task', async () => {
  await engine.enqueue('one', limited);
  await engine.enqueue('two', limited);
  expect(await refusal(engine.enqueue('hers', { ...limited, p_user_id: grace }))).toBeUndefined();
  expect(await refusal(engine.enqueue('other', { ...limited, p_task: 'other-task' }))).toBeUndefined();
  expect(await refusal(engine.enqueue('three', limited))).toBe('OT008');
});

test('a repeated request is the same job, and is not counted', async () => {
  const same = { ...limited, p_idempotency_key: 'key' };
  await engine.enqueue('one', same);
  await engine.enqueue('two', limited);
  expect(await engine.enqueue('again', same)).toMatchObject({ jobId: 'one', created: false });
});

test('a retry counts as a job', async () => {
  await engine.enqueue('one', limited);
  await engine.enqueue('two', limited);
  await engine.call('overtime_cancel_job', { p_job_id: 'one', p_user_id: ada });
  const retry = engine.call('overtime_retry_job', {
    p_job_id: 'one',
    p_user_id: ada,
    p_new_id: 'three',
    ...limited,
  });
  expect(await refusal(retry)).toBe('OT008');
});

test('of fifty simultaneous requests, as many as the limit allows are accepted', async () => {
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      refusal(
        engine.callOn(engine.connect(), 'overtime_enqueue_job', {
          p_id: `job-${index}`,
          p_user_id: ada,
          p_task: 'demo-task',
          p_input: {},
          ...defaultLimits,
          p_rate_limit: 7,
          p_rate_seconds: 3600,
        }),
      ),
    ),
  );
  expect(answers.filter((code) => code === undefined)).toHaveLength(7);
  expect(answers.filter((code) => code === 'OT008')).toHaveLength(43);
});
