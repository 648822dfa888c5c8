import { Webhook } from 'standardwebhooks';
import type { Clock } from '../clock.ts';
import { withinTime } from '../deadline.ts';
import type { Delivery, Maintenance } from '../engine/maintenance.ts';
import { OvertimeError } from '../errors.ts';
import { log } from './log.ts';
import { postTo } from './post-to.ts';
import { publicAddress } from './webhook-url.ts';

/** How many deliveries one sweep claims. */
const deliveriesPerSweep = 20;

/** If the process dies, its deliveries become due again after this time, in seconds. */
const holdSeconds = 60;

/**
 * Seconds until the next try, after the first, second, … one: the schedule that the Standard Webhooks
 * specification suggests, over about a day and a half. After the last one a delivery is given up.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
const retryScheduleSeconds = [5, 300, 1800, 7200, 18_000, 36_000, 50_400];

/** Sends a signed message and returns the receiver's status. */
export type Send = (url: URL, headers: Record<string, string>, body: string) => Promise<number>;

/** Tries the deliveries that are due. Returns how many there were. */
export async function deliverWebhooks(
  maintenance: Maintenance,
  clock: Clock,
  send: Send = sendPublicly,
): Promise<number> {
  const deliveries = await maintenance.claimDeliveries(deliveriesPerSweep, holdSeconds);
  await Promise.all(deliveries.map((delivery) => deliver(delivery, maintenance, clock, send)));
  return deliveries.length;
}

async function deliver(
  delivery: Delivery,
  maintenance: Maintenance,
  clock: Clock,
  send: Send,
): Promise<void> {
  const failed = await tryOnce(delivery, clock, send);
  if (failed === null) {
    await maintenance.recordDelivery(delivery.deliveryId, null, null);
    return;
  }
  const retrySeconds = failed.isFinal ? null : (retryScheduleSeconds[delivery.tryCount - 1] ?? null);
  log.warn(
    { jobId: delivery.job.jobId, tryCount: delivery.tryCount, reason: failed.reason },
    'webhook failed',
  );
  await maintenance.recordDelivery(delivery.deliveryId, failed.reason, retrySeconds);
}

async function tryOnce(
  { deliveryId, url, secret, job }: Delivery,
  clock: Clock,
  send: Send,
): Promise<{ reason: string; isFinal: boolean } | null> {
  const sentAt = new Date(clock.now());
  const body = JSON.stringify({ type: `job.${job.status}`, timestamp: job.finishedAt, data: job });
  const headers = {
    'content-type': 'application/json',
    'webhook-id': deliveryId,
    'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(deliveryId, sentAt, body),
  };
  try {
    const status = await send(new URL(url), headers, body);
    if (status >= 200 && status < 300) return null;
    // 410 Gone means that the receiver wants no further tries.
    return { reason: `The receiver answered ${status}.`, isFinal: status === 410 };
  } catch (error) {
    return {
      reason: error instanceof Error ? error.message : String(error),
      isFinal: error instanceof OvertimeError && error.code === 'webhook_url_refused',
    };
  }
}

/** Longest wait for DNS, in milliseconds: its own timeout may be minutes. */
const longestLookupMs = 5_000;

/** Resolves the name at every try, since it may point to another address by then. */
async function sendPublicly(url: URL, headers: Record<string, string>, body: string): Promise<number> {
  return postTo(await withinTime(longestLookupMs, publicAddress(url)), url, headers, body);
}
