import { expect, test } from 'vitest';
import { ada, engineRig, grace, held, refusal, usage } from './engine-rig.ts';

const engine = engineRig();
const operator = { app_metadata: { role: 'operator' } };

/** Calls a function as a signed-in user (Grace) whose token has these claims. */
async function call<T>(name: string, parameters: Record<string, unknown> = {}, claims: object = operator) {
  const names = Object.keys(parameters).map((key, index) => `${key} => $${index + 1}`);
  const [row] = await engine.sql.begin(async (sql) => {
    const token = JSON.stringify({ sub: grace, role: 'authenticated', ...claims });
    await sql`select set_config('role', 'authenticated', true), set_config('request.jwt.claims', ${token}, true)`;
    return sql.unsafe<{ value: T }[]>(
      `select public.${name}(${names.join(', ')}) as value`,
      Object.values(parameters) as never[],
    );
  });
  return row?.value as T;
}
interface Page {
  readonly jobs: readonly { readonly jobId: string; readonly [name: string]: unknown }[];
  readonly nextBefore: string | null;
}
const list = async (parameters: Record<string, unknown> = {}) => {
  const { jobs, nextBefore } = await call<Page>('overtime_operator_list_jobs', parameters);
  return { ids: jobs.map(({ jobId }) => jobId), nextBefore };
};

const calls: readonly [string, Record<string, unknown>][] = [
  ['overtime_operator_list_jobs', {}],
  ['overtime_operator_list_jobs', { p_user: 'nobody' }],
  ['overtime_operator_summary', {}],
  ['overtime_operator_get_job', { p_job_id: 'one' }],
  ['overtime_operator_get_job', { p_job_id: 'none' }],
  ['overtime_operator_cancel_job', { p_job_id: 'one' }],
  ['overtime_operator_cancel_job', { p_job_id: 'none' }],
  ['overtime_operator_retry_job', { p_job_id: 'one', p_new_id: 'new' }],
  ['overtime_operator_run_again', { p_job_id: 'one', p_new_id: 'new' }],
];
const others: Record<string, object> = {
  'a user without the claim': {},
  'a user with another role': { app_metadata: { role: 'admin' } },
  // What a user may write of themselves, and what Auth writes for all.
  'a user who calls themselves operator': { user_metadata: { role: 'operator' } },
  'a user whose token says so at its top': { role_of: 'operator', app_role: 'operator' },
  'an admin of a tenant': { app_metadata: { tenant_id: ada, tenant_role: 'admin' } },
};
test.for(Object.entries(others))('%s gets nothing, not even whether there is a job', async ([, claims]) => {
  await engine.enqueue('one');
  for (const [name, parameters] of calls) {
    expect([name, await refusal(call(name, parameters, claims))]).toEqual([name, '42501']);
  }
  expect(await engine.row('one')).toMatchObject({ status: 'pending' });
});

test('the claim opens the functions alone: under row-level security an operator reads their own rows', async () => {
  await engine.enqueue('one');
  const rows = await engine.sql.begin(async (sql) => {
    const token = JSON.stringify({ sub: grace, role: 'authenticated', ...operator });
    await sql`select set_config('role', 'authenticated', true), set_config('request.jwt.claims', ${token}, true)`;
    return sql`select from overtime.jobs`;
  });
  expect(rows).toHaveLength(0);
});

test('all jobs are listed by pages, newest first, by status, task, user and time', async () => {
  for (const [id, more] of [
    ['a', {}],
    ['b', { p_user_id: grace }],
    ['c', { p_task: 'other-task', p_title: 'Rubric: Essay 3' }],
  ] as const) {
    await engine.enqueue(id, more);
    await engine.passSeconds(60);
  }
  await engine.call('overtime_cancel_job', { p_job_id: 'b', p_user_id: grace });
  expect(await list()).toEqual({ ids: ['c', 'b', 'a'], nextBefore: null });
  const first = await list({ p_limit: 2 });
  expect(first.ids).toEqual(['c', 'b']);
  expect(await list({ p_limit: 2, p_before: first.nextBefore })).toEqual({ ids: ['a'], nextBefore: null });
  expect((await list({ p_status: 'cancelled' })).ids).toEqual(['b']);
  expect((await list({ p_task: 'other-task' })).ids).toEqual(['c']);
  expect((await list({ p_user: grace.toUpperCase() })).ids).toEqual(['b']);
  expect((await list({ p_user: 'nobody@example.com' })).ids).toEqual([]);
  expect((await list({ p_from: '2026-11-22T12:01:00Z', p_to: '2026-11-22T12:01:30Z' })).ids).toEqual(['b']);
  await engine.sql`update auth.users set email = 'ada@example.com' where id = ${ada}`;
  expect((await list({ p_user: 'Ada@example.com' })).ids).toEqual(['c', 'a']);
  const { jobs } = await call<Page>('overtime_operator_list_jobs', { p_task: 'other-task' });
  expect(jobs).toMatchObject([{ title: 'Rubric: Essay 3', email: 'ada@example.com', userId: ada }]);
});

