import { expect, test } from 'vitest';
import { ada, engineRig, grace, held, type ClaimAnswer } from './engine-rig.ts';

const engine = engineRig();
const hook = { p_webhook_url: 'https://example.com/hook' };
interface Delivery {
  readonly deliveryId: string;
  readonly url: string;
  readonly secret: string;
  readonly tryCount: number;
  readonly job: Readonly<Record<string, unknown>>;
}
const take = (limit = 10) =>
  engine.call<Delivery[]>('overtime_claim_deliveries', { p_limit: limit, p_hold_seconds: 60 });
const record = ({ deliveryId }: Delivery, more: object = {}) =>
  engine.call('overtime_record_delivery', { p_delivery_id: deliveryId, ...more });
const fail = (job: ClaimAnswer, retryable: boolean) =>
  engine.call('overtime_fail_job', {
    ...held(job),
    p_error: { code: 'no_luck', message: 'No luck.', retryable },
  });

async function delivery(): Promise<Delivery> {
  const [taken] = await take();
  if (!taken) throw new Error('No delivery was due.');
  return taken;
}
async function completed(id: string): Promise<void> {
  await engine.enqueue(id, hook);
  await engine.call('overtime_complete_job', { ...held(await engine.claimed()), p_result: { of: id } });
}

test('the webhook of a completed job has its result', async () => {
  await completed('one');
  expect(await delivery()).toMatchObject({
    deliveryId: expect.stringMatching(/^msg_[0-9a-f]{32}$/) as string,
    url: 'https://example.com/hook',
    tryCount: 1,
    job: { jobId: 'one', task: 'demo-task', status: 'completed', result: { of: 'one' }, error: null },
  });
});

const ends: Record<string, (job: ClaimAnswer) => Promise<unknown>> = {
  failed: (job) => fail(job, false),
  cancelled: (job) => engine.call('overtime_cancel_job', { p_job_id: job.jobId, p_user_id: ada }),
};
test.each(Object.entries(ends))('a %s job queues one webhook', async (status, end) => {
  await engine.enqueue('one', hook);
  await end(await engine.claimed());
  await engine.call('overtime_sweep_jobs', { p_limit: 10 });
  const deliveries = await take();
  expect(deliveries.map(({ job }) => job['status'])).toEqual([status]);
});

test('an attempt that is retried queues no webhook, and neither does a job without one', async () => {
  await engine.enqueue('one', hook);
  await fail(await engine.claimed(), true);
  await engine.enqueue('two', { p_priority: 1 });
  await fail(await engine.claimed(), false);
  expect(await take()).toEqual([]);
});

test('a refused completion queues no webhook', async () => {
  await engine.enqueue('one', hook);
  const lost = await engine.claimed();
  await engine.passSeconds(31);
  await engine.claimed();
  await expect(engine.call('overtime_complete_job', { ...held(lost), p_result: {} })).rejects.toThrow(
    /lease/,
  );
  expect(await take()).toEqual([]);
});

test('a delivery that was taken is held; a deliverer that died leaves it due again, under the same id', async () => {
  await completed('one');
  const first = await delivery();
  expect(await take()).toEqual([]);
  await engine.passSeconds(60);
  expect(await delivery()).toMatchObject({ deliveryId: first.deliveryId, tryCount: 2 });
});

test('a delivered one is never due again', async () => {
  await completed('one');
  await record(await delivery());
  await engine.passSeconds(86_400);
  expect(await take()).toEqual([]);
  const [row] =
    await engine.sql`select delivered_at is not null as delivered from overtime.webhook_deliveries`;
  expect(row).toEqual({ delivered: true });
});

test('one that failed is due again when it is said to be', async () => {
  await completed('one');
  await record(await delivery(), { p_error: 'HTTP 500', p_retry_seconds: 300 });
  await engine.passSeconds(299);
  expect(await take()).toEqual([]);
  await engine.passSeconds(1);
  expect(await delivery()).toMatchObject({ tryCount: 2 });
});

test('one that is given up ends there, where its owner sees it', async () => {
  await completed('one');
  await record(await delivery(), { p_error: 'HTTP 410' });
  await engine.passSeconds(86_400);
  expect(await take()).toEqual([]);
  const logs = await engine.as(ada, (sql) => sql`select level, details from overtime.job_logs`);
  expect([...logs]).toEqual([
    { level: 'warn', details: { url: 'https://example.com/hook', tries: 1, error: 'HTTP 410' } },
  ]);
});

test('a late report changes nothing about a delivery that has ended', async () => {
  await completed('one');
  const taken = await delivery();
  await record(taken);
  await record(taken, { p_error: 'HTTP 500' });
  const [row] = await engine.sql`select gave_up_at, last_error from overtime.webhook_deliveries`;
  expect(row).toEqual({ gave_up_at: null, last_error: null });
  expect(await engine.sql`select from overtime.job_logs`).toHaveLength(0);
});

test('the longest due come first, within the limit', async () => {
  for (const id of ['one', 'two', 'three']) {
    await completed(id);
    await engine.passSeconds(1);
  }
  const taken = async () => new Set((await take(2)).map(({ job }) => job['jobId']));
  expect(await taken()).toEqual(new Set(['one', 'two']));
  expect(await taken()).toEqual(new Set(['three']));
});

test('of many who take at once, each delivery goes to one', async () => {
  for (let n = 0; n < 20; n += 1) await completed(`job-${n}`);
  await engine.sql`update overtime.webhook_deliveries set next_try_at = '2020-01-01'`;
  const taken = await Promise.all(
    Array.from({ length: 8 }, () =>
      engine.callOn<Delivery[]>(engine.connect(), 'overtime_claim_deliveries', {
        p_limit: 5,
        p_hold_seconds: 60,
      }),
    ),
  );
  const ids = taken.flat().map(({ deliveryId }) => deliveryId);
  expect(ids).toHaveLength(20);
  expect(new Set(ids).size).toBe(20);
  expect(Math.max(...taken.map((list) => list.length))).toBeLessThanOrEqual(5);
});

test("a user's secret is made once, 32 random bytes, and is nobody else's", async () => {
  const secret = (user: string) => engine.call<string>('overtime_webhook_secret', { p_user_id: user });
  const first = await secret(ada);
  expect(first).toMatch(/^whsec_/);
  expect(Buffer.from(first.slice('whsec_'.length), 'base64')).toHaveLength(32);
  expect(await secret(ada)).toBe(first);
  expect(await secret(grace)).not.toBe(first);
  await completed('one');
  expect((await delivery()).secret).toBe(first);
});
