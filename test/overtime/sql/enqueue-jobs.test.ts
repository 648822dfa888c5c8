import { expect, test } from 'vitest';
import { ada, engineRig, grace, refusal, usage } from './engine-rig.ts';
import { defaultLimits } from '../../support/default-limits.ts';

const engine = engineRig();
const { p_priority: priority, ...limits } = defaultLimits;

interface Item {
  readonly id: string;
  readonly [more: string]: unknown;
}
interface Answer {
  readonly jobId: string;
  readonly status: string;
  readonly created: boolean;
  readonly ready: boolean;
}
const items = (...ids: string[]): Item[] => ids.map((id) => ({ id }));
const parameters = (jobs: readonly Item[], more: object = {}) => ({
  p_jobs: jobs.map((job) => ({ input: { topic: job.id }, priority, inputHash: `of ${job.id}`, ...job })),
  p_user_id: ada,
  p_task: 'demo-task',
  ...limits,
  ...more,
});
const enqueueAll = (jobs: readonly Item[], more: object = {}) =>
  engine.call<Answer[]>('overtime_enqueue_jobs', parameters(jobs, more));
const rows = () => engine.sql`select * from overtime.jobs order by seq`;
const created = (jobId: string, ready = true) => ({ jobId, status: 'pending', created: true, ready });

test('each input is a job of its own, in order', async () => {
  const answer = await enqueueAll([
    {
      id: 'b',
      title: 'Chapter 1',
      lockKey: 'book:1/chapter:1',
      fileBytes: 7,
      fileSha256: 'ff',
      input: { filePath: `${ada}/x/f.pdf` },
    },
    { id: 'a', priority: 2 },
    { id: 'c' },
  ]);
  expect(answer).toEqual([created('b'), created('a'), created('c')]);
  expect(await rows()).toMatchObject([
    {
      title: 'Chapter 1',
      id: 'b',
      user_id: ada,
      status: 'pending',
      priority: 5,
      lock_key: 'book:1/chapter:1',
      input_hash: 'of b',
      file_path: `${ada}/x/f.pdf`,
      file_bytes: '7',
      file_sha256: 'ff',
      dispatched_at: new Date(engine.now()),
      idempotency_key: null,
      max_attempts: 3,
    },
    { id: 'a', priority: 2, input: { topic: 'a' }, lock_key: null },
    { id: 'c' },
  ]);
  expect((await engine.claim())?.jobId).toBe('a');
});

test('what they are is what single calls make of them', async () => {
  const more = { p_user_limit: 2, p_cache_hours: 1, p_webhook_url: 'https://a.example/', p_tenant_id: grace };
  const shape = async () => {
    const found = await engine.sql`select to_jsonb(jobs) - 'seq' as job from overtime.jobs order by seq`;
    return found.map(({ job }) => job as object);
  };
  await engine.enqueue('other', { p_user_id: grace });
  for (const id of ['a', 'b', 'c']) {
    await engine.enqueue(id, { p_input_hash: `of ${id}`, p_lock_key: `k:${id}`, ...more });
  }
  const single = await shape();
  await engine.sql`truncate overtime.jobs cascade`;
  await engine.enqueue('other', { p_user_id: grace });
  await enqueueAll(
    items('a', 'b', 'c').map((item) => ({ ...item, lockKey: `k:${item.id}` })),
    more,
  );
  expect(await shape()).toEqual(single);
});

test('a user of many jobs takes turns with others', async () => {
  await enqueueAll(items('a1', 'a2', 'a3'));
  await enqueueAll(items('g1', 'g2'), { p_user_id: grace });
  const order: string[] = [];
  for (let job = await engine.claim(); job; job = await engine.claim()) order.push(job.jobId);
  expect(order).toEqual(['a1', 'g1', 'a2', 'g2', 'a3']);
});

