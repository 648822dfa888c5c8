import { expect, test } from 'vitest';
import { ada, engineRig, held } from './engine-rig.ts';

const engine = engineRig();

/** A job in each status, named after it. */
async function oneOfEach(): Promise<void> {
  for (const status of ['completed', 'failed', 'cancelled', 'processing', 'pending']) {
    await engine.enqueue(status);
    if (status === 'pending') continue;
    const job = await engine.claimed();
    if (status === 'completed')
      await engine.call('overtime_complete_job', { ...held(job), p_result: { done: true } });
    if (status === 'failed') {
      const error = { code: 'bad', message: 'It went wrong.', retryable: false };
      await engine.call('overtime_fail_job', { ...held(job), p_error: error });
    }
    if (status === 'cancelled')
      await engine.call('overtime_cancel_job', { p_job_id: status, p_user_id: ada });
  }
}

/** The rule that PostgreSQL names when it refuses a write, as its owner, who may do anything. */
async function brokenRule(id: string, change: string): Promise<string | undefined> {
  try {
    await engine.sql.unsafe(`update overtime.jobs set ${change} where id = '${id}'`);
    return undefined;
  } catch (error) {
    const { code, constraint_name: rule } = error as { code: string; constraint_name?: string };
    expect(code).toBe('23514');
    return rule;
  }
}

const lease = 'lease_id = gen_random_uuid(), lease_expires_at = now()';

test.for([
  ['pending', "status = 'waiting'", 'a_status_is_one_of_five'],
  ['pending', "waits_for = 'money'", 'a_job_waits_for_time_its_user_or_a_lock'],
  ['processing', "waits_for = 'lock'", 'only_a_pending_job_waits'],
  ['pending', 'max_attempts = 0', 'a_limit_allows_an_attempt'],
  ['pending', 'attempt = -1', 'an_attempt_is_within_the_limit'],
  ['processing', 'attempt = 4', 'an_attempt_is_within_the_limit'],
  ['pending', 'attempt = 3', 'a_pending_job_has_an_attempt_left'],
  ['pending', lease, 'only_a_processing_job_has_a_lease'],
  ['completed', lease, 'only_a_processing_job_has_a_lease'],
  ['processing', 'lease_id = null, lease_expires_at = null', 'only_a_processing_job_has_a_lease'],
  ['processing', 'lease_expires_at = null', 'a_lease_has_an_end'],
  ['processing', 'started_at = null', 'a_processing_job_has_started'],
  ['processing', 'claimed_at = null', 'a_processing_job_has_started'],
  ['processing', 'rescue_at = null', 'a_processing_job_has_started'],
  ['pending', 'finished_at = now()', 'only_a_terminal_job_has_finished_at'],
  ['failed', 'finished_at = null', 'only_a_terminal_job_has_finished_at'],
  ['cancelled', 'expires_at = null', 'only_a_terminal_job_expires'],
  ['pending', 'expires_at = now()', 'only_a_terminal_job_expires'],
  ['completed', 'result = null', 'only_a_completed_job_has_a_result'],
  ['processing', "result = '{}'", 'only_a_completed_job_has_a_result'],
  ['completed', 'progress = 99', 'a_completed_job_is_wholly_done'],
  ['failed', 'error = null', 'only_a_failed_job_has_an_error'],
  ['failed', `error = '{"code":"bad"}'`, 'an_error_has_a_code_and_a_message'],
  ['completed', `result = '{"done":false}'`, 'a_terminal_job_keeps_its_outcome'],
  ['failed', "status = 'cancelled', error = null", 'a_terminal_job_keeps_its_outcome'],
  ['cancelled', "finished_at = finished_at + interval '1 day'", 'a_terminal_job_keeps_its_outcome'],
  ['processing', 'holds_lock = true', 'a_lock_is_held_by_a_job_that_runs_or_is_next'],
  ['completed', "lock_key = 'book', holds_lock = true", 'a_lock_is_held_by_a_job_that_runs_or_is_next'],
  [
    'pending',
    "lock_key = 'book', holds_lock = true, waits_for = 'lock'",
    'a_lock_is_held_by_a_job_that_runs_or_is_next',
  ],
  ['processing', "lock_key = 'book'", 'a_running_job_holds_its_lock'],
  ['pending', 'priority = 0', 'a_priority_is_from_1_to_10'],
  ['pending', 'progress = 101', 'progress_is_a_percentage'],
  ['pending', 'user_limit = 0', 'a_user_limit_lets_one_run'],
  ['pending', 'retention_hours = -1', 'a_job_is_kept_for_a_while'],
  ['pending', "input = '[]'", 'an_input_is_an_object'],
] as const)('of a %s job, "%s" is refused: %s', async ([id, change, rule]) => {
  await oneOfEach();
  const before = await engine.row(id);
  expect(await brokenRule(id, change)).toBe(rule);
  expect(await engine.row(id)).toEqual(before);
});

test('a refused write says in words which rule it would break', async () => {
  await engine.enqueue('one');
  await expect(engine.sql`update overtime.jobs set status = 'completed'`).rejects.toThrow(
    'Job one would break a rule: only a terminal job has finished at.',
  );
});

test('a new job is held to the same rules', async () => {
  await expect(engine.enqueue('one', { p_priority: 11 })).rejects.toMatchObject({
    code: '23514',
    constraint_name: 'a_priority_is_from_1_to_10',
    schema_name: 'overtime',
    table_name: 'jobs',
  });
});

test('what a finished job has cost may still be added', async () => {
  await oneOfEach();
  expect(
    await brokenRule('completed', 'input_tokens = 5, cost_usd = 1, version = version + 1'),
  ).toBeUndefined();
});
