import { Webhook } from 'standardwebhooks';
import { beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../../src/overtime/clock.ts';
import { deliverWebhooks, type Send } from '../../../src/overtime/functions/deliver-webhooks.ts';
import { checkWebhookUrl } from '../../../src/overtime/functions/webhook-url.ts';
import { attemptRig } from '../engine/attempt-rig.ts';
import { ada, held } from '../sql/engine-rig.ts';

const { database, maintenance } = attemptRig();
const url = 'https://hooks.example/in';

interface Sent {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}
let sent: Sent[];
beforeEach(() => {
  sent = [];
});

/** A receiver that answers with the given statuses in turn, the last one for ever. */
function answers(...statuses: number[]): Send {
  return (to, headers, body) => {
    sent.push({ url: to.href, headers, body });
    return Promise.resolve(statuses.length > 1 ? (statuses.shift() ?? 0) : (statuses[0] ?? 0));
  };
}
const deliver = (send: Send) => deliverWebhooks(maintenance, systemClock, send);

async function completed(id = 'one'): Promise<void> {
  await database.enqueue(id, { p_webhook_url: url });
  await database.call('overtime_complete_job', {
    ...held(await database.claimed()),
    p_result: { story: 'end' },
  });
}
const delivery = async () => (await database.sql`select * from overtime.webhook_deliveries`)[0] ?? {};

test('the webhook of a job that ends is sent once, with a signature that its user can verify', async () => {
  await completed();
  expect(await deliver(answers(200))).toBe(1);
  expect(await deliver(answers(200))).toBe(0);
  expect(sent).toHaveLength(1);
  const [{ url: to, headers, body } = { url: '', headers: {}, body: '' }] = sent;
  expect(to).toBe(url);
  const webhook = new Webhook(await maintenance.webhookSecret(ada));
  expect(webhook.verify(body, headers)).toEqual({
    type: 'job.completed',
    timestamp: '2026-11-22T12:00:00+00:00',
    data: {
      jobId: 'one',
      task: 'demo-task',
      status: 'completed',
      result: { story: 'end' },
      error: null,
      errorCode: null,
      sample: false,
      createdAt: '2026-11-22T12:00:00+00:00',
      finishedAt: '2026-11-22T12:00:00+00:00',
    },
  });
  expect(() => webhook.verify(body.replace('end', 'END'), headers)).toThrow('signature');
  expect(await delivery()).toMatchObject({ delivered_at: expect.any(Date), next_try_at: null });
});

test('the webhooks of a failed and a cancelled job are sent too', async () => {
  await database.enqueue('failed', { p_webhook_url: url });
  await database.call('overtime_fail_job', {
    ...held(await database.claimed()),
    p_error: { code: 'no_context', message: 'No context.', retryable: false },
  });
  await database.enqueue('cancelled', { p_webhook_url: url });
  await database.call('overtime_cancel_job', { p_job_id: 'cancelled', p_user_id: ada });
  await deliver(answers(204));
  expect(sent.map(({ body }) => JSON.parse(body) as unknown)).toMatchObject([
    { type: 'job.failed', data: { error: 'No context.', errorCode: 'no_context' } },
    { type: 'job.cancelled', data: { error: null } },
  ]);
});

test('a receiver that fails is tried again, later and later, then given up where the owner can see it', async () => {
  await completed();
  const seconds: number[] = [];
  const ids = new Set<string | undefined>();
  for (let tries = 1; tries <= 8; tries += 1) {
    expect(await deliver(answers(503))).toBe(1);
    ids.add(sent.at(-1)?.headers['webhook-id']);
    const { next_try_at: next } = (await delivery()) as { next_try_at: Date | null };
    if (!next) break;
    seconds.push((next.getTime() - database.now()) / 1000);
    await database.passSeconds((seconds.at(-1) ?? 0) - 1);
    expect(await deliver(answers(503))).toBe(0);
    await database.passSeconds(1);
  }
  expect(seconds).toEqual([5, 300, 1800, 7200, 18_000, 36_000, 50_400]);
  expect(sent).toHaveLength(8);
  // The receiver knows a repeated message by its id.
  expect(ids.size).toBe(1);
  expect(await delivery()).toMatchObject({ gave_up_at: expect.any(Date), delivered_at: null, try_count: 8 });
  const logs = await database.as(ada, (user) => user`select level, message, details from overtime.job_logs`);
  expect([...logs]).toEqual([
    {
      level: 'warn',
      message: 'The webhook could not be delivered, and is not tried again.',
      details: { url, tries: 8, error: 'The receiver answered 503.' },
    },
  ]);
});

test('a receiver that recovers has its message', async () => {
  await completed();
  await deliver(answers(500));
  await database.passSeconds(5);
  await deliver(answers(200));
  expect(await delivery()).toMatchObject({ delivered_at: expect.any(Date), try_count: 2, last_error: null });
});

test.for([301, 302, 404])('an answer of %i is no delivery', async (status) => {
  await completed();
  await deliver(answers(status));
  expect(await delivery()).toMatchObject({
    delivered_at: null,
    gave_up_at: null,
    last_error: `The receiver answered ${status}.`,
  });
});

test('a receiver that is gone for good is not asked again', async () => {
  await completed();
  await deliver(answers(410));
  expect(await delivery()).toMatchObject({ gave_up_at: expect.any(Date), try_count: 1 });
});

test('an address that is not public is not asked again; one that cannot be reached is', async () => {
  await completed();
  await deliver(() => {
    checkWebhookUrl('https://10.0.0.1/');
    return Promise.resolve(200);
  });
  expect(await delivery()).toMatchObject({ gave_up_at: expect.any(Date), try_count: 1 });

  await database.sql`delete from overtime.webhook_deliveries`;
  await completed('two');
  await deliver(() => Promise.reject(new Error('connect ECONNREFUSED')));
  expect(await delivery()).toMatchObject({ gave_up_at: null, last_error: 'connect ECONNREFUSED' });
});

test('a delivery that is under way is not made a second time, and comes back when its deliverer died', async () => {
  await completed();
  expect(await maintenance.claimDeliveries(20, 60)).toHaveLength(1);
  expect(await deliver(answers(200))).toBe(0);
  await database.passSeconds(60);
  expect(await deliver(answers(200))).toBe(1);
  expect(await delivery()).toMatchObject({ delivered_at: expect.any(Date), try_count: 2 });
});