test('jobs beyond the places of their user wait, the first by priority have them', async () => {
  await enqueueAll(items('running'), { p_user_limit: 3 });
  const answer = await enqueueAll([{ id: 'a' }, { id: 'b' }, { id: 'c', priority: 1 }, { id: 'd' }], {
    p_user_limit: 3,
  });
  expect(answer).toEqual([created('a'), created('b', false), created('c'), created('d', false)]);
  expect((await rows()).map((row) => row['waits_for'])).toEqual([null, null, 'user', null, 'user']);
  // One after another, each gets the place that another leaves.
  const order: string[] = [];
  for (let job = await engine.claim(); job; job = await engine.claim()) {
    order.push(job.jobId);
    await engine.call('overtime_complete_job', {
      p_job_id: job.jobId,
      p_lease_id: job.leaseId,
      p_result: {},
    });
  }
  expect(order).toEqual(['c', 'running', 'a', 'b', 'd']);
});

test('the rate has room for all of them, or takes none', async () => {
  const rate = { p_rate_limit: 3, p_rate_seconds: 60 };
  await engine.enqueue('first', rate);
  await engine.passSeconds(10);
  expect(await refusal(enqueueAll(items('a', 'b', 'c'), rate))).toBe('OT008');
  expect(await rows()).toHaveLength(1);
  expect(await enqueueAll(items('a', 'b'), rate)).toHaveLength(2);
  await engine.passSeconds(55);
  await expect(enqueueAll(items('c', 'd'), rate)).rejects.toMatchObject({ code: 'OT008', detail: '5' });
  // More than it ever has room for.
  await engine.passSeconds(600);
  expect(await refusal(enqueueAll(items('e', 'f', 'g', 'h'), rate))).toBe('OT008');
  expect(await rows()).toHaveLength(3);
});

test('a repeated call counts once against the rate', async () => {
  const rate = { p_rate_limit: 2, p_rate_seconds: 60 };
  const answer = await enqueueAll(items('a', 'b'), rate);
  expect(await enqueueAll(items('a', 'b'), rate)).toEqual(answer);
  expect(await rows()).toHaveLength(2);
});

test('a spent budget refuses the call, unless all of it is answered from the cache', async () => {
  const more = { p_budget_usd: 1, p_cache_hours: 1 };
  await enqueueAll(items('a', 'b'), more);
  for (const [index, cost] of [0.5, 0.6].entries()) {
    const job = await engine.claimed();
    await engine.call('overtime_complete_job', {
      p_job_id: job.jobId,
      p_lease_id: job.leaseId,
      p_result: { of: job.jobId },
      p_usage: [usage(`u${index}`, { costUsd: cost })],
    });
  }
  const again = [
    { id: 'b2', inputHash: 'of b' },
    { id: 'a2', inputHash: 'of a' },
  ];
  expect(await refusal(enqueueAll([...again, { id: 'new' }], more))).toBe('OT009');
  expect(await rows()).toHaveLength(2);
  expect(await enqueueAll(again, { ...more, p_webhook_url: 'https://a.example/' })).toEqual([
    { jobId: 'b2', status: 'completed', created: true, ready: false },
    { jobId: 'a2', status: 'completed', created: true, ready: false },
  ]);
  expect((await rows()).slice(2)).toMatchObject([
    { result: { of: 'b' }, cached_from: 'b', progress: 100, attempt: 0, waits_for: null },
    { result: { of: 'a' }, cached_from: 'a', expires_at: new Date(engine.now() + 720 * 3_600_000) },
  ]);
  expect(await engine.sql`select job_id from overtime.webhook_deliveries order by job_id`).toMatchObject([
    { job_id: 'a2' },
    { job_id: 'b2' },
  ]);
  // Of another user only where the cache is shared.
  const others = await enqueueAll([{ id: 'g', inputHash: 'of a' }], { ...more, p_user_id: grace });
  expect(others).toEqual([created('g')]);
});

