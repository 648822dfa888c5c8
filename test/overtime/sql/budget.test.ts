import { expect, test } from 'vitest';
import { ada, engineRig, grace, held, refusal, usage } from './engine-rig.ts';

const engine = engineRig();
const budget = { p_budget_usd: 0.5 };

/** A job of Ada's, whose calls cost 0.25 dollars each. */
async function spend(id: string, calls: number, more: object = {}): Promise<void> {
  await engine.enqueue(id, { p_task: 'spending-task' });
  const job = await engine.claimed({ p_task: 'spending-task' });
  const spent = Array.from({ length: calls }, (_, index) =>
    usage(`${id}-${index}`, { startedAt: new Date(engine.now()), ...more }),
  );
  await engine.call('overtime_complete_job', { ...held(job), p_result: {}, p_usage: spent });
}

test("when the day's budget is spent, over all tasks, another job is refused until midnight UTC", async () => {
  await spend('one', 1);
  await engine.enqueue('two', budget);
  await spend('three', 1);
  // The tests begin at noon.
  await expect(engine.enqueue('four', budget)).rejects.toMatchObject({ code: 'OT009', detail: '43200' });
  expect(await refusal(engine.enqueue('hers', { ...budget, p_user_id: grace }))).toBeUndefined();
  await engine.passSeconds(43_199);
  expect(await refusal(engine.enqueue('four', budget))).toBe('OT009');
  await engine.passSeconds(1);
  await engine.enqueue('four', budget);
});

test('the calls of failed and lost attempts are charged', async () => {
  await engine.enqueue('one', { p_task: 'spending-task' });
  await engine.claimed({ p_task: 'spending-task' });
  const calls = [usage('a'), usage('b', { outcome: 'aborted' })];
  await engine.call('overtime_record_usage', { p_job_id: 'one', p_attempt: 1, p_usage: calls });
  expect(await refusal(engine.enqueue('two', budget))).toBe('OT009');
});

test("a purged job's cost stays charged", async () => {
  await engine.enqueue('one', { p_retention_hours: 0 });
  const job = await engine.claimed();
  await engine.call('overtime_complete_job', {
    ...held(job),
    p_result: {},
    p_usage: [usage('a'), usage('b')],
  });
  expect(await engine.call('overtime_purge_jobs', { p_limit: 10 })).toBe(1);
  expect(await refusal(engine.enqueue('two', budget))).toBe('OT009');
});

test('a call without a known price is charged nothing', async () => {
  await spend('one', 4, { costUsd: null });
  expect(await refusal(engine.enqueue('two', budget))).toBeUndefined();
});

test('a retry is refused too, and a job without a budget is not', async () => {
  await engine.enqueue('old');
  await engine.call('overtime_cancel_job', { p_job_id: 'old', p_user_id: ada });
  await spend('one', 2);
  const retry = { p_job_id: 'old', p_user_id: ada, p_new_id: 'new', ...budget };
  expect(await refusal(engine.call('overtime_retry_job', retry))).toBe('OT009');
  await engine.enqueue('free');
});

test('a call of today is charged to today, also by a worker whose clock has reached tomorrow', async () => {
  await engine.passSeconds(43_170);
  await spend('one', 2, { startedAt: new Date(engine.now() + 70_000) });
  expect(await refusal(engine.enqueue('two', budget))).toBe('OT009');
  await engine.passSeconds(30);
  expect(await refusal(engine.enqueue('two', budget))).toBeUndefined();
});