test('the summary counts the queue, failures, durations and cost of the last day', async () => {
  const run = async (id: string, seconds: number, cost: number | null) => {
    await engine.enqueue(id);
    const job = await engine.claimed();
    await engine.passSeconds(seconds);
    await engine.call('overtime_complete_job', {
      ...held(job),
      p_result: {},
      p_usage: [usage(id, { costUsd: cost, startedAt: new Date(engine.now()).toISOString() })],
    });
  };
  await engine.passSeconds(-26 * 3600);
  await run('before', 20, 5);
  await engine.passSeconds(26 * 3600 - 20);
  await run('short', 1, 0.25);
  await run('long', 9, null);
  await engine.enqueue('failing');
  await engine.call('overtime_fail_job', {
    ...held(await engine.claimed()),
    p_error: { code: 'internal_error', message: 'No.', retryable: false },
    p_internal_error: 'Error: at line 1',
  });
  await engine.enqueue('running');
  await engine.claimed();
  await engine.enqueue('ready');
  await engine.passSeconds(3);
  await engine.enqueue('later', { p_run_at: '2027-01-01' });
  expect(await call('overtime_operator_summary')).toEqual({
    ready: 1,
    waiting: 1,
    running: 1,
    oldestReadyMs: 3000,
    submitted: 6,
    completed: 2,
    failed: 1,
    p50Ms: 5000,
    p95Ms: 8600,
    costTodayUsd: 0.25,
    unpriced: 1,
  });
});

test('one job has its input, result, error, and its attempts with what went wrong inside', async () => {
  await engine.enqueue('one', { p_input: { topic: 'tides' } });
  await engine.call('overtime_fail_job', {
    ...held(await engine.claimed()),
    p_error: { code: 'internal_error', message: 'It broke.', retryable: false },
    p_internal_error: 'TypeError: x is not a function',
    p_worker: 'w1',
  });
  expect(await call('overtime_operator_get_job', { p_job_id: 'one' })).toMatchObject({
    jobId: 'one',
    status: 'failed',
    error: 'It broke.',
    input: { topic: 'tides' },
    result: null,
    attempts: [
      { attempt: 1, outcome: 'failed', internalError: 'TypeError: x is not a function', worker: 'w1' },
    ],
  });
  expect(await call('overtime_operator_get_job', { p_job_id: 'none' })).toBeNull();
});

test('an operator cancels a job, tries it again with its stages, and runs ended ones again from the start', async () => {
  await engine.enqueue('one', { p_title: 'World: tides' });
  const job = await engine.claimed();
  await engine.call('overtime_save_stage', {
    ...held(job),
    p_lease_seconds: 30,
    p_name: 'outline',
    p_item: 0,
    p_status: 'completed',
    p_output: {},
    p_progress: 50,
  });
  const again = call('overtime_operator_run_again', { p_job_id: 'one', p_new_id: 'no' });
  expect(await refusal(again)).toBe('OT006');
  await call('overtime_operator_cancel_job', { p_job_id: 'one' });
  expect(await engine.row('one')).toMatchObject({ status: 'cancelled' });

  const parameters = { p_job_id: 'one', p_new_id: 'retried' };
  expect(await call('overtime_operator_retry_job', parameters)).toMatchObject({
    jobId: 'retried',
    created: true,
  });
  expect(await engine.row('retried')).toMatchObject({ user_id: ada, retry_of: 'one', title: 'World: tides' });
  const retried = await engine.claimed();
  expect(retried.stages).toMatchObject([{ name: 'outline' }]);
  await engine.call('overtime_complete_job', { ...held(retried), p_result: {} });

  await call('overtime_operator_run_again', { p_job_id: 'retried', p_new_id: 'fresh' });
  expect(await engine.row('fresh')).toMatchObject({ user_id: ada, retry_of: null, title: 'World: tides' });
  expect((await engine.claimed()).stages).toEqual([]);
  for (const name of ['cancel_job', 'retry_job', 'run_again']) {
    const unknown = { p_job_id: 'none', ...(name !== 'cancel_job' && { p_new_id: 'x' }) };
    expect([name, await refusal(call(`overtime_operator_${name}`, unknown))]).toEqual([name, 'OT004']);
  }
});
