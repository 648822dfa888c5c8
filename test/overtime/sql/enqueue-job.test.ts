import { expect, test } from 'vitest';
import { ada, engineRig, grace, refusal } from './engine-rig.ts';
import { defaultLimits } from '../../support/default-limits.ts';

const engine = engineRig();

test('a new job is pending, due now and counted as dispatched', async () => {
  const answer = await engine.enqueue('one');
  expect(answer).toEqual({ jobId: 'one', status: 'pending', created: true });
  expect(await engine.row('one')).toMatchObject({
    user_id: ada,
    status: 'pending',
    priority: 5,
    attempt: 0,
    progress: 0,
    run_at: new Date(engine.now()),
    dispatched_at: new Date(engine.now()),
    lease_id: null,
    finished_at: null,
  });
});

test('the same idempotency key with the same request is the same job', async () => {
  const key = { p_idempotency_key: 'k', p_input_hash: 'h' };
  await engine.enqueue('one', key);
  expect(await engine.enqueue('two', key)).toEqual({ jobId: 'one', status: 'pending', created: false });
  const [count] = await engine.sql`select count(*)::int as jobs from overtime.jobs`;
  expect(count).toEqual({ jobs: 1 });
});

test('the same idempotency key with another request is refused', async () => {
  await engine.enqueue('one', { p_idempotency_key: 'k', p_input_hash: 'h' });
  expect(await refusal(engine.enqueue('two', { p_idempotency_key: 'k', p_input_hash: 'other' }))).toBe(
    'OT007',
  );
});

test('an idempotency key belongs to one user and one task', async () => {
  const key = { p_idempotency_key: 'k', p_input_hash: 'h' };
  await engine.enqueue('one', key);
  expect((await engine.enqueue('two', { ...key, p_user_id: grace })).created).toBe(true);
  expect((await engine.enqueue('three', { ...key, p_task: 'other-task' })).created).toBe(true);
});

test('an enqueue that is repeated, since its answer was lost, is the same job and counts once', async () => {
  const limits = { p_user_limit: 5, p_rate_limit: 1, p_rate_seconds: 60 };
  const answer = { jobId: 'one', status: 'pending', created: true };
  for (const more of [{}, { p_idempotency_key: 'k', p_input_hash: 'h' }]) {
    await engine.sql`truncate overtime.jobs cascade`;
    expect(await engine.enqueue('one', { ...limits, ...more })).toEqual(answer);
    expect(await engine.enqueue('one', { ...limits, ...more })).toEqual(answer);
    expect(await engine.sql`select from overtime.jobs`).toHaveLength(1);
  }
  // An id of another user's job is nobody's repeat.
  expect(await engine.enqueue('one', { p_user_id: grace })).toBeNull();
  expect(await engine.row('one')).toMatchObject({ user_id: ada });
});

test('repeats at the same time are one job', async () => {
  const repeats = Array.from({ length: 5 }, () =>
    engine.callOn<{ created: boolean }>(engine.connect(), 'overtime_enqueue_job', {
      p_id: 'one',
      p_user_id: ada,
      p_task: 'demo-task',
      p_input: {},
      ...defaultLimits,
      p_rate_limit: 1,
      p_rate_seconds: 60,
    }),
  );
  expect((await Promise.all(repeats)).map(({ created }) => created)).toEqual(repeats.map(() => true));
  expect(await engine.sql`select from overtime.jobs`).toHaveLength(1);
});

test('two simultaneous enqueues with one idempotency key make one job', async () => {
  const key = {
    p_user_id: ada,
    p_task: 'demo-task',
    p_input: {},
    ...defaultLimits,
    p_idempotency_key: 'k',
    p_input_hash: 'h',
  };
  const connections = Array.from({ length: 10 }, () => engine.connect());
  const answers = await Promise.all(
    connections.map((connection, index) =>
      engine.callOn<{ jobId: string; created: boolean }>(connection, 'overtime_enqueue_job', {
        p_id: `job-${index}`,
        ...key,
      }),
    ),
  );
  expect(answers.filter((answer) => answer.created)).toHaveLength(1);
  expect(new Set(answers.map((answer) => answer.jobId)).size).toBe(1);
});

test('what breaks an invariant is refused by the constraint that says so', async () => {
  const attempt = async (more: object) => {
    try {
      await engine.enqueue('one', more);
      return 'accepted';
    } catch (error) {
      return (error as { constraint_name?: string }).constraint_name;
    }
  };
  expect(await attempt({ p_priority: 11 })).toBe('a_priority_is_from_1_to_10');
  expect(await attempt({ p_max_attempts: 0 })).toBe('a_limit_allows_an_attempt');
  expect(await attempt({ p_input: [1] })).toBe('an_input_is_an_object');
  expect(await attempt({ p_retention_hours: -1 })).toBe('a_job_is_kept_for_a_while');
});

test('the limits of a job have no defaults in the database: its contract alone has them', async () => {
  for (const name of Object.keys(defaultLimits)) {
    const { [name as keyof typeof defaultLimits]: _, ...others } = defaultLimits;
    const call = engine.call('overtime_enqueue_job', {
      p_id: 'one',
      p_user_id: ada,
      p_task: 'demo-task',
      p_input: {},
      ...others,
    });
    // No such function.
    expect([name, await refusal(call)]).toEqual([name, '42883']);
  }
  const columns = await engine.sql`
    select column_name from information_schema.columns
    where table_schema = 'overtime' and table_name = 'jobs' and column_default is not null
      and column_name in ('contract_version', 'priority', 'max_attempts', 'retention_hours')`;
  expect([...columns]).toEqual([]);
});
