import { expect, test } from 'vitest';
import { engineRig, grace, held, refusal, usage } from './engine-rig.ts';

const engine = engineRig();
const cached = { p_input_hash: 'hash', p_cache_hours: 24 };

async function completed(id: string, more: object = {}): Promise<void> {
  await engine.enqueue(id, { ...cached, ...more });
  const job = await engine.claimed();
  await engine.call('overtime_complete_job', { ...held(job), p_result: { from: id }, p_usage: [usage(id)] });
}

test('the same input is answered at once with the result that is there', async () => {
  await completed('one');
  await engine.passSeconds(60);
  expect(await engine.enqueue('two', cached)).toEqual({ jobId: 'two', status: 'completed', created: true });
  expect(await engine.row('two')).toMatchObject({
    status: 'completed',
    result: { from: 'one' },
    cached_from: 'one',
    progress: 100,
    attempt: 0,
    cost_usd: '0.000000',
    finished_at: new Date(engine.now()),
  });
  expect(await engine.claim()).toBeNull();
});

test('a result serves for its hours, counted from its completion', async () => {
  await engine.enqueue('one', cached);
  await engine.passSeconds(3600);
  await engine.call('overtime_complete_job', { ...held(await engine.claimed()), p_result: {} });
  await engine.passSeconds(24 * 3600 - 1);
  expect((await engine.enqueue('two', cached)).status).toBe('completed');
  await engine.passSeconds(1);
  expect((await engine.enqueue('three', cached)).status).toBe('pending');
});

const others: Record<string, object> = {
  'another input': { p_input_hash: 'other' },
  'another version of the contract': { p_contract_version: 2 },
  'another task': { p_task: 'other-task' },
  'another user': { p_user_id: grace },
  'a later time': { p_run_at: new Date('2026-11-23T00:00:00Z') },
  'no wish for a cached result': { p_cache_hours: null },
};
test.each(Object.entries(others))('%s is worked on', async (_, other) => {
  await completed('one');
  expect((await engine.enqueue('two', { ...cached, ...other })).status).toBe('pending');
});

test('a shared cache serves every user', async () => {
  await completed('one');
  const hers = { ...cached, p_user_id: grace, p_cache_shared: true };
  expect((await engine.enqueue('two', hers)).status).toBe('completed');
});

test('only completed results are reused', async () => {
  await engine.enqueue('one', cached);
  await engine.call('overtime_fail_job', {
    ...held(await engine.claimed()),
    p_error: { code: 'x', message: 'x', retryable: false },
  });
  expect((await engine.enqueue('two', cached)).status).toBe('pending');
});

test('the youngest result is reused, and a reused one is not reused again', async () => {
  await completed('one');
  await engine.sql`update overtime.jobs set cache_until = null`;
  await engine.passSeconds(10);
  await completed('two');
  await engine.passSeconds(10);
  await engine.enqueue('three', cached);
  await engine.enqueue('four', cached);
  expect((await engine.row('four'))['cached_from']).toBe('two');
});

test('a cached result keeps its mark of samples', async () => {
  await engine.enqueue('one', cached);
  const job = await engine.claimed();
  await engine.call('overtime_complete_job', {
    ...held(job),
    p_result: {},
    p_usage: [usage('c1', { provider: 'sample' })],
  });
  await engine.enqueue('two', cached);
  expect((await engine.row('two'))['sample']).toBe(true);
});

test('a cached result needs no budget, counts toward the rate, and answers its idempotency key', async () => {
  await completed('one');
  const key = { ...cached, p_idempotency_key: 'key' };
  expect((await engine.enqueue('two', { ...key, p_budget_usd: 0 })).status).toBe('completed');
  expect(await engine.enqueue('again', key)).toEqual({ jobId: 'two', status: 'completed', created: false });
  expect(await refusal(engine.enqueue('three', { ...cached, p_rate_limit: 2, p_rate_seconds: 60 }))).toBe(
    'OT008',
  );
});

test('a cached result queues its webhook like any other', async () => {
  await completed('one');
  await engine.enqueue('two', { ...cached, p_webhook_url: 'https://example.com/hook' });
  const rows = await engine.sql`select job_id from overtime.webhook_deliveries`;
  expect([...rows]).toEqual([{ job_id: 'two' }]);
});