test('cached and new jobs of one call stand side by side', async () => {
  const more = { p_cache_hours: 1, p_user_limit: 2 };
  await enqueueAll(items('a'), more);
  const job = await engine.claimed();
  await engine.call('overtime_complete_job', { p_job_id: job.jobId, p_lease_id: job.leaseId, p_result: {} });
  const answer = await enqueueAll(
    [{ id: 'x' }, { id: 'a2', inputHash: 'of a' }, { id: 'y' }, { id: 'z' }],
    more,
  );
  expect(answer).toEqual([
    created('x'),
    { jobId: 'a2', status: 'completed', created: true, ready: false },
    created('y'),
    created('z', false),
  ]);
});

test('one idempotency key for the call makes the same jobs again the same', async () => {
  const key = { p_idempotency_key: 'k' };
  const same = ['of 1', 'of 2'];
  const list = (prefix: string, hashes = same) =>
    hashes.map((inputHash, index) => ({ id: `${prefix}${index}`, inputHash }));
  await enqueueAll(list('a'), key);
  expect(await enqueueAll(list('b'), key)).toEqual([
    { jobId: 'a0', status: 'pending', created: false, ready: false },
    { jobId: 'a1', status: 'pending', created: false, ready: false },
  ]);
  for (const other of [['of 2', 'of 1'], ['of 1'], ['of 1', 'of 2', 'of 3'], ['of 1', 'other']]) {
    expect([other, await refusal(enqueueAll(list('c', other), key))]).toEqual([other, 'OT007']);
  }
  expect(await rows()).toHaveLength(2);
  // It is one user's, one task's and one lane's, and not that of a single job.
  expect(await enqueueAll(list('d'), { ...key, p_user_id: grace })).toEqual([created('d0'), created('d1')]);
  expect(await enqueueAll(list('e'), { ...key, p_task: 'other' })).toEqual([created('e0'), created('e1')]);
  expect(await enqueueAll(list('f'), { ...key, p_lane: 'preview' })).toEqual([created('f0'), created('f1')]);
  expect((await engine.enqueue('single', { ...key, p_input_hash: 'h' })).created).toBe(true);
});

test.each([{}, { p_user_limit: 5, p_rate_limit: 100, p_rate_seconds: 60 }])(
  'ten simultaneous calls with one key make one list of jobs (%o)',
  async (more) => {
    const calls = Array.from({ length: 10 }, (_, call) =>
      engine.callOn<Answer[]>(
        engine.connect(),
        'overtime_enqueue_jobs',
        parameters(
          Array.from({ length: 20 }, (__, index) => ({ id: `${call}-${index}`, inputHash: `of ${index}` })),
          { p_idempotency_key: 'k', ...more },
        ),
      ),
    );
    const answers = await Promise.all(calls);
    expect(answers.filter(([first]) => first?.created)).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer.map(({ jobId }) => jobId).join())).size).toBe(1);
    expect(await rows()).toHaveLength(20);
  },
);

test('where one of them breaks a rule, none is there', async () => {
  expect(await refusal(enqueueAll([{ id: 'a' }, { id: 'b', priority: 11 }]))).toBe('23514');
  expect(await refusal(enqueueAll([{ id: 'a' }, { id: 'b', input: [1] }]))).toBe('23514');
  await engine.enqueue('theirs', { p_user_id: grace });
  expect(await refusal(enqueueAll(items('a', 'theirs')))).toBe('23505');
  expect(await rows()).toHaveLength(1);
});

test('only the service calls it, and a user reads their own jobs alone', async () => {
  await enqueueAll(items('a', 'b'));
  await enqueueAll(items('g'), { p_user_id: grace });
  const seen = await engine.as(ada, (user) => user`select id from overtime.jobs order by id`);
  expect([...seen]).toEqual([{ id: 'a' }, { id: 'b' }]);
  expect(
    await refusal(
      engine.as(ada, (user) => user`select public.overtime_enqueue_jobs('[]', ${ada}, 't', 1, 3, 1)`),
    ),
  ).toBe('42501');
});
