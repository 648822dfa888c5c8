import type { Contract } from '../contract.ts';
import type { Enqueued } from '../engine/call-shapes.ts';
import { acceptInput, storeOrDiscard } from './accept-input.ts';
import type { Exchange } from './handler.ts';
import { readIdempotencyKey } from './idempotency-key.ts';
import { newJob } from './new-job.ts';
import { startWorkers } from './start-workers.ts';
import { checkWebhookUrl } from './webhook-url.ts';

/**
 * Makes a job of a validated input: stores its file, enqueues it as the request's headers say, and dispatches it when
 * it is due. What was stored for a job that is refused, or was there already, is removed again.
 *
 * @param later for a job that is not due now: the time before which it does not run (ISO 8601), and whether the
 *   database's clock has come to it.
 * @throws the `file_…` codes, and those of `overtime_enqueue_job`.
 */
export async function submitJob(
  contract: Contract,
  parsed: unknown,
  exchange: Exchange,
  later?: { readonly runAt: string; readonly isDue: boolean },
): Promise<Enqueued> {
  const { request, caller, engine } = exchange;
  const idempotencyKey = readIdempotencyKey(request);
  const webhookUrl = checkWebhookUrl(request.headers.get('webhook-url'));
  const { discard, ...input } = await acceptInput(contract, parsed, exchange);
  const job = await storeOrDiscard({ discard }, () =>
    engine.enqueue(
      newJob(contract, {
        ...input,
        userId: caller.userId,
        tenantId: caller.tenantId,
        idempotencyKey,
        runAt: later?.runAt ?? null,
        webhookUrl,
        scheduleId: null,
      }),
    ),
  );

  if (!job.created) await discard();
  else if (job.status === 'pending' && (later?.isDue ?? true)) {
    await startWorkers(exchange, contract.name, job.jobId);
  }
  return job;
}
